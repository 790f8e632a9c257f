"""Who asks for an operation, and what that person may do and see."""

from dataclasses import dataclass
from uuid import UUID

from shared.unit_of_work import Consumed


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: an account, or nobody; `consumed` names the message that asked on its behalf."""

    account_id: UUID | None = None
    consumed: Consumed | None = None
