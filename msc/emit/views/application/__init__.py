"""Domain and application layer of the services that run operations: rules, states, use cases."""

from collections.abc import Iterator
from functools import partial

from msc.core.record import Record, replace
from msc.emit.views.application.notifications import NotificationView, notification_view
from msc.emit.views.application.ports import PortView, port_views
from msc.emit.views.application.rules import RuleView, rule_view
from msc.emit.views.application.states import StatesView, states_view
from msc.emit.views.application.tests import ServiceTestsView, service_tests
from msc.emit.views.application.use_cases import UseCaseView, use_case_view
from msc.ir.behaviour import Home, Operation
from msc.ir.system import System
from msc.lower.operations.use_case import UseCase, result_annotation
from msc.lower.pieces import present
from msc.lower.program import Program
from msc.lower.pycode import ImportSet
from msc.lower.services.service import Service
from msc.spelling.code import attribute_name, entity_class, entity_module


class ServiceView(Record):
    """One service that runs operations."""

    module: str
    element: str
    name: str
    use_cases: tuple[UseCaseView, ...]
    result_imports: str
    adapters_parameter: str
    rules: tuple[RuleView, ...]
    states: tuple[StatesView, ...]
    notifications: tuple[NotificationView, ...]
    ports: tuple[PortView, ...]
    port_imports: str
    account: str
    account_module: str
    has_actors: bool
    checks_roles: bool
    checks_sight: bool
    lists_own_rows: bool
    has_guards: bool
    retries: bool
    keyed: bool
    takes_versions: bool
    has_ports: bool
    has_clock: bool
    audits: bool
    lists: bool
    in_pages: bool
    reads_pages: bool
    role_field: str
    asks_active: bool
    active_field: str
    tests: ServiceTestsView


class ApplicationView(Record):
    """The data of the blueprint: both services have the same structure."""

    services: tuple[ServiceView, ...]


def view(program: Program) -> ApplicationView:
    """The view of both services."""
    return ApplicationView(tuple(_service(program.services[home], program) for home in Home))


def _service(service: Service, program: Program) -> ServiceView:
    system, needs = program.system, service.usage
    operations = [case.operation for case in service.use_cases]
    accounts = system.authentication
    account = accounts.account if accounts else ""
    ports, port_imports = port_views(needs, program)
    return ServiceView(
        module=service.home,
        element=f"service {service.home}",
        name=service.home,
        use_cases=present(_use_case(case, program) for case in service.use_cases),
        result_imports=_result_imports(operations),
        adapters_parameter="adapters" if any(case.ports for case in service.use_cases) else "_",
        rules=tuple(_rules(service, program)),
        states=tuple(_states(service, system)),
        notifications=tuple(_notifications(service, program)),
        ports=ports,
        port_imports=port_imports,
        account=entity_class(account),
        account_module=entity_module(account),
        has_actors=needs.has_actors,
        checks_roles=needs.checks_roles,
        checks_sight=needs.checks_sight,
        lists_own_rows=needs.lists_own_rows,
        has_guards=needs.asks_guards,
        retries=needs.retries,
        keyed=needs.keyed,
        takes_versions=needs.takes_versions,
        has_ports=bool(ports) or needs.asks_guards,
        has_clock=needs.asks_clock,
        audits=needs.audits,
        lists=needs.lists,
        in_pages=needs.in_pages,
        reads_pages=needs.lists or needs.in_pages,
        role_field=accounts.role if accounts else "role",
        asks_active=bool(accounts and accounts.active),
        active_field=attribute_name(accounts.active) if accounts and accounts.active else "",
        tests=service_tests(service, program),
    )


def _states(service: Service, system: System) -> Iterator[StatesView]:
    for entity in system.entities:
        if entity.name in service.usage.states:
            yield states_view(entity)


def _notifications(service: Service, program: Program) -> Iterator[NotificationView]:
    for name, code in program.notifications.items():
        if name in service.usage.notifications:
            yield notification_view(name, code)


def _use_case(case: UseCase, program: Program) -> UseCaseView | None:
    name, inputs = case.operation.name, program.print_of(case)
    return program.pieces.deferred(UseCaseView, name, inputs, partial(_shown, case))


def _shown(case: UseCase, system: System) -> UseCaseView:
    return use_case_view(replace(case, operation=system.operation(case.operation.name)))


def _rules(service: Service, program: Program) -> Iterator[RuleView]:
    operations = [case.operation for case in service.use_cases]
    for rule in program.system.rules:
        if rule.name in service.usage.rules:
            predicate = program.predicates.get(rule.name)
            yield rule_view(rule, predicate, program.system, operations)


def _result_imports(operations: list[Operation]) -> str:
    imports = ImportSet()
    for operation in operations:
        result_annotation(operation, imports)
    return imports.text
