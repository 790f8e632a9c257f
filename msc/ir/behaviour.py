"""Rules and operations."""

from enum import StrEnum

from msc.core.record import Record
from msc.core.source import Origin
from msc.ir.expressions import Expression
from msc.ir.fields import Field
from msc.ir.steps import Step


class Rule(Record):
    """A predicate that must hold, with the error of its violation.

    `stored` means that it reads rows that are not loaded, so the data service evaluates it, before
    the operation and again inside the committing transaction.
    """

    name: str
    holds: Expression
    message: str
    code: str
    status: int
    stored: bool
    origin: Origin = Origin()


class ActorKind(StrEnum):
    """Who may run an operation."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    ROLES = "roles"
    SYSTEM = "system"


class Actor(Record):
    """Who may run an operation; `roles` is used with ROLES only."""

    kind: ActorKind
    roles: tuple[str, ...] = ()


class Home(StrEnum):
    """The service that runs an operation."""

    API = "api_service"
    WORKER = "worker_service"


class InputField(Record):
    """One input; `entity` is set for a reference to a row, which is loaded (404 if missing)."""

    field: Field
    entity: str | None = None


class Returns(Record):
    """The response of an operation: a row, or a page of rows of `entity` as shown by `view`."""

    value: Expression
    entity: str
    many: bool
    view: str


class Operation(Record):
    """An action of the system. `audit` is the category of its audit records."""

    name: str
    description: str
    actor: Actor
    inputs: tuple[InputField, ...]
    rules: tuple[str, ...]
    steps: tuple[Step, ...]
    returns: Returns | None
    audit: str | None
    home: Home
    origin: Origin = Origin()
