"""What requests under idempotency keys were answered when they came first."""

from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import TypeAdapter

from shared.http import ServiceClient
from shared.unit_of_work import PATH, IdempotencyKey, UnitOfWorkResponse


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """The answer that was stored in the transaction of the effect, and to which request."""

    fingerprint: str
    value: Any

    def result[Result](self, kind: type[Result]) -> Result:
        """The result of the operation."""
        return TypeAdapter(kind).validate_python(self.value)


class FirstAnswers(Protocol):
    """Where first answers are found."""

    async def find(self, key: IdempotencyKey) -> FirstAnswer | None:
        """The first answer under the key, if anything was done under it."""


class HttpFirstAnswers:
    """Finds first answers in the PostgreSQL data service."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def find(self, key: IdempotencyKey) -> FirstAnswer | None:
        """The first answer under the key, if anything was done under it."""
        stored = await self._client.get(f"{PATH}/{key.unit_id}")
        return None if stored is None else first_answer(UnitOfWorkResponse.model_validate(stored))


def first_answer(stored: UnitOfWorkResponse) -> FirstAnswer | None:
    """The answer among what a unit of work stored; one without a key has none."""
    keyed = stored.keyed
    if keyed is None:
        return None
    if keyed.row is None:
        return FirstAnswer(keyed.fingerprint, keyed.value)
    rows, row_id = stored.rows[keyed.row.entity], str(keyed.row.id)
    return FirstAnswer(keyed.fingerprint, next(row for row in rows if row["id"] == row_id))
