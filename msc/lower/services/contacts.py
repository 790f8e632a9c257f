"""Which service calls which, with a token of its own, and the routes that it uses there."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.ir.behaviour import Home
from msc.ir.entities import Entity, Store
from msc.ir.system import System
from msc.ir.triggers import CommandKind
from msc.lower.operations.use_case import methods_called
from msc.lower.program import Program
from msc.lower.services.channels import WORKER, linking
from msc.lower.services.usage import Usage
from msc.lower.services.worker import calls_api, reaches_documents
from msc.lower.shapes.names import collection_path

API, BOT = "api_service", "bot_service"
POSTGRES, MONGO = "db_postgres_service", "db_mongo_service"
HOMES = {API: Home.API, WORKER: Home.WORKER}
STORES = {Store.POSTGRES: POSTGRES, Store.MONGO: MONGO}
SHORT = {API: "api", WORKER: "worker", BOT: "bot", POSTGRES: "postgres", MONGO: "mongo"}
# The methods of clients that ask for one row, and those that ask for a page of rows.
OF_ONE = frozenset({"get", "find"})
OF_MANY = frozenset({"page", "find_by", "every_row"})
OUTBOX = (
    "GET /outbox/set-aside",
    "POST /outbox/acknowledge",
    "POST /outbox/claim",
    "POST /outbox/release",
    "POST /outbox/set-aside",
    "POST /outbox/set-aside/replay",
)
JOB_RUNS = ("POST /job-runs/claim", "POST /job-runs/complete", "POST /job-runs/renew")


class Contact(Record):
    """A service that calls another; `routes` are methods and paths without their prefix."""

    caller: str
    callee: str
    routes: tuple[str, ...]

    @property
    def token(self) -> str:
        """The setting of the caller's token, which has the same name on both sides."""
        return f"{SHORT[self.caller]}_to_{SHORT[self.callee]}_token"


def contacts(program: Program) -> tuple[Contact, ...]:
    """All contacts, by callee and caller."""
    return tuple(
        Contact(caller, callee, tuple(sorted(set(_routes(caller, callee, program)))))
        for callee in (POSTGRES, MONGO, API)
        for caller in _callers(callee, program)
    )


def _callers(callee: str, program: Program) -> Iterator[str]:
    system = program.system
    if callee == API:
        yield from [WORKER] if calls_api(system) else []
        yield from [BOT] if system.commands else []
    elif callee == POSTGRES:
        yield from (API, WORKER)
    else:
        yield from [API] if _usage(API, program).reaches(Store.MONGO, system) else []
        yield from [WORKER] if reaches_documents(_usage(WORKER, program), system) else []


def _usage(caller: str, program: Program) -> Usage:
    return program.services[HOMES[caller]].usage


def _routes(caller: str, callee: str, program: Program) -> Iterator[str]:
    if callee == API:
        yield from _operations(caller, program.system)
        return
    called = methods_called(_usage(caller, program).calls)
    for entity in program.system.entities:
        if STORES[entity.store] == callee:
            yield from _of_rows(entity, called.get(entity.name, frozenset()), program)
            if caller == WORKER and entity.name == program.system.audit_entity:
                yield f"PUT /{collection_path(entity)}/{{id}}"
    if callee == POSTGRES:
        yield from _of_work(caller, program)


def _of_rows(entity: Entity, called: frozenset[str], program: Program) -> Iterator[str]:
    """The routes of an entity's rows whose methods are called."""
    path = f"/{collection_path(entity)}"
    if called & OF_ONE:
        yield f"GET {path}/{{id}}"
    if called & OF_MANY:
        yield f"GET {path}"
    for query in program.stored.queries_of(entity.name):
        if called & {query.method, query.every_method}:
            yield f"GET /queries/{query.query.name}"


def _of_work(caller: str, program: Program) -> Iterator[str]:
    system, usage = program.system, _usage(caller, program)
    if usage.commits:
        yield "POST /unit-of-work"
    if usage.keyed:
        yield "GET /unit-of-work/{unit_id}"
    if usage.asks_guards:
        asked = (rule for rule in system.rules if rule.stored and rule.name in usage.rules)
        yield from (f"GET /guards/{rule.name}" for rule in asked)
    if caller == API and system.authentication is not None:
        yield "POST /log-in"
    if caller == WORKER:
        yield from (*OUTBOX, *JOB_RUNS)


def _operations(caller: str, system: System) -> Iterator[str]:
    for name in _run_inside(system, of_people=caller == BOT):
        if system.operation(name).home is Home.API:
            yield f"POST /operations/{name}"
    links = (command.kind is CommandKind.LINK_ACCOUNT for command in system.commands)
    if caller == BOT and any(links):
        yield "POST /telegram-links"
    if caller == WORKER and linking(system):
        yield "POST /links"


def _run_inside(system: System, *, of_people: bool) -> Iterator[str]:
    """The operations that commands run, or those of events and jobs."""
    for trigger in system.triggers:
        if trigger.is_inside and trigger.is_of_people == of_people:
            yield from trigger.runs
