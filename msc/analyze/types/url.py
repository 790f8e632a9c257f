"""`url`: a web address."""

from msc.analyze.types.row import PlainRow
from msc.ir.fields import UrlType


class UrlRow(PlainRow[UrlType]):
    """A string in expressions."""

    meaning = "a web address"

    type = UrlType()


ROW = UrlRow()
