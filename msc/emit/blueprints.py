"""The blueprints that a system needs, and their views."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib import import_module

from msc.core.record import Record
from msc.emit.revisions.additions import Additions
from msc.ir.entities import Store
from msc.ir.system import System
from msc.lower.program import Program
from msc.lower.services.channels import providers_of
from msc.providers import CATALOGUE


class Blueprint(Record):
    """A folder of templates; `needed` decides whether a system has it.

    On several cores, the blueprints of each share are rendered beside those of the others. The
    shares take about the same time.
    """

    name: str
    needed: Callable[[System], bool]
    share: int = 0
    has_history: bool = False

    def view(self, program: Program, added: Additions | None = None) -> object:
        """The data for its templates, as a record."""
        make = import_module(f"msc.emit.views.{self.name.partition('/')[0]}").view
        return make(program, added) if self.has_history else make(program)


def _always(_: System) -> bool:
    return True


def _has_bot(system: System) -> bool:
    return bool(system.commands)


def _has_documents(system: System) -> bool:
    return any(entity.store is Store.MONGO for entity in system.entities)


def _calls(provider: str) -> Callable[[System], bool]:
    return lambda system: any(one.name == provider for one in providers_of(system))


# Each provider has one folder, with its part of every service.
PROVIDERS = tuple(Blueprint(f"providers/{name}", _calls(name)) for name in CATALOGUE)
BLUEPRINTS = (
    Blueprint("shared", _always),
    Blueprint("contracts", _always),
    Blueprint("db_postgres_service", _always, has_history=True),
    Blueprint("db_mongo_service", _has_documents),
    Blueprint("application", _always, share=1),
    Blueprint("api_service", _always, share=2),
    Blueprint("worker_service", _always),
    Blueprint("bot_service", _has_bot),
    Blueprint("simulators", _always),
    *PROVIDERS,
    Blueprint("infrastructure", _always),
    Blueprint("journeys", _always),
)


def needed(system: System) -> Iterator[Blueprint]:
    """The blueprints of the system, in rendering order."""
    return (blueprint for blueprint in BLUEPRINTS if blueprint.needed(system))


def shares(system: System, count: int) -> list[tuple[Blueprint, ...]]:
    """The blueprints of the system, divided into so many shares or fewer."""
    parts = defaultdict[int, list[Blueprint]](list)
    for blueprint in needed(system):
        parts[min(blueprint.share, count - 1)].append(blueprint)
    return [tuple(parts[number]) for number in sorted(parts)]
