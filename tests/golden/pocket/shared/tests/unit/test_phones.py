"""Telephone numbers can be dialled, in one form."""

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.phones import PhoneNumber

NUMBER: TypeAdapter[str] = TypeAdapter(PhoneNumber)


@pytest.mark.parametrize("sent", ["+49 1511 2345678", "+4915112345678", "+49 (1511) 234-5678"])
def test_number_has_one_form(sent: str) -> None:
    assert NUMBER.validate_python(sent) == "+4915112345678"


@pytest.mark.parametrize("sent", ["", "call me", "0151 234", "+1", "+999123456789", "+" * 99, 49])
def test_what_cannot_be_dialled_is_refused(sent: object) -> None:
    with pytest.raises(ValidationError):
        NUMBER.validate_python(sent)
