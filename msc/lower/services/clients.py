"""The client methods that services call; others are not emitted."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from msc.core.record import Record
from msc.ir.system import System
from msc.lower.operations.use_case import Call, methods_called
from msc.lower.services.service import Service

# What a method of the client of any rows calls itself.
WITHIN = {"find": ("get",), "find_by": ("page",)}


class Clients(Record, dict=True):
    """The methods that are called, by entity."""

    calls: frozenset[Call]

    def methods(self, entity: str) -> frozenset[str]:
        """The methods of the client of an entity's rows; without any, no client is needed."""
        return self._methods.get(entity, frozenset())

    @cached_property
    def _methods(self) -> Mapping[str, frozenset[str]]:
        return methods_called(self.calls)

    @property
    def common(self) -> frozenset[str]:
        """The methods common to all rows that are called for some entity."""
        called = {method for _, method in self.calls}
        return frozenset(called | {method for name in called for method in WITHIN.get(name, ())})


def clients(services: Iterable[Service], system: System) -> Clients:
    """The calls of use cases, jobs, accounts and audit records."""
    calls = {call for service in services for call in service.usage.calls}
    if system.audit_entity is not None:
        calls.add((system.audit_entity, "put"))
    return Clients(frozenset(calls))
