"""`url`: a web address."""

from msc.analyze.types.row import PlainRow
from msc.ir.fields import UrlType


class UrlRow(PlainRow[UrlType]):
    """To an expression it is a text."""

    meaning = "a web address"

    type = UrlType()


ROW = UrlRow()
