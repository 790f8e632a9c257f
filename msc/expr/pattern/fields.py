"""Field patterns, matched by a linear-time engine as in the services."""

from functools import lru_cache

from pydantic_core import SchemaError, SchemaValidator, ValidationError, core_schema


@lru_cache(maxsize=256)
def _validator(pattern: str) -> SchemaValidator | None:
    try:
        return SchemaValidator(core_schema.str_schema(pattern=pattern))
    except SchemaError:
        return None


def is_checked(pattern: str) -> bool:
    """Whether the engine of the services supports the pattern."""
    return _validator(pattern) is not None


def matches(pattern: str, text: str) -> bool:
    """Whether the services would accept the text."""
    validator = _validator(pattern)
    if validator is None:
        return False
    try:
        validator.validate_python(text)
    except ValidationError:
        return False
    return True
