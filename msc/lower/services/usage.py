"""The dependencies of a service's operations; nothing else is emitted into it."""

from collections.abc import Iterator, Sequence

from msc.core.record import Record
from msc.ir.behaviour import Home, Operation
from msc.ir.entities import Entity, Store
from msc.ir.steps import ListStep, TransitionStep
from msc.ir.system import Authentication, System
from msc.ir.triggers import Job
from msc.ir.walk import all_steps, notifications_of
from msc.lower.operations.use_case import Call, UseCase
from msc.spelling.code import function_name


class Usage(Record):
    """The ports, domain elements and notifications that one service uses, by name."""

    calls: frozenset[Call]
    rules: frozenset[str]
    states: frozenset[str]
    notifications: frozenset[str]
    has_actors: bool
    checks_roles: bool
    checks_sight: bool
    lists_own_rows: bool
    asks_guards: bool
    retries: bool
    commits: bool
    keyed: bool
    takes_versions: bool
    asks_clock: bool
    audits: bool
    lists: bool
    in_pages: bool

    def rows(self, system: System) -> tuple[Entity, ...]:
        """The entities whose rows are read, in the order of the system."""
        names = {entity for entity, _ in self.calls}
        return tuple(entity for entity in system.entities if entity.name in names)

    def reaches(self, store: Store, system: System) -> bool:
        """Whether the service calls the data service of a store."""
        if store is Store.POSTGRES and (self.commits or self.asks_guards):
            return True
        return any(row.store is store for row in self.rows(system))


def usage(home: Home, use_cases: Sequence[UseCase], system: System) -> Usage:
    """The dependencies of a service with these use cases."""
    operations = [case.operation for case in use_cases]
    steps = [step for operation in operations for step in all_steps(operation.steps)]
    accounts = system.authentication if home is Home.API else None
    jobs = system.jobs if home is Home.WORKER else ()
    notified = notifications_of(steps)
    if accounts is not None:
        notified |= set(accounts.linking.values())
    return Usage(
        calls=frozenset(
            [*(call for case in use_cases for call in case.calls), *_by_accounts(accounts),
             *_by_jobs(jobs)]
        ),
        rules=frozenset(name for operation in operations for name in operation.rules),
        states=frozenset(step.entity for step in steps if isinstance(step, TransitionStep)),
        notifications=frozenset(notified),
        has_actors=any(case.has_actor for case in use_cases) or accounts is not None,
        checks_roles=any(case.checks_role for case in use_cases),
        checks_sight=any(case.checks_sight for case in use_cases),
        lists_own_rows=any(case.lists_own_rows for case in use_cases),
        asks_guards=any(case.asks_guards for case in use_cases),
        retries=bool(use_cases) or accounts is not None,
        commits=any(case.commits for case in use_cases) or accounts is not None,
        keyed=any(case.keyed for case in use_cases),
        takes_versions=any(case.subject for case in use_cases),
        asks_clock=any(case.asks_clock for case in use_cases) or _asks_clock(home, accounts),
        audits=any(operation.audit is not None for operation in operations),
        lists=any(map(is_list, operations)),
        in_pages=any(case.in_pages for case in use_cases),
    )  # fmt: skip


def is_list(operation: Operation) -> bool:
    """Whether the operation reads a page of rows that its caller filters."""
    return any(isinstance(step, ListStep) for step in operation.steps)


def _by_accounts(accounts: Authentication | None) -> Iterator[Call]:
    if accounts is None:
        return
    # Whoever changes a password is looked up.
    yield accounts.account, "find"
    if accounts.first_account or accounts.telegram_link or accounts.keeps_logins:
        yield accounts.account, "find_by"
    if accounts.linking or accounts.telegram_link is not None:
        yield accounts.account, "get"


def _by_jobs(jobs: tuple[Job, ...]) -> Iterator[Call]:
    for job in jobs:
        if job.query is not None:
            yield job.query.entity, every_method(job.query.name, job.query.condition is not None)


def every_method(query: str, has_condition: bool) -> str:
    """The method that yields all rows of a query."""
    return f"every_{function_name(query)}" if has_condition else "every_row"


def _asks_clock(home: Home, accounts: Authentication | None) -> bool:
    # The worker's scheduler always does.
    return home is Home.WORKER or bool(accounts and accounts.email_verification)
