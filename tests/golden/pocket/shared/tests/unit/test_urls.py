"""Addresses of pages can be opened, in one form."""

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.urls import WebAddress

ADDRESS: TypeAdapter[str] = TypeAdapter(WebAddress)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("https://people.example", "https://people.example"),
        (
            "HTTPS://User:Pass@People.Example:8443/A?B#C",
            "https://User:Pass@people.example:8443/A?B#C",
        ),
    ],
)
def test_address_has_one_form(sent: str, kept: str) -> None:
    assert ADDRESS.validate_python(sent) == kept


@pytest.mark.parametrize(
    "sent",
    ["", "http://?", "people.example", "ftp://x.example", "http://a b", "https://" + "x" * 9999],
)
def test_what_cannot_be_opened_is_refused(sent: str) -> None:
    with pytest.raises(ValidationError):
        ADDRESS.validate_python(sent)
