"""The sections of a system in reading order: entities, operations, triggers."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.ir.changes import Part
from msc.ir.system import System
from msc.ir.triggers import Event


class Element(Record):
    """A named part of a system."""

    part: Part
    section: str
    name: str
    value: object


def elements(system: System) -> Iterator[Element]:
    """Every element of the system, section by section."""
    yield from _system(system)
    yield from (Element(Part.NOUNS, "entities", entity.name, entity) for entity in system.entities)
    yield from (Element(Part.NOUNS, "types", enum.name, enum) for enum in system.enums)
    yield from (Element(Part.NOUNS, "roles", role.name, role) for role in system.roles)
    yield from (Element(Part.NOUNS, "events", event.name, event) for event in system.events)
    for message in system.notifications:
        yield Element(Part.NOUNS, "notifications", message.name, message)
    for provider in system.integrations:
        yield Element(Part.NOUNS, "integrations", provider.name, provider)
    yield from (Element(Part.VERBS, "rules", rule.name, rule) for rule in system.rules)
    yield from (
        Element(Part.VERBS, "operations", operation.name, operation)
        for operation in system.operations
    )
    for trigger in system.triggers:
        if not isinstance(trigger, Event):
            yield Element(Part.TRIGGERS, trigger.section, trigger.label, trigger)


def _system(system: System) -> Iterator[Element]:
    words = {
        "name": system.name,
        "title": system.title,
        "description": system.description,
        "currency": system.currency,
        "time_zone": system.time_zone,
        "base_path": system.base_path,
        "authentication": system.authentication,
        "audit_entity": system.audit_entity,
    }
    for word, value in words.items():
        if value is not None:
            yield Element(Part.SYSTEM, "system", word, value)
    yield from (
        Element(Part.SYSTEM, "journeys", journey.name, journey) for journey in system.journeys
    )
    yield from (
        Element(Part.SYSTEM, "questions", question.name, question) for question in system.questions
    )
    yield from (
        Element(Part.SYSTEM, "removed", removal.name, removal) for removal in system.removals
    )
