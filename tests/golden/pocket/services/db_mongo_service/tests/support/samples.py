"""Valid values of every entity as JSON, different for each number."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

type Values = dict[str, Any]


def audit_log(number: int) -> Values:
    """The values of a document of audit_logs."""
    return {
        "operation": f"Operation {number}",
        "category": f"Category {number}",
        "actor_id": str(UUID(int=number)),
        "entity_type": f"Entity type {number}",
        "entity_id": f"Entity id {number}",
        "request_id": f"Request id {number}",
        "occurred_at": f"2030-01-31T12:{number // 60:02d}:{number % 60:02d}Z",
        "details": {"number": number},
    }


SAMPLES: dict[str, Callable[[int], Values]] = {
    "audit_log": audit_log,
}
