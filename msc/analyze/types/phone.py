"""`phone`: a telephone number in international form."""

from msc.analyze.types.row import PlainRow
from msc.ir.fields import PhoneType


class PhoneRow(PlainRow[PhoneType]):
    """A string in expressions."""

    meaning = "a telephone number in international form"

    type = PhoneType()


ROW = PhoneRow()
