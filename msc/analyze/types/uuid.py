"""`uuid`: an identifier."""

from uuid import UUID

from pydantic import TypeAdapter

from msc.analyze.types.row import PlainRow
from msc.ir.expressions import ScalarKind
from msc.ir.fields import UuidType


class UuidRow(PlainRow[UuidType]):
    """An identifier from another system; rows of this system are referenced instead."""

    meaning = "an identifier"
    kind = ScalarKind.UUID
    read_as = TypeAdapter(UUID)
    example = "${kept_id}"
    type = UuidType()


ROW = UuidRow()
