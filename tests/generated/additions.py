"""What is added to a spec that is whole already, so that the rest of it stays as it was drawn."""

from tests.generated import operations, rules, texts, triggers
from tests.generated.draft import Draft
from tests.generated.kinds import Spec
from tests.generated.names import FIELDS, NOUNS

# Names that emitted modules, tests and folders have for themselves.
ODD = ("package", "test_run", "run", "arranged", "send", "tests", "src", "conftest", "page_2")

# An input of its own kind, and what a rule can ask of it.
INPUTS: tuple[tuple[Spec, tuple[str, ...]], ...] = (
    ({"enum": ["low", "high", "none"]},
     ("{0} != 'none'", "['low', 'high'].exists(w, w == {0})", "{0} in ['low', 'none']")),
    ({"enum": ["red", "blue"], "default": "blue", "description": "A colour."},
     ("{0} == 'blue' || {0} == 'red'",)),
    ({"type": "decimal", "precision": 6, "scale": 2},
     ("{0} >= -9999.0", "[0.5, 1.0].all(n, n != {0} || n < 2.0)", "round({0} / 7, 1) < 2000.0")),
    ({"type": "decimal", "precision": 4, "scale": 4, "minimum": 0}, ("{0} < 1.0",)),
    ({"type": "string", "pattern": "^[A-Z]{2}$", "max_length": 2},
     ("{0} != 'XX'", "['A', 'B'].exists(l, {0}.startsWith(l)) || {0}.size() > 0")),
    ({"type": "integer", "minimum": 1, "maximum": 9},
     ("[1, 2, 3, 4, 5, 6, 7, 8, 9].exists_one(n, n == {0})",
      "[1.5, 2.0].map(n, n * 2.0).sum() > 5.0",
      "[1, 2, 3].filter(n, n <= {0}).size() > 0")),
    ({"type": "text", "max_length": 400, "default": "nothing"},
     ("{0} != ''", "['<', '>'].all(s, !{0}.contains(s))")),
)  # fmt: skip


def add(draft: Draft) -> None:
    """Adds some of what the language has beside the rest."""
    chance = draft.chance
    # A message that was never sent is gone, and providers stand for the channels in use.
    draft.notifications = []
    for part in (_odd_operation, _own_inputs, _told_registration, _kept_link, _described):
        if chance.one_in(2):
            part(draft)


def _odd_operation(draft: Draft) -> None:
    """An operation that is called like something else."""
    chance, spec = draft.chance, draft.spec
    names = [
        *ODD, *draft.entities, *(entity.plural for entity in draft.entities.values()),
        *(event.replace(".", "_") for event in spec.get("events", ())),
        *spec.get("rules", ()), *spec.get("notifications", ()), *draft.roles,
    ]  # fmt: skip
    name = chance.pick(names)
    if name in spec["operations"] or name in spec.get("jobs", ()):
        return
    draft.called = name
    operation = operations.people(draft, chance.pick(("create", "page", "read", "update")))
    draft.called = ""
    if operation.name in spec["operations"]:
        triggers.endpoint(draft, operation)


def _own_inputs(draft: Draft) -> None:
    """Inputs with limits that no field has, and rules over them and over written lists."""
    chance, spec = draft.chance, draft.spec
    routes = {
        route: run["run"] if isinstance(run, dict) else run
        for route, run in spec.get("endpoints", {}).items()
    }
    with_body = [
        spec["operations"][name]
        for route, name in routes.items()
        if route.startswith(("POST", "PUT", "PATCH")) and not _copies(spec["operations"][name])
    ]
    if not with_body:
        return
    operation = chance.pick(with_body)
    own = operation.setdefault("input", {})
    for input_, conditions in chance.some(INPUTS, 2, 1):
        name = draft.names.new(FIELDS, f"own inputs {len(own)}", own)
        own[name] = dict(input_)
        holds = chance.pick(conditions).format(f"input.{name}")
        operation.setdefault("rules", []).append(rules.declared(draft, holds))


def _copies(operation: Spec) -> bool:
    """Whether its inputs are copied to the fields of their names."""
    return any(step.get("set") == "input" for step in operation.get("steps", ()))


def _told_registration(draft: Draft) -> None:
    """An event about a new account."""
    registration = draft.spec.get("authentication", {}).get("registration")
    if registration is None:
        return
    account = draft.entities[draft.account]
    name = f"{draft.names.new(NOUNS, 'events')}.joined"
    inputs = {"email", *registration.get("input", ())}
    shown = [field for field in account.fields
             if field.name in inputs and not field.hidden and field.kind.name not in {"row", "json"}
             and not field.optional]  # fmt: skip
    payload: Spec = {draft.account: draft.account}
    for chosen in draft.chance.some(shown, 2):
        payload.setdefault(chosen.name, f"{draft.account}.{chosen.name}")
    draft.section("events")[name] = {"payload": payload, "audience": "external"}
    registration["publish"] = name


def _kept_link(draft: Draft) -> None:
    """A story that follows the link of a mail."""
    chance = draft.chance
    if "email_verification" not in draft.spec.get("authentication", {}):
        return
    mail: Spec = {"wait_for": "email", "to": "first@system.example", "contains": "http"}
    mail["keep_link"] = {draft.names.new(NOUNS, "kept"): "token"}
    draft.section("journeys")[draft.names.new(NOUNS, "journeys")] = {
        "description": texts.line(chance), "steps": [mail],
    }  # fmt: skip


def _described(draft: Draft) -> None:
    """An input of a notification in its long form."""
    for notification in draft.spec.get("notifications", {}).values():
        for name, type_ in notification.get("input", {}).items():
            long = type_ if isinstance(type_, dict) else {"type": type_}
            notification["input"][name] = {**long, "description": texts.line(draft.chance)}
