"""A whole spec, drawn so that it is right by construction."""

import json
from typing import Any

from hypothesis import strategies as st

from tests.generated import additions, entities, operations, people, remarks, texts, triggers
from tests.generated.chance import Chance
from tests.generated.draft import Draft
from tests.generated.kinds import Entity, Spec
from tests.generated.names import NOUNS, Names
from tests.generated.operations import Operation

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland",
         "America/St_Johns", "Pacific/Chatham", "Asia/Kathmandu")  # fmt: skip
INTENTS = (
    "create", "page", "update", "read", "update_from_input", "transition", "delete", "tell",
    "create", "page",
)  # fmt: skip


@st.composite
def systems(draw: Any) -> Spec:
    """A spec that the compiler accepts."""
    return system(Chance(lambda low, high: draw(st.integers(low, high))))


def system(chance: Chance) -> Spec:
    """The spec that these choices come to."""
    draft = Draft(chance, Names(chance))
    draft.spec.update({"language": 1, "system": _header(draft)})
    people.declare_roles(draft)
    entities.declare(draft, chance.number(1, 5))
    if draft.account and chance.one_in(3):
        entities.audit_log(draft)
    people.sign_in(draft)
    people.channels(draft)
    people.notifications(draft)
    triggers.events(draft)
    triggers.consumers(draft)
    triggers.jobs(draft)
    drawn = _operations(draft)
    _leftovers(draft, drawn)
    for operation in drawn:
        triggers.endpoint(draft, operation)
    triggers.bot(draft, drawn)
    people.integrations(draft)
    remarks.declare(draft)
    _tidy(draft)
    additions.add(draft)
    return draft.spec


def _header(draft: Draft) -> Spec:
    chance = draft.chance
    system: Spec = {"name": draft.names.new(NOUNS, "system"), "description": texts.line(chance)}
    if chance.one_in(3):
        system["title"] = texts.line(chance, 80)
    if chance.one_in(3):
        system["currency"] = chance.pick(("EUR", "USD", "CHF", "GBP"))
    if chance.one_in(2):
        system["time_zone"] = chance.pick(ZONES)
    if chance.one_in(4):
        system["base_path"] = chance.pick(("/api/v1", "/v2", "/a-b/c"))
    return system


def _operations(draft: Draft) -> list[Operation]:
    """Some that do anything, and those without which no row would ever be made."""
    chance = draft.chance
    drawn = [operations.people(draft, chance.pick(INTENTS)) for _ in range(chance.number(1, 6))]
    for row in draft.rows():
        if row.name != draft.account and row.name not in draft.created:
            _maker(draft, row, drawn)
    return [operation for operation in drawn if operation.name in draft.spec["operations"]]


def _maker(draft: Draft, entity: Entity, drawn: list[Operation]) -> None:
    """An operation that makes such rows; if nobody may name what it needs, everybody may."""
    draft.wanted = entity.name
    for _ in range(3):
        drawn.append(operations.people(draft, "create"))
        if entity.name in draft.created:
            break
        for candidate in draft.entities.values():
            candidate.spec.pop("access", None)
    draft.wanted = ""


def _leftovers(draft: Draft, drawn: list[Operation]) -> None:
    """Events that nobody has published become external ones, unsent messages go."""
    for name in draft.unpublished:
        draft.spec["events"][name]["audience"] = "external"
    for name in sorted(draft.unsent):
        del draft.spec["notifications"][name]
    if not draft.spec.get("notifications", True):
        del draft.spec["notifications"]
    if "audit" in draft.spec and not any(
        "audit" in operation for operation in draft.spec["operations"].values()
    ):
        drawn[0].spec["audit"] = "everything"


def _tidy(draft: Draft) -> None:
    """Leaves out what nothing uses: inputs, rules and types."""
    spec = draft.spec
    fields = json.dumps([spec["entities"], [operation.get("input") for operation in
                         spec["operations"].values()], spec.get("events")])  # fmt: skip
    for name in list(spec.get("types", ())):
        if f'"{name}"' not in fields:
            del spec["types"][name]
    if not spec.get("types", True):
        del spec["types"]
