"""What use cases need of the data services, as protocols."""

from dataclasses import dataclass

from msc.core.naming import pascal
from msc.emit.pycode import ImportSet
from msc.emit.shapes.queries import parameter_annotation, queries
from msc.ir.entities import Store
from msc.ir.system import System


@dataclass(frozen=True, slots=True)
class PortView:
    """The port of an entity's rows."""

    name: str
    row: str
    id_type: str
    methods: tuple[str, ...]


def port_views(system: System) -> tuple[tuple[PortView, ...], str]:
    imports = ImportSet()
    compiled = queries(system)
    ports = []
    for entity in system.entities:
        name = pascal(entity.name)
        imports.add(f"shared.dtos.{entity.name}", name)
        methods = []
        for each in compiled:
            if each.query.entity != entity.name or each.code is None:
                continue
            arguments = []
            for one in each.code.parameters:
                text, needed = parameter_annotation(one)
                if needed:
                    imports.add_all([needed])
                arguments.append(f"{one.name}: {text}")
            listed = "".join(f", {argument}" for argument in arguments)
            methods.append(
                f"async def {each.query.name}(self{listed}, filters: Filters | None = None, *, "
                "sort: str | None = None, limit: int | None = None, cursor: str | None = None, "
                f"offset: int | None = None, total: bool = False) -> Page[{name}]:\n"
                f'        """A page of the rows of the query."""\n'
            )
            methods.append(
                f"def every_{each.query.name}(self{listed}) -> AsyncIterator[{name}]:\n"
                f'        """All rows of the query."""\n'
            )
        id_type = "UUID" if entity.store is Store.POSTGRES else "str"
        ports.append(PortView(f"{name}Rows", name, id_type, tuple(methods)))
    imports.add("uuid", "UUID")
    return tuple(ports), imports.text
