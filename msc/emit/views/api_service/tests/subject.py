"""The endpoint under test, and how its operation succeeds."""

from collections.abc import Mapping

from msc.core.record import Record
from msc.emit.views.api_service.endpoints import body_fields
from msc.emit.views.api_service.requests import refuses_null
from msc.ir.fields import Field
from msc.ir.triggers import Endpoint
from msc.ir.walk import changed_fields
from msc.lower.scenes.arrangement import listed
from msc.lower.scenes.rehearsal import Rehearsal
from msc.lower.shapes.keys import input_rooms

NOTHING = "assert data.units_of_work.committed == []"


class Subject(Record):
    """An endpoint, by the name of its function, and where the row is found that it creates."""

    name: str
    endpoint: Endpoint
    rehearsal: Rehearsal
    location: str = ""

    @property
    def body(self) -> tuple[Field, ...]:
        """The members of the body; none for a list."""
        if listed(self.rehearsal.operation) is not None:
            return ()
        return body_fields(self.rehearsal.operation, self.endpoint.path)

    @property
    def never_null(self) -> tuple[str, ...]:
        """The members of the body that may be left out but not null."""
        operation = self.rehearsal.operation
        changed = changed_fields(operation, self.rehearsal.system)
        return tuple(field.wire_name for field in self.body if refuses_null(field, changed))

    @property
    def rooms(self) -> Mapping[str, int]:
        """How many bytes the members of the body may have that become keys."""
        return input_rooms(self.rehearsal.operation, self.rehearsal.system)

    @property
    def commits(self) -> bool:
        """Whether the operation commits anything."""
        return bool(self.rehearsal.outcome.writes or self.rehearsal.outcome.events)
