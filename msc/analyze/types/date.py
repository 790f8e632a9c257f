"""`date`: a calendar day."""

from datetime import date

from pydantic import TypeAdapter

from msc.analyze.types.row import PlainRow
from msc.ir.expressions import ScalarKind
from msc.ir.fields import DateType


class DateRow(PlainRow[DateType]):
    """A day without a time."""

    meaning = "a calendar day"
    kind = ScalarKind.DATE
    read_as = TypeAdapter(date)
    example = '"2031-01-31"'
    type = DateType()


ROW = DateRow()
