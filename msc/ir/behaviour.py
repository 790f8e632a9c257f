"""The verbs: rules, operations and their steps."""

from enum import StrEnum

from msc.core.record import Record
from msc.core.source import Origin
from msc.ir.expressions import Expression
from msc.ir.fields import Field


class Rule(Record):
    """A predicate that must hold, with the error that its failure is.

    `stored` says that it reads rows beyond those at hand, so the data service evaluates it, before
    the operation and again inside the transaction that commits it.
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
    """Who may run an operation; `roles` is filled for ROLES only."""

    kind: ActorKind
    roles: tuple[str, ...] = ()


class Assignment(Record):
    """A field and the value that it gets."""

    field: str
    value: Expression


class Query(Record):
    """A named selection of rows of one entity, compiled in its data service.

    `condition` is None for all rows; otherwise a predicate over `variable`, a row of `entity`.
    """

    name: str
    entity: str
    variable: str
    condition: Expression | None


class ListStep(Record):
    """Reads one page of rows; what the caller may filter and sort by is named here.

    A sort key is a field or `-field`; the first is the default order.
    """

    query: Query
    result: str
    filters: tuple[str, ...]
    sort: tuple[str, ...]


class CreateStep(Record):
    """Makes a row; fields without an assignment get their default."""

    entity: str
    values: tuple[Assignment, ...]
    result: str


class UpdateStep(Record):
    """Changes a row at hand; `from_input` copies each given input field of the same name."""

    entity: str
    target: Expression
    values: tuple[Assignment, ...]
    from_input: tuple[str, ...]
    result: str


class TransitionStep(Record):
    """Moves a row at hand along a declared transition; an illegal one is refused with 409."""

    entity: str
    target: Expression
    transition: str
    result: str


class DeleteStep(Record):
    """Removes a row at hand."""

    entity: str
    target: Expression


class PublishStep(Record):
    """Publishes an event if and only if the operation commits."""

    event: str
    values: tuple[Assignment, ...]


class NotifyStep(Record):
    """Sends a notification to a person, if and only if the operation commits."""

    recipient: Expression
    notification: str
    values: tuple[Assignment, ...]


class ForEachStep(Record):
    """Runs steps for every row of a query."""

    query: Query
    variable: str
    steps: tuple["Step", ...]


type Step = (
    ListStep | CreateStep | UpdateStep | TransitionStep | DeleteStep | PublishStep | NotifyStep
    | ForEachStep
)  # fmt: skip


class Home(StrEnum):
    """The service that runs an operation."""

    API = "api_service"
    WORKER = "worker_service"


class InputField(Record):
    """One input value; `entity` is set when it names a row, which is loaded (404 when missing)."""

    field: Field
    entity: str | None = None


class Returns(Record):
    """What an operation answers: a row, or a page of rows of `entity` seen through `view`."""

    value: Expression
    entity: str
    many: bool
    view: str


class Operation(Record):
    """A verb, written once. `audit` is the category of its audit record."""

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
