"""Person joined."""

from typing import ClassVar
from uuid import UUID

from shared.unit_of_work import EventPayload


class PersonJoined(EventPayload):
    """Person joined."""

    event_name: ClassVar[str] = "person.joined"
    event_version: ClassVar[int] = 1

    person_id: UUID
