"""Addresses of pages, in one form wherever they come from."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl, TypeAdapter, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

MAX_LENGTH = 2048
PARTS = re.compile(r"(https?)://([^\s/?#@]+@)?([^\s/?#@]+)([^\s]*)", re.IGNORECASE)
ADDRESS = TypeAdapter(HttpUrl)


def normal_url(text: str) -> str:
    """The address with its scheme and its host in lower case, as every browser reads them."""
    parts = PARTS.fullmatch(text)
    if parts is None or not _is_address(text):
        raise PydanticCustomError("url", "Input should be an http or https address")
    scheme, account, host, rest = parts.groups(default="")
    return f"{scheme.lower()}://{account}{host.lower()}{rest}"


def _is_address(text: str) -> bool:
    try:
        ADDRESS.validate_python(text)
    except ValidationError:
        return False
    return True


WebAddress = Annotated[
    str,
    Field(max_length=MAX_LENGTH),
    AfterValidator(normal_url),
    WithJsonSchema({"type": "string", "format": "uri", "maxLength": MAX_LENGTH}),
]
