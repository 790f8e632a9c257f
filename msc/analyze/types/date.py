"""`date`: a day of the calendar."""

from msc.analyze.types.row import PlainRow
from msc.ir.expressions import ScalarKind
from msc.ir.fields import DateType


class DateRow(PlainRow[DateType]):
    """It has no time of day."""

    meaning = "a day of the calendar"
    kind = ScalarKind.DATE
    type = DateType()


ROW = DateRow()
