"""The sections of a system in the order in which a reader wants them: nouns, verbs, triggers."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.ir.changes import Part
from msc.ir.system import System

HEADER = ("name", "title", "description", "currency", "time_zone", "base_path")

SECTIONS = (
    (Part.NOUNS, "entities", "entities"),
    (Part.NOUNS, "types", "enums"),
    (Part.NOUNS, "roles", "roles"),
    (Part.NOUNS, "events", "events"),
    (Part.NOUNS, "notifications", "notifications"),
    (Part.NOUNS, "integrations", "integrations"),
    (Part.VERBS, "rules", "rules"),
    (Part.VERBS, "operations", "operations"),
    (Part.TRIGGERS, "endpoints", "endpoints"),
    (Part.TRIGGERS, "jobs", "jobs"),
    (Part.TRIGGERS, "bot.commands", "commands"),
    (Part.SYSTEM, "journeys", "journeys"),
    (Part.SYSTEM, "questions", "questions"),
    (Part.SYSTEM, "removed", "removals"),
)


class Element(Record):
    """A named part of a system."""

    part: Part
    section: str
    name: str
    renamed_from: str | None
    value: object


def elements(system: System) -> Iterator[Element]:
    """Every element of the system, section by section."""
    for word in HEADER:
        yield Element(Part.SYSTEM, "system", word, None, getattr(system, word))
    for word in ("authentication", "audit_entity"):
        if getattr(system, word) is not None:
            yield Element(Part.SYSTEM, "system", word, None, getattr(system, word))
    for part, section, attribute in SECTIONS:
        for value in getattr(system, attribute):
            renamed_from = getattr(value, "renamed_from", None)
            yield Element(part, section, element_name(value), renamed_from, value)


def element_name(value: object) -> str:
    """What a reader calls the element; an endpoint is its method and path."""
    method = getattr(value, "method", None)
    if method is not None:
        return f"{method} {getattr(value, 'path')}"  # noqa: B009
    return str(getattr(value, "name"))  # noqa: B009
