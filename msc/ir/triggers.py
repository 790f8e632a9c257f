"""Endpoints, events, jobs and bot commands, which run operations; and outgoing messages."""

from enum import StrEnum
from typing import ClassVar

from msc.core.record import Record
from msc.core.source import Origin
from msc.ir.expressions import Expression
from msc.ir.fields import Field
from msc.ir.steps import Query


class Text(Record):
    """A template: literal pieces and expressions, in order."""

    parts: tuple[str | Expression, ...]


class BaseTrigger(Record):
    """The interface of every trigger. `noun` is its name in messages, singular and plural.

    `section` is that of the spec, in which `label` is the trigger's own key. `is_inside` means that
    another service triggers the one that runs the operations, `is_of_people` that somebody waits
    for the response.
    """

    noun: ClassVar[tuple[str, str]]
    section: ClassVar[str]
    is_inside: ClassVar[bool] = True
    is_of_people: ClassVar[bool] = False

    @property
    def label(self) -> str:
        """Its name in messages."""
        return ""

    @property
    def runs(self) -> tuple[str, ...]:
        """The operations that it runs."""
        return ()

    @property
    def queries(self) -> tuple[Query, ...]:
        """The rows that it selects."""
        return ()

    @property
    def texts(self) -> tuple[Text, ...]:
        """The templates that it renders."""
        return ()


class Endpoint(BaseTrigger):
    """An HTTP method and path under the base path that runs an operation.

    `path` names row inputs in braces. `status` is the code of success.
    """

    noun: ClassVar[tuple[str, str]] = ("endpoint", "endpoints")
    section: ClassVar[str] = "endpoints"
    is_inside: ClassVar[bool] = False
    is_of_people: ClassVar[bool] = True
    method: str
    path: str
    operation: str
    status: int
    origin: Origin = Origin()

    @property
    def label(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def runs(self) -> tuple[str, ...]:
        return (self.operation,)

    def answers(self, method: str, path: str) -> bool:
        """Whether a request goes to this endpoint; `path` has `${name}` for variable parts."""
        return method == self.method and is_path_of(path, self.path)


def is_path_of(path: str, declared: str) -> bool:
    """Whether a request path, with `${name}` for variable parts, matches a declared path."""
    parts, forms = path.partition("?")[0].split("/"), declared.split("/")
    return len(parts) == len(forms) and all(
        (form.startswith("{") and part != "") or part == form
        for part, form in zip(parts, forms, strict=True)
    )


class PayloadField(Record):
    """A field of an event's payload; `entity` is set for a reference to a row."""

    field: Field
    entity: str | None = None


class Event(BaseTrigger):
    """A fact that operations publish and consumers react to by running operations."""

    noun: ClassVar[tuple[str, str]] = ("event", "events")
    section: ClassVar[str] = "events"
    name: str
    description: str
    version: int
    payload: tuple[PayloadField, ...]
    then: tuple[str, ...]
    external: bool
    origin: Origin = Origin()

    @property
    def label(self) -> str:
        return self.name

    @property
    def runs(self) -> tuple[str, ...]:
        return self.then


class Frequency(StrEnum):
    """How often a job is due."""

    EVERY = "every"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Schedule(Record):
    """When a job is due: `every_seconds` for EVERY; otherwise local times in `time_zone`.

    `weekday` is 0 for Monday; `day` is the day of the month.
    """

    frequency: Frequency
    time_zone: str
    every_seconds: int = 0
    hour: int = 0
    minute: int = 0
    weekday: int = 0
    day: int = 1


class Missed(StrEnum):
    """What happens to runs that were due while no worker was running."""

    RUN_ONCE = "run_once"
    SKIP = "skip"


class Job(BaseTrigger):
    """A schedule that runs an operation, once or for each row of a query.

    With `once`, a row that was handled successfully is skipped by later runs.
    """

    noun: ClassVar[tuple[str, str]] = ("job", "jobs")
    section: ClassVar[str] = "jobs"
    name: str
    description: str
    schedule: Schedule
    operation: str
    query: Query | None
    variable: str | None
    once: bool
    missed: Missed
    origin: Origin = Origin()

    @property
    def label(self) -> str:
        return self.name

    @property
    def runs(self) -> tuple[str, ...]:
        return (self.operation,)

    @property
    def queries(self) -> tuple[Query, ...]:
        return () if self.query is None else (self.query,)


class CommandKind(StrEnum):
    """What a bot command does."""

    LINK_ACCOUNT = "link_account"
    LIST_COMMANDS = "list_commands"
    REPLY = "reply"
    RUN = "run"


class Command(BaseTrigger):
    """A command of the bot.

    `reply_each` is rendered for each row of the operation's result, with the row as `item`.
    """

    noun: ClassVar[tuple[str, str]] = ("bot command", "bot commands")
    section: ClassVar[str] = "bot.commands"
    is_of_people: ClassVar[bool] = True
    name: str
    description: str
    kind: CommandKind
    operation: str | None
    argument: str | None
    reply: str
    reply_each: Text | None
    reply_empty: str
    without_argument: str
    origin: Origin = Origin()

    @property
    def label(self) -> str:
        return self.name

    @property
    def runs(self) -> tuple[str, ...]:
        return () if self.operation is None else (self.operation,)

    @property
    def texts(self) -> tuple[Text, ...]:
        return () if self.reply_each is None else (self.reply_each,)


type Trigger = Endpoint | Event | Job | Command


class Triggers(Record, kw_only=True):
    """All triggers by kind; a new kind is one more attribute."""

    endpoints: tuple[Endpoint, ...]
    events: tuple[Event, ...]
    jobs: tuple[Job, ...]
    commands: tuple[Command, ...]

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """All triggers, kind by kind."""
        return (*self.endpoints, *self.events, *self.jobs, *self.commands)

    @property
    def run_inside(self) -> frozenset[str]:
        """The operations that other services ask the API to run."""
        inside = (trigger for trigger in self.triggers if trigger.is_inside)
        return frozenset(name for trigger in inside for name in trigger.runs)


class Notification(Record):
    """A message to a person. Its texts may use `recipient`, its inputs, `link` if it has one."""

    name: str
    channels: tuple[str, ...]
    inputs: tuple[PayloadField, ...]
    subject: Text | None
    text: Text
    origin: Origin = Origin()


class Integration(Record):
    """An external provider from the catalogue; `settings` are its non-secret values, by name."""

    name: str
    provider: str
    settings: tuple[tuple[str, str], ...]
    origin: Origin = Origin()
