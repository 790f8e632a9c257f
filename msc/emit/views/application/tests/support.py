"""The tests' own rows: factories of samples, and collections in memory."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.emit.views.application.ports import PAGING
from msc.ir.entities import Entity, Store
from msc.ir.system import System
from msc.lower.program import Program
from msc.lower.pycode import Import, ImportSet, docstring, literal
from msc.lower.scenes.rows import common_fields, factory
from msc.lower.services.usage import Usage
from msc.lower.shapes.names import attribute
from msc.lower.shapes.queries import CompiledQuery, parameter_annotation
from msc.lower.shapes.samples import ordinary_value, value_imports, value_text
from msc.spelling.code import entity_class, entity_module, function_name

# What a test of a use case may need.
TEST_IMPORTS: tuple[Import, ...] = (
    ("dataclasses", "replace"), ("shared.dtos.enums", "Role"), ("shared.identifiers", "new_id"),
    ("shared.paging", "Page"), ("shared.problems", "NotFound"),
    ("shared.unit_of_work", "Consumed"),
    ("shared.unit_of_work", "CreateWrite"), ("shared.unit_of_work", "DeleteWrite"),
    ("shared.unit_of_work", "Guard"), ("shared.unit_of_work", "GuardFailed"),
    ("shared.unit_of_work", "ReadVersion"), ("shared.unit_of_work", "UpdateWrite"),
    ("shared.unit_of_work", "VersionConflict"), ("src.application.caller", "Caller"),
    ("src.application.errors", "AlreadyHandled"), ("src.application.errors", "NotAllowed"),
    ("src.application.errors", "NotSignedIn"), ("src.application.errors", "NotVisible"),
    ("src.domain.errors", "IllegalTransition"),
    ("src.domain.errors", "RuleViolation"), ("tests.support.clock", "MOMENT"),
    ("tests.support.data", "Data"), ("tests.support.rows", "Asked"),
    ("tests.support.units_of_work", "Published"), ("tests.support.units_of_work", "Work"),
)  # fmt: skip


class FactoryView(Record):
    """The function that makes a row of an entity."""

    name: str
    kind: str
    docstring: str
    entries: tuple[str, ...]


class RowsView(Record):
    """Rows of an entity in memory; `methods` are those of named queries."""

    class_name: str
    kind: str
    id_type: str
    entity: str
    attribute: str
    docstring: str
    methods: tuple[str, ...]


def factories(system: System) -> tuple[tuple[FactoryView, ...], str]:
    """The factories of all entities, and their imports."""
    imports = ImportSet([("typing", "Any"), ("tests.support.clock", "MOMENT"),
                         ("shared.identifiers", "new_id")])  # fmt: skip
    return tuple(_factory(each, imports) for each in system.entities), imports.text


def _factory(entity: Entity, imports: ImportSet) -> FactoryView:
    kind = entity_class(entity.name)
    imports.add(f"shared.dtos.{entity_module(entity.name)}", kind)
    stored = entity.store is Store.POSTGRES
    entries = [f'"id": {"new_id()" if stored else "str(new_id())"}']
    for each in entity.fields:
        imports.add_all(value_imports(each.type))
        entries.append(f"{literal(attribute(each))}: {value_text(each.type, ordinary_value(each))}")
    entries += [f'"{each}": MOMENT' for each in common_fields(entity)]
    if stored:
        entries.append('"version": 1')
    words = entity.name.replace("_", " ")
    return FactoryView(factory(entity), kind, docstring(f"A row: {words}."), tuple(entries))


def rows_in_memory(needs: Usage, program: Program) -> tuple[tuple[RowsView, ...], str]:
    """The collections of all entities, and their imports."""
    imports = ImportSet([("uuid", "UUID"), ("collections.abc", "AsyncIterator"),
                         ("shared.paging", "Page"), ("tests.support.clock", "FixedClock"),
                         ("tests.support.guards", "ProgrammedGuards"),
                         ("tests.support.rows", "Asked"), ("tests.support.rows", "Filters"),
                         ("tests.support.rows", "InMemoryRows"),
                         ("tests.support.units_of_work", "InMemoryUnitsOfWork")])  # fmt: skip
    rows = tuple(
        _rows(each, needs, program.stored.queries_of(each.name), imports)
        for each in program.system.entities
    )
    return rows, imports.text


def _rows(
    entity: Entity, needs: Usage, queries: tuple[CompiledQuery, ...], imports: ImportSet
) -> RowsView:
    kind = entity_class(entity.name)
    imports.add(f"shared.dtos.{entity_module(entity.name)}", kind)
    called = {method for name, method in needs.calls if name == entity.name}
    methods = [pair for each in queries for pair in _query(each, kind, imports)]
    return RowsView(
        class_name=f"{kind}RowsInMemory",
        kind=kind,
        id_type="UUID" if entity.store is Store.POSTGRES else "str",
        entity=literal(entity.name),
        attribute=function_name(entity.plural),
        docstring=docstring(f"Rows of {kind}."),
        methods=tuple(text for name, text in methods if name in called),
    )


def _query(compiled: CompiledQuery, kind: str, imports: ImportSet) -> Iterator[tuple[str, str]]:
    name, given, listed = function_name(compiled.query.name), "", []
    for each in compiled.code.parameters:
        text, needed = parameter_annotation(each)
        imports.add_all([needed] if needed else [])
        given += f", {each.name}: {text}"
        listed.append(f"{literal(each.name)}: {each.name}")
    parameters = f"{{{', '.join(listed)}}}"
    literal_name = literal(compiled.query.name)
    asked = f"{literal_name}, {parameters}, filters or {{}}, sort, limit, cursor, offset, total"
    yield (
        name,
        f"async def {name}(self{given}, {PAGING}) -> Page[{kind}]:\n"
        f'        """A page of the rows of the query."""\n'
        f"        return self._answer(Asked({asked}))",
    )
    yield (
        f"every_{name}",
        f"def every_{name}(self{given}) -> AsyncIterator[{kind}]:\n"
        f'        """All rows of the query."""\n'
        f"        return self._every({literal_name}, {parameters})",
    )
