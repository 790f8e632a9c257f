"""`datetime`: a moment."""

from msc.analyze.types.row import PlainRow
from msc.ir.expressions import ScalarKind
from msc.ir.fields import DatetimeType


class DatetimeRow(PlainRow[DatetimeType]):
    """In any time zone it is the same moment."""

    meaning = "a moment"
    kind = ScalarKind.TIMESTAMP
    type = DatetimeType()


ROW = DatetimeRow()
