"""Telephone numbers, in one form wherever they come from."""

from typing import Annotated

import phonenumbers
from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

MAX_LENGTH = 32


def normal_phone(text: str) -> str:
    """The number in E.164, as it is stored and dialled."""
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        message = "Input should be a telephone number with its country, such as +49 30 901820"
        raise PydanticCustomError("phone", message)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


PhoneNumber = Annotated[
    str,
    Field(max_length=MAX_LENGTH),
    AfterValidator(normal_phone),
    WithJsonSchema({"type": "string", "format": "phone", "maxLength": MAX_LENGTH}),
]
