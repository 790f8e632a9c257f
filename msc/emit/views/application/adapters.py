"""What a service reaches others through: each port with the adapter that stands behind it."""

from msc.core.naming import pascal
from msc.core.record import Record
from msc.ir.entities import Store
from msc.ir.system import System
from msc.lower.operations.usage import Usage
from msc.lower.pycode import ImportSet


class AdapterView(Record):
    """A port, and the expression of its usual adapter."""

    name: str
    port: str
    value: str


def adapter_views(
    usage: Usage, system: System, clients: str = ""
) -> tuple[tuple[AdapterView, ...], str]:
    """The adapters of a service that runs operations, and the imports that they need.

    `clients` stands before the names of the clients of the data services.
    """
    imports = ImportSet()
    found = []
    if usage.asks_clock:
        found.append(AdapterView("clock", "Clock", "SystemClock(TIME_ZONE)"))
    if usage.commits:
        found.append(
            AdapterView("units_of_work", "UnitsOfWork", f"HttpUnitsOfWork({clients}postgres)")
        )
    if usage.asks_guards:
        imports.add("src.application.ports", "Guards")
        found.append(AdapterView("guards", "Guards", f"GuardClient({clients}postgres)"))
    for each in usage.rows(system):
        name = pascal(each.name)
        imports.add("src.application.ports", f"{name}Rows")
        imports.add(f"shared.clients.{each.name}_client", f"{name}Client")
        client = "postgres" if each.store is Store.POSTGRES else "mongo"
        found.append(AdapterView(each.plural, f"{name}Rows", f"{name}Client({clients}{client})"))
    return tuple(found), imports.text
