"""Change what is said about a room."""

from dataclasses import dataclass
from uuid import UUID

from shared.dtos.enums import Role
from shared.dtos.room import Room
from shared.unit_of_work import UnitOfWork, UnitsOfWork
from src.application.caller import Caller, load_actor, require_role, require_version
from src.application.commitment import commit, with_retries
from src.application.ports import PersonRows, RoomRows


@dataclass(frozen=True, slots=True)
class ChangeRoomInput:
    """The validated input of the operation."""

    room_id: UUID
    seats: int | None = None
    notes: str | None = None
    open: bool | None = None
    sent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ChangeRoom:
    """Change what is said about a room."""

    people: PersonRows
    rooms: RoomRows
    units_of_work: UnitsOfWork

    async def execute(self, inputs: ChangeRoomInput, caller: Caller) -> Room:
        """Runs the operation; retries on version conflicts."""
        return await with_retries(lambda: self._attempt(inputs, caller))

    async def _attempt(self, inputs: ChangeRoomInput, caller: Caller) -> Room:
        actor = await load_actor(self.people, caller)
        require_role(actor, Role.MANAGER)
        room = await self.rooms.get(inputs.room_id)
        require_version(caller, room.version)
        unit = UnitOfWork(actor_id=actor.id, consumed=caller.consumed, key=caller.key)
        unit.read("room", room.id, room.version)
        changes = {
            name: value
            for name, value in {
                "seats": inputs.seats,
                "notes": inputs.notes,
                "open": inputs.open,
            }.items()
            if name in inputs.sent
        }
        unit.update("room", room.id, room.version, changes)
        room_2 = room.model_copy(update=changes)
        unit.answer(room_2, "room")
        committed = await commit(self.units_of_work, unit)
        return committed.row(Room, "room", room_2.id)
