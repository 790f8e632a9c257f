"""The whole system: the compiler's single intermediate representation, canonical as JSON."""

from collections.abc import Mapping
from functools import cached_property

from msc.core.record import Record
from msc.core.source import Origin
from msc.ir.behaviour import Operation, Rule
from msc.ir.entities import Entity
from msc.ir.fields import Literal
from msc.ir.journeys import Journey
from msc.ir.triggers import Event, Integration, Notification, Triggers


class Role(Record):
    """A kind of person; operations and access define its permissions."""

    name: str
    description: str


class EnumDeclaration(Record):
    """An enum that several fields share."""

    name: str
    values: tuple[str, ...]
    description: str = ""


class EmailVerification(Record):
    """Verification of an e-mail address by a signed link; sets two fields of the account."""

    verified: str
    verified_at: str | None
    link_minutes: int
    notification: str


class PasswordReset(Record):
    """Another password for whoever reads what is sent to the address of the account."""

    link_minutes: int
    notification: str


class TelegramLink(Record):
    """Linking of a chat to an account by a one-time code that is sent to the bot."""

    chat: str
    code_minutes: int


class FirstAccount(Record):
    """The account created at the first start; its password comes from the environment.

    `values` are literals for its other fields, in the form of a field's default.
    """

    email: str
    role: str
    values: tuple[tuple[str, Literal], ...] = ()


class Registration(Record):
    """Who may register, and which fields the request has besides login and password."""

    roles: tuple[str, ...]
    inputs: tuple[str, ...]
    publish: str | None


class Authentication(Record):
    """Accounts and sign-in; field names are those of the account entity."""

    account: str
    login: str
    password: str
    role: str
    access_token_minutes: int
    registration: Registration | None
    first_account: FirstAccount | None
    email_verification: EmailVerification | None
    telegram_link: TelegramLink | None
    password_reset: PasswordReset | None = None
    active: str | None = None
    origin: Origin = Origin()

    @property
    def keeps_logins(self) -> bool:
        """Whether a registration tells nobody but the owner of its login that there is one."""
        return self.registration is not None and self.email_verification is not None

    @property
    def linking(self) -> dict[str, str]:
        """The notifications that have a link, by the key of this section that names them."""
        carriers = {
            "email_verification": self.email_verification,
            "password_reset": self.password_reset,
        }
        return {key: carrier.notification for key, carrier in carriers.items() if carrier}


class Question(Record):
    """An open question. `answer` is the accepted one; a blocking question stops a build."""

    name: str
    text: str
    options: tuple[str, ...]
    default: str | None
    blocks: tuple[str, ...]
    answer: str | None
    origin: Origin = Origin()


class Proposal(Record):
    """An answer that nobody has accepted yet."""

    question: str
    value: str
    proposed_by: str
    reason: str


class Removal(Record):
    """A removed element with stored data: `loan`, `loan.purpose`, `loan.status.lost`."""

    name: str
    reason: str
    origin: Origin = Origin()


class System(Triggers, kw_only=True, dict=True):
    """A resolved and type-checked spec.

    Tuples are sorted by name, except where the declared order is significant (fields, steps,
    payloads, commands).
    """

    name: str
    title: str
    description: str
    currency: str
    time_zone: str
    base_path: str
    roles: tuple[Role, ...]
    enums: tuple[EnumDeclaration, ...]
    authentication: Authentication | None
    audit_entity: str | None
    integrations: tuple[Integration, ...]
    entities: tuple[Entity, ...]
    rules: tuple[Rule, ...]
    operations: tuple[Operation, ...]
    notifications: tuple[Notification, ...]
    journeys: tuple[Journey, ...]
    questions: tuple[Question, ...]
    removals: tuple[Removal, ...] = ()

    def entity(self, name: str) -> Entity:
        """The entity with that name; it must exist."""
        return self._entities[name]

    def operation(self, name: str) -> Operation:
        """The operation with that name; it must exist."""
        return self._operations[name]

    def rule(self, name: str) -> Rule:
        """The rule with that name; it must exist."""
        return self._rules[name]

    # To search the sections for a name would make the time for a spec grow with its square.
    @cached_property
    def _entities(self) -> Mapping[str, Entity]:
        return {entity.name: entity for entity in self.entities}

    @cached_property
    def _operations(self) -> Mapping[str, Operation]:
        return {operation.name: operation for operation in self.operations}

    @cached_property
    def _rules(self) -> Mapping[str, Rule]:
        return {rule.name: rule for rule in self.rules}

    def rules_of(self, operation: Operation) -> tuple[Rule, ...]:
        """The rules of the operation, in the order in which they are checked."""
        return tuple(self.rule(rule) for rule in operation.rules)

    def event(self, name: str) -> Event:
        """The event with that name; it must exist."""
        return next(event for event in self.events if event.name == name)

    def notification(self, name: str) -> Notification:
        """The notification with that name; it must exist."""
        return next(
            notification for notification in self.notifications if notification.name == name
        )
