"""The adapters of a service's ports."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.ir.entities import Entity, Store
from msc.ir.system import System
from msc.lower.pycode import ImportSet
from msc.lower.services.usage import Usage
from msc.spelling.code import entity_class, entity_module, function_name

CLIENTS = {Store.POSTGRES: "postgres", Store.MONGO: "mongo"}


class Adapter(Record):
    """A port, and the class of its default adapter, which is constructed from `argument`.

    `is_client` means that the argument is the client of a data service.
    """

    name: str
    port: str
    kind: str
    argument: str
    is_client: bool = True

    def constructor(self, clients: str = "") -> str:
        """The constructor call; `clients` is the prefix of client names."""
        return f"{self.kind}({clients if self.is_client else ''}{self.argument})"


class Adapters(Record):
    """All adapters of a service, and the imports of their module."""

    adapters: tuple[Adapter, ...]
    imports: str


def adapters(usage: Usage, system: System) -> Adapters:
    """The adapters of a service that runs operations."""
    imports = ImportSet()
    if usage.asks_guards:
        imports.add("src.application.ports", "Guards")
    if usage.keyed:
        imports.add("shared.first_answers", "FirstAnswers")
        imports.add("shared.first_answers", "HttpFirstAnswers")
    rows = usage.rows(system)
    for row in rows:
        name = entity_class(row.name)
        imports.add("src.application.ports", f"{name}Rows")
        imports.add(f"shared.clients.{entity_module(row.name)}_client", f"{name}Client")
    return Adapters((*_common(usage), *map(_of_rows, rows)), imports.text)


def _common(usage: Usage) -> Iterator[Adapter]:
    if usage.asks_clock:
        yield Adapter("clock", "Clock", "SystemClock", "TIME_ZONE", is_client=False)
    if usage.commits:
        yield Adapter("units_of_work", "UnitsOfWork", "HttpUnitsOfWork", "postgres")
    if usage.keyed:
        yield Adapter("first_answers", "FirstAnswers", "HttpFirstAnswers", "postgres")
    if usage.asks_guards:
        yield Adapter("guards", "Guards", "GuardClient", "postgres")


def _of_rows(entity: Entity) -> Adapter:
    name = entity_class(entity.name)
    return Adapter(
        function_name(entity.plural), f"{name}Rows", f"{name}Client", CLIENTS[entity.store]
    )
