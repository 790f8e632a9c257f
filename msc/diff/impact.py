"""What each kind of change can break: a table that names every path of a system."""

from collections.abc import Callable
from decimal import Decimal

from msc.core.record import Record
from msc.ir.changes import ChangeKind, Impact

type Path = tuple[str, ...]


class Difference(Record):
    """One value that differs, with the element that holds it; the subject of a judgement.

    The path begins with what is said of the element. All of the system's own words are one
    section, and there it begins with the word.
    """

    section: str
    kind: ChangeKind
    path: Path
    old: str | None
    new: str | None


class Judgement(Record):
    """A rule: the impact of every difference at one of the paths of a section that `fits`.

    `*` stands for any one part of a path, and `**` at the end for all that may follow.
    """

    impact: Impact
    section: str
    paths: tuple[str, ...]
    fits: Callable[[Difference], bool]


def _any(_: Difference) -> bool:
    return True


def _replaced(each: Difference) -> bool:
    return None not in (each.old, each.new)


def _kept(each: Difference) -> bool:
    """Whether the value was there before; what comes with something new breaks nothing."""
    return each.old is not None


def _said(each: Difference) -> bool:
    return each.new is not None


def _true(each: Difference) -> bool:
    return each.new == "true"


def _turned_true(each: Difference) -> bool:
    return each.old is not None and each.new == "true"


def _false(each: Difference) -> bool:
    return each.new == "false"


def _higher(each: Difference) -> bool:
    return each.new is not None and (each.old is None or Decimal(each.new) > Decimal(each.old))


def _lower(each: Difference) -> bool:
    return each.new is not None and (each.old is None or Decimal(each.new) < Decimal(each.old))


def _words(text: str | None) -> set[str]:
    return set() if text is None else set(text.split(", "))


def _shorter(each: Difference) -> bool:
    """Whether a list lost a word."""
    return not _words(each.old) <= _words(each.new)


def _word_removed(each: Difference) -> bool:
    return each.new is not None and _shorter(each)


def _narrower(each: Difference) -> bool:
    """Whether fewer may read: a reader is gone, or there are some where all could."""
    return each.old is None or _shorter(each)


def _list_shorter(each: Difference) -> bool:
    return each.path[-1] in ("filters", "sort") and _shorter(each)


def _lasting(each: Difference) -> bool:
    return not each.path[-1].endswith("_minutes")


TYPE = "fields.*.type"
FIXED = ("entity", "on_delete", "currency")
UPPER = ("maximum", "max_length", "precision", "scale")
BREAKING = (
    Judgement(Impact.DATA, "entities", ("store", "plural", "fields.*.name"), _any),
    # A field that goes is told by its type.
    Judgement(Impact.DATA, "entities", (TYPE,), _kept),
    Judgement(Impact.DATA, "entities", tuple(f"{TYPE}.{each}" for each in FIXED), _replaced),
    Judgement(Impact.DATA, "entities", (f"{TYPE}.minimum", f"{TYPE}.min_length"), _higher),
    Judgement(
        Impact.DATA, "entities",
        ("retention_days", *(f"{TYPE}.{each}" for each in UPPER)), _lower,
    ),
    Judgement(Impact.DATA, "entities", (f"{TYPE}.pattern", "uniques.**"), _said),
    Judgement(Impact.DATA, "entities", (f"{TYPE}.values",), _word_removed),
    Judgement(Impact.DATA, "entities", ("fields.*.unique",), _true),
    Judgement(Impact.DATA, "entities", ("fields.*.optional",), _false),
    Judgement(Impact.WIRE, "entities", ("fields.*.optional", "fields.*.write_once"), _turned_true),
    Judgement(Impact.WIRE, "entities", ("access.owner", "states.field"), _any),
    Judgement(Impact.WIRE, "entities", ("access.readers",), _narrower),
    Judgement(Impact.WIRE, "entities", ("states.transitions.*.target",), _kept),
    Judgement(Impact.WIRE, "entities", ("states.transitions.*.sources",), _shorter),
    Judgement(Impact.WIRE, "types", ("values",), _any),
    Judgement(Impact.WIRE, "events", ("payload.**", "version", "external"), _any),
    Judgement(Impact.WIRE, "rules", ("code", "status"), _any),
    Judgement(Impact.WIRE, "operations", ("inputs.**", "returns.**", "actor.**"), _any),
    Judgement(Impact.WIRE, "operations", ("steps.**",), _list_shorter),
    Judgement(Impact.WIRE, "endpoints", ("status", "operation"), _any),
    Judgement(Impact.WIRE, "bot.commands", ("argument",), _any),
    Judgement(Impact.DATA, "system", ("currency",), _any),
    Judgement(Impact.WIRE, "system", ("base_path", "name"), _any),
    Judgement(Impact.WIRE, "system", ("authentication.**",), _lasting),
)  # fmt: skip

HARMLESS = {
    "entities": (
        "name", "description", "indexes.**", "renamed_from", "fields.(order)",
        "fields.*.description", "fields.*.has_default", "fields.*.default", "fields.*.personal",
        "fields.*.has_fill", "fields.*.fill", "fields.*.renamed_from", "fields.*.narrowed_from",
        f"{TYPE}.name", "states.transitions.(order)",
    ),
    "types": ("name", "description"),
    "roles": ("name", "description"),
    "events": ("name", "description", "then"),
    "notifications": ("name", "channels", "inputs.**", "subject", "text"),
    "integrations": ("name", "provider", "settings.**"),
    "rules": ("name", "holds", "message", "stored"),
    "operations": ("name", "description", "rules", "audit", "home"),
    "endpoints": ("method", "path"),
    "jobs": (
        "name", "description", "schedule.**", "operation", "query.**", "variable", "once", "missed",
    ),
    "bot.commands": (
        "name", "description", "kind", "operation", "reply", "reply_each", "reply_empty",
        "without_argument",
    ),
    "system": ("title", "description", "time_zone", "audit_entity"),
    "journeys": ("name", "description", "steps.**"),
    "questions": ("name", "text", "options", "default", "blocks", "answer"),
    "removed": ("name", "reason"),
}  # fmt: skip

RULES = (
    *BREAKING,
    *(Judgement(Impact.SAFE, section, paths, _any) for section, paths in HARMLESS.items()),
)
"""The first that fits counts. Every path of a system is in one of them at least."""

WHOLE = {
    ("entities", ChangeKind.REMOVED): Impact.DATA,
    ("entities", ChangeKind.RENAMED): Impact.DATA,
    ("endpoints", ChangeKind.REMOVED): Impact.WIRE,
    ("events", ChangeKind.REMOVED): Impact.WIRE,
    ("roles", ChangeKind.REMOVED): Impact.WIRE,
    ("bot.commands", ChangeKind.REMOVED): Impact.WIRE,
    ("operations", ChangeKind.REMOVED): Impact.SOURCE,
    ("types", ChangeKind.REMOVED): Impact.SOURCE,
    ("rules", ChangeKind.REMOVED): Impact.SOURCE,
}

SEVERITY = (Impact.DATA, Impact.WIRE, Impact.SOURCE, Impact.SAFE)


def judge(difference: Difference) -> Impact:
    """The impact of one difference; of an element as a whole, what comes breaks nothing."""
    section, kind, path = difference.section, difference.kind, difference.path
    if kind is not ChangeKind.CHANGED:
        accounts = (section, kind, path) == ("system", ChangeKind.REMOVED, ("authentication",))
        return Impact.WIRE if accounts else WHOLE.get((section, kind), Impact.SAFE)
    fitting = (each.impact for each in RULES if _is_at(difference, each) and each.fits(difference))
    return next(fitting, Impact.SAFE)


def _is_at(difference: Difference, rule: Judgement) -> bool:
    return difference.section == rule.section and matches(difference.path, rule.paths)


def matches(path: Path, patterns: tuple[str, ...]) -> bool:
    """Whether a path is one of those that the patterns name."""
    return any(_matches(path, tuple(each.split("."))) for each in patterns)


def _matches(path: Path, pattern: Path) -> bool:
    if pattern[-1] == "**":
        pattern = pattern[:-1]
        path = path[: len(pattern)]
    return len(path) == len(pattern) and all(
        wanted in ("*", part) for part, wanted in zip(path, pattern, strict=True)
    )


def worst(impacts: tuple[Impact, ...]) -> Impact:
    """The gravest of several impacts; SAFE when there are none."""
    return min(impacts, key=SEVERITY.index, default=Impact.SAFE)
