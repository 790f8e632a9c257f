"""Planned words of the language that cannot be compiled yet.

They are rejected by name instead of as unknown keys, and removed from the tree, so that other
mistakes are reported in the same run and nothing is reported twice.
"""

from collections.abc import Iterator

from msc.core.catalogue.architecture import NOT_YET
from msc.core.diagnostics import Diagnostic, at
from msc.syntax.nodes import Entry, Mapping, Node, Sequence

type Pattern = tuple[str, ...]

SOMETHING = "leave it out for now"
# A pattern names a mapping; `*` stands for any name or index. Each word comes with what to do.
KEYS: dict[Pattern, dict[str, str]] = {
    (): {
        "views": "responses show all fields that are not secret",
        "formulas": "write the expression where its value is used",
        "compliance": SOMETHING,
        "quality": SOMETHING,
    },
    ("system",): {"languages": "write texts in one language"},
    ("authentication",): {
        "refresh_token_lifetime": "the setting `REFRESH_TOKEN_DAYS` says it in days",
        "two_factor": SOMETHING,
        "bearer_scheme": "the scheme is `Bearer`",
        "api_keys": SOMETHING,
    },
    ("entities", "*"): {
        "soft_delete": "add a boolean field and list the rows where it is false",
        "on_erasure": SOMETHING,
    },
    ("entities", "*", "fields", "*"): {"encrypted": "leave it out, and encrypt the disks"},
    ("entities", "*", "access"): {"write": "say who may run the operations that write"},
    ("entities", "*", "states", "transitions", "*"): {
        "requires": "give the operation that makes the transition a rule",
        "then": "add steps to the operation that makes the transition",
    },
    ("operations", "*"): {
        "allow": "write the condition as a rule with `status: 403`",
        "idempotency_key": SOMETHING,
    },
    ("endpoints", "*"): {
        "view": "responses show all fields that are not secret",
        "envelope": "responses are the row, or `items` with a cursor",
        "pages": "lists have cursors and offsets already",
        "authentication": "the operation's `actor` says who may call it",
        "rate_limit": SOMETHING,
    },
    ("events", "*"): {"previous": "raise `version`"},
    ("jobs", "*"): {
        "cron": "write the schedule in words, such as `daily at 09:00`",
        "time_zone": "schedules follow `system.time_zone`",
    },
    ("bot",): {"languages": "write texts in one language", "menu": "list the commands in order"},
    ("integrations", "*"): {"webhooks": SOMETHING},
    ("questions", "*"): {"asked_by": SOMETHING},
}
# The alternatives to a planned word.
SYNONYMS = {"if": "when"}
FIELDS = ("entities", "*", "fields")
LISTED = "declare an entity that refers to both sides; words to choose from are an `enum`"
# With one of these keys the whole mapping is something that cannot be compiled yet.
WHOLE: dict[Pattern, dict[str, str]] = {
    ("types", "*"): {"fields": "declare the fields on the entity itself"},
    ("entities", "*", "fields", "*"): {
        "slug": "use a unique string",
        "list": "declare an entity that refers to both sides",
        "computed": "compute the value in the operation that changes it",
        "maximum_size": "keep the address of the file in a url",
    },
    ("operations", "*", "steps", "*"): {
        "get": "give the operation a row input",
        "find": "give the operation a row input",
        "let": "write the expression where its value is used",
        "call": SOMETHING,
        "when": "write two operations, each with its rules",
        "run": "write the steps of the other operation here",
        "extend": "change the emitted code under `ext/`",
    },
    ("integrations", "*"): {"base_url": "use a provider of the catalogue"},
    ("bot", "commands", "*"): {"dialogue": "take one argument"},
}


def without_planned(root: Mapping) -> tuple[Mapping, tuple[Diagnostic, ...]]:
    """The tree without planned words, and a diagnostic for each of them."""
    diagnostics: list[Diagnostic] = []
    pruned = _pruned(root, (), diagnostics)
    return (pruned if isinstance(pruned, Mapping) else root), tuple(diagnostics)


def _pruned(node: Node, path: Pattern, diagnostics: list[Diagnostic]) -> Node | None:
    if isinstance(node, Sequence):
        items = (_pruned(item, (*path, "*"), diagnostics) for item in node.items)
        return Sequence(tuple(item for item in items if item is not None), node.span)
    if not isinstance(node, Mapping):
        return node
    place = _place(path)
    node = _without_lists(node, place, diagnostics)
    whole = [entry for entry in node.entries if _word(entry) in WHOLE.get(place, {})]
    if whole:
        diagnostics.append(_refusal(whole[0], WHOLE[place]))
        return None
    return Mapping(tuple(_entries(node, path, place, diagnostics)), node.span)


def _without_lists(node: Mapping, place: Pattern, diagnostics: list[Diagnostic]) -> Mapping:
    """The mapping without fields that are written as lists of another type."""
    if place != FIELDS:
        return node
    lists = [entry for entry in node.entries if isinstance(entry.value, Sequence)]
    diagnostics.extend(
        at(NOT_YET, entry.key.span, what="a list as a field", suggestion=LISTED) for entry in lists
    )
    return Mapping(tuple(entry for entry in node.entries if entry not in lists), node.span)


def _entries(
    node: Mapping, path: Pattern, place: Pattern, diagnostics: list[Diagnostic]
) -> Iterator[Entry]:
    planned = KEYS.get(place, {})
    for entry in node.entries:
        if str(entry.key.value) in planned:
            diagnostics.append(_refusal(entry, planned))
            continue
        value = _pruned(entry.value, (*path, str(entry.key.value)), diagnostics)
        if value is not None:
            yield Entry(entry.key, value)


def _place(path: Pattern) -> Pattern:
    """The pattern of a path: names become `*`, and nested steps count as steps."""
    while len(path) > 4 and path[0] == "operations" and path[4:5] == ("steps",):
        path = (*path[:2], *path[4:])
    for pattern in {**KEYS, **WHOLE, FIELDS: {}}:
        if len(pattern) == len(path) and all(
            part in ("*", key) for part, key in zip(pattern, path, strict=True)
        ):
            return pattern
    return path


def _refusal(entry: Entry, planned: dict[str, str]) -> Diagnostic:
    what, suggestion = f"`{entry.key.value}`", planned[_word(entry)]
    return at(NOT_YET, entry.key.span, what=what, suggestion=suggestion)


def _word(entry: Entry) -> str:
    word = str(entry.key.value)
    return SYNONYMS.get(word, word)
