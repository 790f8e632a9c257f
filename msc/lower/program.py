"""A system -> its program: what its meaning is in code, each piece compiled once."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from msc.core.catalogue.types import ELSEWHERE, NOT_COMPILABLE
from msc.core.diagnostics import Checked, at
from msc.core.record import Record
from msc.expr.target import Unsupported
from msc.ir.behaviour import Home, Operation
from msc.ir.system import System
from msc.lower.operations.use_case import UseCase, compile_use_case
from msc.lower.services.clients import Clients, clients
from msc.lower.services.service import Service, compose_service
from msc.lower.shapes.queries import StoredCode, stored_code

if TYPE_CHECKING:
    from msc.lower.scenes.rehearsal import Rehearsal


class Program(Record, dict=True):
    """A system and what is compiled of it; everything has the order of the system."""

    system: System
    stored: StoredCode
    use_cases: Mapping[str, UseCase]
    services: Mapping[Home, Service]
    clients: Clients

    def use_case(self, operation: Operation) -> UseCase:
        """The use case of an operation."""
        return self.use_cases[operation.name]

    @cached_property
    def rehearsals(self) -> "Mapping[str, Rehearsal]":
        """Where operations succeed."""
        # A check shows no tests, and has no use for what works them out.
        from msc.lower.scenes.rehearsal import rehearse  # noqa: PLC0415

        return rehearse(self.system, self.stored)


def lower(system: System) -> Checked[Program]:
    """The program of a system, or the operations that no code can say."""
    stored = stored_code(system)
    made = [_compiled(operation, system, stored) for operation in system.operations]
    refused = tuple(found for each in made for found in each.diagnostics)
    if refused:
        return Checked(None, refused)
    use_cases = tuple(each.value for each in made if each.value is not None)
    services = {home: compose_service(home, use_cases, system) for home in Home}
    return Checked(
        Program(
            system=system,
            stored=stored,
            use_cases={case.operation.name: case for case in use_cases},
            services=services,
            clients=clients(services.values(), system),
        )
    )


def _compiled(operation: Operation, system: System, stored: StoredCode) -> Checked[UseCase]:
    try:
        return Checked(compile_use_case(operation, system, stored))
    except Unsupported as reason:
        span = operation.origin.span
        return Checked(None, (at(NOT_COMPILABLE, span, reason=reason, suggestion=ELSEWHERE),))
