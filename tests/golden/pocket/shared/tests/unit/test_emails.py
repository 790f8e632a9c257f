"""E-mail addresses are what providers deliver to, in one form."""

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.emails import EmailAddress

ADDRESS: TypeAdapter[str] = TypeAdapter(EmailAddress)


@pytest.mark.parametrize("sent", ["Uma.New@People.Example", "uma.new@people.example"])
def test_address_has_one_form(sent: str) -> None:
    assert ADDRESS.validate_python(sent) == "uma.new@people.example"


@pytest.mark.parametrize(
    "sent",
    [
        *("", "nobody", "<a@x.example>", "a..b@x.example", "a..b@x", "a,b@x.example", 5),
        *("a@x.example\u200b", "a@x.example\n", "a@-x.example", "a" * 10_000_000 + "@x.example"),
    ],
)
def test_what_cannot_be_delivered_to_is_refused(sent: object) -> None:
    with pytest.raises(ValidationError):
        ADDRESS.validate_python(sent)
