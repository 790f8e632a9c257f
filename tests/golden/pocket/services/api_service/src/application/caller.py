"""The caller of an operation, and what that person may do and see."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.dtos.enums import Role
from shared.dtos.person import Person
from shared.unit_of_work import Consumed, IdempotencyKey, wire_values
from src.application.errors import NotAllowed, NotSignedIn, NotVisible, OutdatedVersion
from src.application.ports import PersonRows

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

MASK = "***"
# What an input holds besides the values of the operation.
OWN_MEMBERS = frozenset({"sent", "page"})


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller: an account, or nobody; `consumed` names the message that made the request.

    Requests under one `key` are one request that came several times.
    `version` is that of the row that the request is about, as its sender has seen it last.
    """

    account_id: UUID | None = None
    consumed: Consumed | None = None
    key: IdempotencyKey | None = None
    version: int | None = None


def require_version(caller: Caller, version: int) -> None:
    """Rejects a request about a row that somebody has changed since its sender saw it."""
    if caller.version not in (None, version):
        raise OutdatedVersion


def details_of(inputs: "DataclassInstance", *, masked: Collection[str] = ()) -> dict[str, Any]:
    """The input for an audit record, with personal data masked.

    An attribute that ends in `_` is called without it outside of Python.
    """
    return {
        name.removesuffix("_"): MASK if name in masked and value is not None else value
        for name, value in wire_values(asdict(inputs)).items()
        if name not in OWN_MEMBERS
    }


async def load_actor(accounts: PersonRows, caller: Caller) -> Person:
    """The caller's account as it is now."""
    actor = None if caller.account_id is None else await accounts.find(caller.account_id)
    if actor is None or not actor.active:
        raise NotSignedIn
    return actor


def require_role(actor: Person, *roles: Role) -> None:
    """Rejects everybody else."""
    if actor.role not in roles:
        raise NotAllowed


def require_sight(
    actor: Person, owner: UUID | None, *readers: Role, entity: str, row_id: UUID
) -> None:
    """Hides a row from everybody but its owner and the roles that see all of them."""
    if actor.id != owner and actor.role not in readers:
        raise NotVisible(entity, row_id)
