"""The caller of an operation, and what that person may do and see."""

from dataclasses import dataclass
from uuid import UUID

from shared.unit_of_work import Consumed


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller: an account, or nobody; `consumed` names the message that made the request."""

    account_id: UUID | None = None
    consumed: Consumed | None = None
