"""A service that runs operations: its use cases, what they use, and its adapters."""

from msc.core.record import Record
from msc.ir.behaviour import Home
from msc.ir.system import System
from msc.lower.operations.use_case import UseCase
from msc.lower.services.adapters import Adapters, adapters
from msc.lower.services.usage import Usage, usage


class Service(Record):
    """The use cases that run in a service, in the order of the system."""

    home: Home
    use_cases: tuple[UseCase, ...]
    usage: Usage
    adapters: Adapters


def compose_service(home: Home, use_cases: tuple[UseCase, ...], system: System) -> Service:
    """The service that runs these use cases."""
    own = tuple(case for case in use_cases if case.operation.home is home)
    needs = usage(home, own, system)
    return Service(home, own, needs, adapters(needs, system))
