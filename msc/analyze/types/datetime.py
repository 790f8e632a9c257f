"""`datetime`: a timestamp."""

from datetime import datetime

from pydantic import TypeAdapter

from msc.analyze.types.row import PlainRow
from msc.ir.expressions import ScalarKind
from msc.ir.fields import DatetimeType


class DatetimeRow(PlainRow[DatetimeType]):
    """Stored in UTC; literals may have any offset."""

    meaning = "a timestamp"
    kind = ScalarKind.TIMESTAMP
    read_as = TypeAdapter(datetime)
    example = '"2031-01-31T12:00:00Z"'
    type = DatetimeType()


ROW = DatetimeRow()
