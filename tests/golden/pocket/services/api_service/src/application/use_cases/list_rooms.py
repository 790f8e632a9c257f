"""Browse the rooms that are open."""

from dataclasses import dataclass, field

from shared.dtos.room import Room
from shared.paging import Page
from src.application.caller import Caller
from src.application.commitment import with_retries
from src.application.paging import PageRequest
from src.application.ports import RoomRows


@dataclass(frozen=True, slots=True)
class ListRoomsInput:
    """The validated input of the operation."""

    page: PageRequest = field(default_factory=PageRequest)


@dataclass(frozen=True, slots=True)
class ListRooms:
    """Browse the rooms that are open."""

    rooms: RoomRows

    async def execute(self, inputs: ListRoomsInput, caller: Caller) -> Page[Room]:
        """Runs the operation; retries on version conflicts."""
        return await with_retries(lambda: self._attempt(inputs, caller))

    async def _attempt(self, inputs: ListRoomsInput, caller: Caller) -> Page[Room]:
        return await self.rooms.list_rooms(**inputs.page.arguments("name"))
