"""The whole system: the compiler's one intermediate value, canonical as JSON."""

from dataclasses import dataclass, field

from msc.core.source import Span
from msc.ir.behaviour import Operation, Rule
from msc.ir.entities import Entity
from msc.ir.fields import Literal
from msc.ir.journeys import Journey
from msc.ir.triggers import Command, Endpoint, Event, Integration, Job, Notification


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of person; what it may do is said by operations and access."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class EnumDeclaration:
    """A list of words that several fields share."""

    name: str
    values: tuple[str, ...]
    description: str = ""


@dataclass(frozen=True, slots=True)
class EmailVerification:
    """How an address is proved: a signed link by e-mail that sets two fields of the account."""

    verified: str
    verified_at: str | None
    link_minutes: int
    notification: str


@dataclass(frozen=True, slots=True)
class TelegramLink:
    """How a chat is tied to an account: a one-time code that is sent to the bot."""

    chat: str
    code_minutes: int


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """The account that exists from the first start; its password comes from the environment.

    `values` are literals of its other fields, in the form of a field's default.
    """

    email: str
    role: str
    values: tuple[tuple[str, Literal], ...] = ()


@dataclass(frozen=True, slots=True)
class Registration:
    """Who may register, and which optional or required fields besides login and password count."""

    roles: tuple[str, ...]
    inputs: tuple[str, ...]
    publish: str | None


@dataclass(frozen=True, slots=True)
class Authentication:
    """Accounts and how people prove who they are; field names are those of the account entity."""

    account: str
    login: str
    password: str
    role: str
    access_token_minutes: int
    registration: Registration | None
    first_account: FirstAccount | None
    email_verification: EmailVerification | None
    telegram_link: TelegramLink | None
    origin: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the spec leaves open. `answer` is the accepted one; blocking stops a build."""

    name: str
    text: str
    options: tuple[str, ...]
    default: str | None
    blocks: tuple[str, ...]
    answer: str | None
    origin: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Removal:
    """What left the spec with its stored data: `loan`, `loan.purpose`, `loan.status.lost`."""

    name: str
    reason: str
    origin: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class System:
    """A resolved and type-checked spec. Every tuple is sorted by name, except where order means
    something (fields, steps, payloads, commands as declared)."""

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
    endpoints: tuple[Endpoint, ...]
    events: tuple[Event, ...]
    notifications: tuple[Notification, ...]
    jobs: tuple[Job, ...]
    commands: tuple[Command, ...]
    journeys: tuple[Journey, ...]
    questions: tuple[Question, ...]
    removals: tuple[Removal, ...] = ()

    def entity(self, name: str) -> Entity:
        """The entity with that name; it must exist."""
        return next(each for each in self.entities if each.name == name)

    def operation(self, name: str) -> Operation:
        """The operation with that name; it must exist."""
        return next(each for each in self.operations if each.name == name)

    def rule(self, name: str) -> Rule:
        """The rule with that name; it must exist."""
        return next(each for each in self.rules if each.name == name)

    def event(self, name: str) -> Event:
        """The event with that name; it must exist."""
        return next(each for each in self.events if each.name == name)

    def notification(self, name: str) -> Notification:
        """The notification with that name; it must exist."""
        return next(each for each in self.notifications if each.name == name)
