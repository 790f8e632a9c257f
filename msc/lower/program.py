"""A system -> its program: its meaning in code, each piece compiled once."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from msc.core.catalogue.types import ELSEWHERE, NOT_COMPILABLE
from msc.core.diagnostics import Checked, at
from msc.core.record import Record, replace
from msc.expr.target import Unsupported
from msc.ir.behaviour import Home, Operation
from msc.ir.excerpt import Read
from msc.ir.subjects import is_about, subject_of
from msc.ir.system import System
from msc.ir.walk import commits
from msc.lower.operations.predicates import Predicate, compile_predicate
from msc.lower.operations.request import INTERNAL, Request
from msc.lower.operations.use_case import UseCase, compile_use_case
from msc.lower.pieces import KnownPieces, Pieces
from msc.lower.scenes.models import Models, digest_of, models
from msc.lower.services.clients import Clients, clients
from msc.lower.services.notifying import NotificationCode, compile_notification
from msc.lower.services.service import Service, compose_service
from msc.lower.shapes.enums import enums
from msc.lower.shapes.queries import StoredCode, stored_code
from msc.spelling.code import entity_class, enum_class, event_class


class Program(Record, dict=True):
    """A system and its compiled pieces, in the order of the system."""

    system: System
    stored: StoredCode
    use_cases: Mapping[str, UseCase]
    services: Mapping[Home, Service]
    predicates: Mapping[str, Predicate]
    notifications: Mapping[str, NotificationCode]
    clients: Clients
    pieces: Pieces

    def use_case(self, operation: Operation) -> UseCase:
        """The use case of an operation."""
        return self.use_cases[operation.name]

    def print_of(self, use_case: UseCase) -> tuple[bytes, str]:
        """An input of pieces that show a use case; it changes with the code."""
        return self.pieces.content(UseCase, use_case.operation.name), use_case.class_name

    @cached_property
    def models(self) -> Models:
        """The imports of all entities' rows and their enums."""
        return models(self.system)

    @cached_property
    def digest_of_models(self) -> str:
        """A digest that changes with the names of models."""
        return digest_of(self.models)


def lower(
    system: System, known: KnownPieces | None = None, digests: Mapping[Read, bytes] | None = None
) -> Checked[Program]:
    """The program of a system, or diagnostics of operations that cannot be compiled.

    `digests` are those of the system's elements, as far as they are known.
    """
    stored, pieces = stored_code(system), Pieces(system, known, digests)
    compiled = [*_use_cases(system, pieces, stored)]
    refused = tuple(diagnostic for use_case in compiled for diagnostic in use_case.diagnostics)
    if refused:
        return Checked(None, refused)
    classes = _classes_of_nouns(system)
    use_cases = tuple(
        use_case.value.apart_from(classes) for use_case in compiled if use_case.value is not None
    )
    services = {home: compose_service(home, use_cases, system) for home in Home}
    asked = {name for service in services.values() for name in service.usage.rules}
    sent = {name for service in services.values() for name in service.usage.notifications}
    return Checked(
        Program(
            system=system,
            stored=stored,
            use_cases={case.operation.name: case for case in use_cases},
            services=services,
            predicates={
                rule.name: compile_predicate(rule)
                for rule in system.rules
                if rule.name in asked and not rule.stored
            },
            notifications={
                notification.name: compile_notification(notification, system)
                for notification in system.notifications
                if notification.name in sent
            },
            clients=clients(services.values(), system),
            pieces=pieces,
        )
    )


def requests(system: System) -> Mapping[str, Request]:
    """What the requests of endpoints may bring besides inputs, by operation.

    Those that commit may have idempotency keys.
    """
    by_operation = dict[str, Request]()
    for endpoint in system.endpoints:
        operation = system.operation(endpoint.operation)
        earlier = by_operation.get(operation.name, INTERNAL)
        subject = subject_of(operation) if is_about(endpoint, operation) else earlier.subject
        by_operation[operation.name] = Request(commits(operation), subject)
    return by_operation


def _classes_of_nouns(system: System) -> frozenset[str]:
    """The classes of what operations are about, which modules import beside use cases."""
    return frozenset([
        *(entity_class(entity.name) for entity in system.entities),
        *(event_class(event.name) for event in system.events),
        *(enum_class(name) for name, _ in enums(system)),
    ])  # fmt: skip


def _use_cases(system: System, pieces: Pieces, stored: StoredCode) -> Iterator[Checked[UseCase]]:
    requested = requests(system)
    for operation in system.operations:
        yield _compiled(operation, pieces, stored, requested.get(operation.name, INTERNAL))


def _compiled(
    operation: Operation, pieces: Pieces, stored: StoredCode, request: Request
) -> Checked[UseCase]:
    def compile_it(system: System) -> UseCase:
        return compile_use_case(system.operation(operation.name), system, stored, request)

    try:
        case = pieces.of(UseCase, operation.name, request, compile_it)
        # The same operation may have moved to another place.
        return Checked(replace(case, operation=operation))
    except Unsupported as reason:
        span = operation.origin.span
        return Checked(None, (at(NOT_COMPILABLE, span, reason=reason, suggestion=ELSEWHERE),))
