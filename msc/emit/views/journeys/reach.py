"""The services that a journey's request reaches, including its effects."""

from collections.abc import Iterator

from msc.ir.behaviour import Operation
from msc.ir.journeys import Journey, RequestStep, WaitForMessageStep
from msc.ir.system import Authentication, System
from msc.ir.walk import all_steps, notifications_of
from msc.lower.program import Program
from msc.providers import CHANNELS, TELEGRAM

API, BOT, WORKER = "api_service", "bot_service", "worker_service"
POSTGRES, MONGO = "db_postgres_service", "db_mongo_service"
# The routes of accounts that send a link to whoever needs one, and those that ask for the account.
WITH_LINKS = frozenset({"/auth/verify-email/resend", "/auth/password-reset"})
WITH_ACCOUNTS = WITH_LINKS | {
    "/auth/register",
    "/auth/login",
    "/auth/verify-email",
    "/auth/password",
    "/auth/deactivate",
    "/auth/password-reset/confirm",
}


def reached(step: RequestStep, journey: Journey, program: Program) -> tuple[str, ...]:
    """The services, by name, that are certain to log the identifier of the request.

    A rejected request may end anywhere behind the API. The bot counts only if the journey waits for
    a message from it, because a person without a chat receives none.
    """
    if step.status >= 400:
        return (API,)
    services, system = {API}, program.system
    operations = tuple(_run(step, system))
    for operation in operations:
        services |= set(_services(operation, program))
    if BOT in services and not _hears_of_it(step, journey):
        services.remove(BOT)
    return tuple(sorted(services | set(_by_accounts(step, system.authentication))))


def _run(step: RequestStep, system: System) -> Iterator[Operation]:
    """The operation that responds, and those triggered by its events, each once."""
    endpoints = (
        endpoint for endpoint in system.endpoints if endpoint.answers(step.method, step.path)
    )
    waiting = [endpoint.operation for endpoint in endpoints][:1] or _after_registration(
        step, system
    )
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        operation = system.operation(name)
        yield operation
        # What happens in a loop happens only if there are rows.
        published = (step.event for step in operation.steps if step.event is not None)
        waiting += [then for event in published for then in system.event(event).then]


def _after_registration(step: RequestStep, system: System) -> list[str]:
    accounts = system.authentication
    registration = accounts.registration if accounts else None
    if registration is None or registration.publish is None or step.path != "/auth/register":
        return []
    return [*system.event(registration.publish).then]


def _services(operation: Operation, program: Program) -> Iterator[str]:
    use_case = program.use_case(operation)
    if use_case.calls or use_case.asks_guards or use_case.commits:
        yield POSTGRES
    if any(step.event or step.notification for step in operation.steps):
        yield WORKER
    if operation.audit is not None:
        yield from (WORKER, MONGO)
    notified = notifications_of(all_steps(operation.steps))
    for notification in notified:
        for name in program.system.notification(notification).channels:
            yield CHANNELS[name].service


def _by_accounts(step: RequestStep, accounts: Authentication | None) -> Iterator[str]:
    if accounts is None or step.path not in WITH_ACCOUNTS:
        return
    yield POSTGRES
    published = accounts.registration.publish if accounts.registration else None
    tells = step.path == "/auth/register" and (published or accounts.email_verification)
    if tells or step.path in WITH_LINKS:
        yield WORKER


def _hears_of_it(step: RequestStep, journey: Journey) -> bool:
    later = journey.steps[journey.steps.index(step) + 1 :]
    return any(isinstance(step, WaitForMessageStep) and step.channel == TELEGRAM for step in later)
