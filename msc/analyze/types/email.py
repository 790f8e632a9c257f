"""`email`: an e-mail address."""

from msc.analyze.types.row import PlainRow
from msc.ir.fields import EmailType


class EmailRow(PlainRow[EmailType]):
    """A string in expressions."""

    meaning = "an e-mail address"

    type = EmailType()


ROW = EmailRow()
