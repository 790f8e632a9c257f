"""Add a room to the list."""

from dataclasses import dataclass
from decimal import Decimal

from shared.dtos.enums import Role, RoomSize
from shared.dtos.room import Room
from shared.identifiers import new_id
from shared.unit_of_work import UnitOfWork, UnitsOfWork
from src.application.caller import Caller, load_actor, require_role
from src.application.commitment import commit, with_retries
from src.application.ports import PersonRows


@dataclass(frozen=True, slots=True)
class AddRoomInput:
    """The validated input of the operation."""

    name: str
    floor: int
    door: str
    size: RoomSize
    seats: int
    price: Decimal
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class AddRoom:
    """Add a room to the list."""

    people: PersonRows
    units_of_work: UnitsOfWork

    async def execute(self, inputs: AddRoomInput, caller: Caller) -> Room:
        """Runs the operation; retries on version conflicts."""
        return await with_retries(lambda: self._attempt(inputs, caller))

    async def _attempt(self, inputs: AddRoomInput, caller: Caller) -> Room:
        actor = await load_actor(self.people, caller)
        require_role(actor, Role.MANAGER)
        unit = UnitOfWork(actor_id=actor.id, consumed=caller.consumed, key=caller.key)
        room = Room(
            id=new_id(),
            created_at=unit.occurred_at,
            updated_at=unit.occurred_at,
            version=1,
            name=inputs.name,
            floor=inputs.floor,
            door=inputs.door,
            size=inputs.size,
            seats=inputs.seats,
            price=inputs.price,
            notes=inputs.notes,
            open=True,
        )
        unit.create("room", room.id, room.values())
        unit.answer(room, "room")
        committed = await commit(self.units_of_work, unit)
        return committed.row(Room, "room", room.id)
