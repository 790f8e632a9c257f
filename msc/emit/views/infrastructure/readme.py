"""The README: contents of the system, in tables whose cells are finished text."""

from collections.abc import Iterator, Mapping

from msc.core.record import Record
from msc.ir.endings import Route, account_refusals
from msc.ir.entities import Entity, Store
from msc.ir.system import System
from msc.ir.triggers import Command, Event, Frequency, Job, Schedule
from msc.lower import quoting

SERVICES = {Store.POSTGRES: "PostgreSQL", Store.MONGO: "MongoDB"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
UNITS = ((86_400, "days"), (3_600, "hours"), (60, "minutes"), (1, "seconds"))

# What the routes do that `authentication` adds.
ACCOUNT_ROUTES: Mapping[Route, str] = {
    ("POST", "/auth/register"): "Create an account.",
    ("POST", "/auth/login"): "Sign in.",
    ("POST", "/auth/refresh"): "Stay signed in.",
    ("POST", "/auth/log-out"): "Sign out.",
    ("POST", "/auth/password"): "Change the password.",
    ("POST", "/auth/deactivate"): "End the account.",
    ("POST", "/auth/verify-email"): "Confirm an e-mail address.",
    ("GET", "/auth/verify-email"): "Open the link of the e-mail.",
    ("POST", "/auth/verify-email/page"): "Confirm an e-mail address from the page of the link.",
    ("POST", "/auth/verify-email/resend"): "Send another link to confirm the e-mail address.",
    ("POST", "/auth/password-reset"): "Send a link to somebody who forgot the password.",
    ("POST", "/auth/password-reset/confirm"): "Choose another password with the link.",
    ("POST", "/auth/telegram-link"): "Create a code that links a chat.",
}


class Line(Record):
    """A row of a table: a name in code format, and two further cells."""

    name: str
    first: str
    second: str


class ReadmeView(Record):
    """The tables; each may be empty, and `is_empty` means that all are."""

    is_empty: bool
    routes: tuple[Line, ...]
    entities: tuple[Line, ...]
    events: tuple[Line, ...]
    jobs: tuple[Line, ...]
    commands: tuple[Line, ...]


def readme(system: System) -> ReadmeView:
    """The tables of the system."""
    elements = (system.endpoints, system.entities, system.events, system.jobs, system.commands)
    return ReadmeView(
        is_empty=not any(elements),
        routes=(*_account_routes(system), *(
            _route(endpoint.method, endpoint.path, endpoint.operation, system)
            for endpoint in system.endpoints
        )),
        entities=tuple(_entity(entity) for entity in system.entities),
        events=tuple(_event(event) for event in system.events),
        jobs=tuple(_job(job) for job in system.jobs),
        commands=tuple(_command(command) for command in system.commands),
    )  # fmt: skip


def _line(name: str, first: str, second: str = "") -> Line:
    return Line(quoting.markdown_code(name), quoting.markdown(first), quoting.markdown(second))


def _account_routes(system: System) -> Iterator[Line]:
    accounts = system.authentication
    if accounts is not None:
        added = account_refusals(accounts, system.entity(accounts.account)).keys()
        for (method, path), description in ACCOUNT_ROUTES.items():
            if (method, path) in added:
                yield _line(f"{method} {system.base_path}{path}", description)


def _route(method: str, path: str, operation: str, system: System) -> Line:
    description = system.operation(operation).description
    return _line(f"{method} {system.base_path}{path}", description or operation)


def _entity(entity: Entity) -> Line:
    return _line(entity.name, entity.description or entity.name, SERVICES[entity.store])


def _event(event: Event) -> Line:
    readers = [*event.then, *(["others outside of this system"] if event.external else [])]
    return _line(event.name, event.description or event.name, ", ".join(readers) or "nobody")


def _job(job: Job) -> Line:
    return _line(job.name, job.description or job.name, words(job.schedule))


def _command(command: Command) -> Line:
    return _line(f"/{command.name}", command.description)


def words(schedule: Schedule) -> str:
    """The schedule of a job in words."""
    time = f"{schedule.hour:02}:{schedule.minute:02}, {schedule.time_zone}"
    match schedule.frequency:
        case Frequency.EVERY:
            size, unit = next(unit for unit in UNITS if schedule.every_seconds % unit[0] == 0)
            return f"every {schedule.every_seconds // size} {unit}"
        case Frequency.HOURLY:
            return f"every hour at :{schedule.minute:02}"
        case Frequency.DAILY:
            return f"every day at {time}"
        case Frequency.WEEKLY:
            return f"every {WEEKDAYS[schedule.weekday]} at {time}"
        case Frequency.MONTHLY:
            return f"on day {schedule.day} of each month at {time}"
