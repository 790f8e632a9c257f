"""Parameters of guards and queries, made from their types."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import get_args
from uuid import UUID

from pydantic import BaseModel

from shared.identifiers import new_id

NOON = datetime(2030, 1, 31, 12, tzinfo=UTC)


def parameters_of(kind: type[BaseModel]) -> dict[str, str]:
    """A value for every parameter, as a query string has it."""
    return {name: _text(field.annotation) for name, field in kind.model_fields.items()}


def _text(annotation: object) -> str:
    # Of `UUID | None` the first part says what the value is.
    wanted = next(iter(get_args(annotation)), annotation)
    samples: dict[object, str] = {
        UUID: str(new_id()),
        date: NOON.date().isoformat(),
        datetime: NOON.isoformat(),
        Decimal: "1.00",
        bool: "true",
        int: "1",
        str: "text",
    }
    return samples[wanted]
