"""What people are told about a value that is not valid."""

from collections.abc import Mapping
from typing import Any

# Those of pydantic's messages that speak of Python, or of how it checks.
MESSAGES = {
    "enum": "Input should be {expected}",
    "extra_forbidden": "There is no such field",
    "string_type": "Input should be a text",
    "string_too_short": "At least {min_length} characters",
    "string_too_long": "At most {max_length} characters",
    "string_pattern_mismatch": "The text does not have the form of the field",
    "string_unicode": "Input should be a text",
    "dict_type": "Input should be an object",
    "model_type": "Input should be an object",
    "model_attributes_type": "Input should be an object",
}


def message_of(error: Mapping[str, Any]) -> str:
    """The message of one of pydantic's errors."""
    kind, values = error["type"], error.get("ctx", {})
    if kind == "json_invalid":
        return f"This is not JSON that can be kept: {values['error']}"
    if kind == "value_error":
        return str(error["msg"]).removeprefix("Value error, ")
    return MESSAGES[kind].format(**values) if kind in MESSAGES else str(error["msg"])
