"""E-mail addresses, in one form wherever they come from."""

from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

MAX_LENGTH = 254


def normal_email(text: str) -> str:
    """The address as it is stored: in lower case, so that it is found in any."""
    try:
        address = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        message = "Input should be an e-mail address, such as name@example.com"
        raise PydanticCustomError("email", message) from None
    return address.normalized.lower()


EmailAddress = Annotated[
    str,
    Field(min_length=3, max_length=MAX_LENGTH),
    AfterValidator(normal_email),
    WithJsonSchema({"type": "string", "format": "email", "minLength": 3, "maxLength": MAX_LENGTH}),
]
