"""The tests that are emitted with rules, states, notifications and use cases."""

from msc.core.record import Record
from msc.emit.views.application.tests.domain import rule_test, states_test
from msc.emit.views.application.tests.notifications import notification_test
from msc.emit.views.application.tests.support import (
    CallsView,
    FactoryView,
    RowsView,
    calls_view,
    factories,
    kept,
    known_scenes,
    rows_in_memory,
    sampled,
)
from msc.emit.views.application.tests.use_cases import UseCaseTestView, use_case_test
from msc.lower.program import Program
from msc.lower.scenes.cases import TestView
from msc.lower.services.service import Service


class ServiceTestsView(Record):
    """The tests of one service."""

    factories: tuple[FactoryView, ...]
    sample_imports: str
    rows: tuple[RowsView, ...]
    data_imports: str
    calls: CallsView
    use_cases: tuple[UseCaseTestView, ...]
    rules: tuple[TestView, ...]
    states: tuple[TestView, ...]
    notifications: tuple[TestView, ...]


def service_tests(service: Service, program: Program) -> ServiceTestsView:
    """The tests of the operations that run in a service, and of everything they use."""
    system, needs = program.system, service.usage
    operations = [case.operation for case in service.use_cases]
    used = {rule.name for operation in operations for rule in system.rules_of(operation)}
    scenes = known_scenes(service, program)
    samples, sample_imports = factories(sampled(service, program, scenes), program.pieces)
    rows, data_imports = rows_in_memory(kept(service, program, scenes), needs, program)
    tests = (use_case_test(case, program) for case in service.use_cases)
    return ServiceTestsView(
        factories=samples,
        sample_imports=sample_imports,
        rows=rows,
        data_imports=data_imports,
        calls=calls_view(service, program, scenes),
        use_cases=tuple(test for test in tests if test is not None),
        rules=tuple(
            rule_test(rule, system, operations) for rule in system.rules if rule.name in used
        ),
        states=tuple(
            states_test(entity) for entity in system.entities if entity.name in needs.states
        ),
        notifications=tuple(
            notification_test(notification, system)
            for notification in system.notifications
            if notification.name in needs.notifications
        ),
    )
