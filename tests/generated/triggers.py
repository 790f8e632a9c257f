"""What calls operations: endpoints, events, jobs, commands of the bot."""

from msc.analyze.triggers.endpoints import FIXED_PATHS, OWN_PATHS
from tests.generated import operations, texts
from tests.generated.draft import Draft, Event
from tests.generated.kinds import Kind, Payload, Spec
from tests.generated.names import NOUNS, PARTICIPLES, VERBS
from tests.generated.operations import Operation
from tests.generated.people import payload, value_of
from tests.generated.scopes import Scope
from tests.generated.selections import selection

SCHEDULES = (
    "every 5 minutes", "every 2 hours", "every 1 day", "every 90 s", "every 30s", "hourly at :15",
    "hourly at :00", "daily at 09:00", "daily at 00:00", "daily at 23:59",
    "weekly on monday at 09:00", "weekly on sunday at 00:30", "monthly on 1 at 03:00",
    "monthly on 28 at 23:00",
    "Daily  at 02:30", "every 1 week", "every 1 year",
)  # fmt: skip
# The first parts of the paths at which the API service answers by itself.
OWN = frozenset(path.split("/")[1] for path in (*OWN_PATHS, *FIXED_PATHS))


def endpoint(draft: Draft, operation: Operation) -> None:
    """A method and a path that fit the operation."""
    chance = draft.chance
    required = [input_.name for input_ in operation.inputs.values()
                if input_.kind.name == "row" and not input_.optional]  # fmt: skip
    bodiless = len(required) == len(operation.inputs)
    if operation.lists or not operation.changes:
        method = "GET" if bodiless or operation.lists else "POST"
        in_path = required
    else:
        method = chance.pick(("POST", "PUT", "PATCH", *(["DELETE"] if bodiless else [])))
        in_path = required if method == "DELETE" else list(chance.some(required, 3))
    parts = [draft.names.new(NOUNS, "paths", OWN).replace("_", "-")]
    if chance.one_in(6):
        parts[0] = f"{chance.number(1, 9)}-{parts[0]}"
    for path in in_path:
        parts.append(f"{{{path}}}")
        if chance.one_in(2):
            parts.append(chance.pick(NOUNS).replace("_", "-"))
    route = f"{method} /{'/'.join(parts)}"
    short = not chance.one_in(5)
    status = 202 if "returns" not in operation.spec else chance.pick((200, 201, 202, 203))
    draft.section("endpoints")[route] = (
        operation.name if short else {"run": operation.name, "status": status}
    )


def events(draft: Draft) -> None:
    """Events without their consumers."""
    for _ in range(draft.chance.number(0, 3)):
        name = draft.names.new(
            [f"{draft.chance.pick(NOUNS)}.{draft.chance.pick(PARTICIPLES)}"], "events"
        )
        if "." not in name:
            continue
        chance = draft.chance
        carried = payload(draft, name, chance.number(0, 3))
        event: Spec = {}
        if carried:
            event["payload"] = {part.name: part.spec for part in carried}
            for part in carried:
                if chance.one_in(6):
                    event["payload"][part.name] = {"type": part.type, "description":
                        texts.line(chance), "optional": part.optional}  # fmt: skip
        if chance.one_in(3):
            event["description"] = texts.line(chance)
        if chance.one_in(4):
            event["version"] = chance.pick((2, 7, 1))
        if chance.one_in(3):
            event["audience"] = chance.pick(("external", "internal"))
        draft.section("events")[name] = event
        draft.events.append(Event(name, carried))
        draft.unpublished.add(name)


def consumers(draft: Draft) -> None:
    """Operations that run when an event arrives; they publish later events only."""
    for index, event in enumerate(draft.events):
        section = draft.spec["events"][event.name]
        external = section.get("audience") == "external"
        count = draft.chance.number(0 if external else 1, 2)
        later = {event.name for event in draft.events[index + 1 :]}
        ran = []
        for _ in range(count):
            taken = [part for part in draft.chance.some(event.payload, 3) if part.kind.name]
            operation = operations.of_the_system(draft, taken, later=later)
            ran.append(operation.name)
        if ran:
            section["then"] = ran


def jobs(draft: Draft) -> None:
    chance = draft.chance
    for _ in range(chance.number(0, 2)):
        name = draft.names.new(VERBS, "verbs")
        job: Spec = {"schedule": chance.pick(SCHEDULES)}
        if chance.one_in(3):
            job["description"] = texts.line(chance)
        taken: list[Payload] = []
        if not chance.one_in(3):
            entity = chance.pick(draft.rows())
            variable = draft.names.new(NOUNS, f"row of {name}")
            job["for_each"] = {variable: selection(Scope(draft, {}), entity)}
            taken = [Payload(variable, entity.name, entity.row)]
            if chance.one_in(2):
                job["once_per"] = variable
        if chance.one_in(2):
            job["missed"] = chance.pick(("run_once", "skip"))
        later = {event.name for event in draft.events}
        operation = operations.of_the_system(draft, taken, later=later)
        if taken and not operation.inputs:
            del job["for_each"]
            job.pop("once_per", None)
        job["run"] = operation.name
        draft.section("jobs")[name] = job


def bot(draft: Draft, drawn: list[Operation]) -> None:
    """Commands: one links, others list, reply and run what lists rows without input."""
    if not draft.has_bot:
        return
    chance = draft.chance
    commands: Spec = {
        draft.names.new(("start", "link"), "commands"): {
            "description": texts.line(chance, 200), "argument": chance.pick(("code", "word")),
            "link_account": True, "reply": texts.line(chance, 1000).replace("${", ""),
            "without_argument": texts.line(chance, 300).replace("${", ""),
        }
    }  # fmt: skip
    if chance.one_in(2):
        commands[draft.names.new(("help", "menu"), "commands")] = {
            "description": texts.line(chance, 200), "list_commands": True,
        }  # fmt: skip
    if chance.one_in(2):
        commands[draft.names.new(NOUNS, "commands")] = {
            "description": texts.line(chance, 200), "reply": texts.line(chance, 3000),
        }  # fmt: skip
    for operation in drawn:
        if (
            operation.lists
            and not operation.inputs
            and operation.actor != "system"
            and chance.one_in(2)
        ):
            commands[draft.names.new(NOUNS, "commands")] = _running(draft, operation)
    draft.spec["bot"] = {"commands": commands}


def _running(draft: Draft, operation: Operation) -> Spec:
    chance = draft.chance
    collection = next(step["list"] for step in operation.spec["steps"] if "list" in step)
    plural = collection.partition(".")[0]
    entity = next(row for row in draft.rows() if row.plural == plural)
    scope = Scope(draft, {"item": entity.row}, reach=0)
    shown = value_of(scope)
    line = texts.line(chance, 200)
    return {
        "description": texts.line(chance, 200), "run": operation.name,
        "reply_each": f"{line} ${{{shown}}}" if shown else line,
        "reply_empty": texts.line(chance, 500),
    }  # fmt: skip


_ = Kind
