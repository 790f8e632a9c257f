"""Test data: factories of sample rows, and in-memory ports."""

from collections.abc import Iterator, Mapping, Set
from functools import partial

from msc.core.record import Record
from msc.emit.views.application.ports import PAGING
from msc.emit.views.application.tests.domain import rows_of_rule
from msc.ir.behaviour import Home, Operation
from msc.ir.entities import Entity, Store
from msc.ir.steps import ForEachStep, ListStep
from msc.ir.system import System
from msc.ir.walk import all_steps
from msc.lower.operations.use_case import UseCase
from msc.lower.pieces import Pieces
from msc.lower.program import Program
from msc.lower.pycode import Import, ImportSet, docstring, literal
from msc.lower.scenes.rehearsal import rehearse_operation
from msc.lower.scenes.rows import common_fields, factory
from msc.lower.scenes.stage import Stage
from msc.lower.services.service import Service
from msc.lower.services.usage import Usage
from msc.lower.shapes.names import attribute
from msc.lower.shapes.queries import CompiledQuery, parameter_annotation
from msc.lower.shapes.samples import ordinary_value, value_imports, value_text
from msc.spelling.code import entity_class, entity_module, function_name

# The imports that a test of a use case may need.
TEST_IMPORTS: tuple[Import, ...] = (
    ("collections.abc", "Mapping"), ("dataclasses", "replace"), ("shared.dtos.enums", "Role"),
    ("shared.identifiers", "new_id"),
    ("shared.paging", "Page"), ("shared.problems", "NotFound"),
    ("shared.unit_of_work", "Consumed"),
    ("shared.unit_of_work", "CreateWrite"), ("shared.unit_of_work", "DeleteWrite"),
    ("shared.unit_of_work", "Guard"), ("shared.unit_of_work", "GuardFailed"),
    ("shared.unit_of_work", "ReadVersion"), ("shared.unit_of_work", "UpdateWrite"),
    ("shared.unit_of_work", "VersionConflict"), ("src.application.caller", "Caller"),
    ("src.application.errors", "AlreadyHandled"), ("src.application.errors", "NotAllowed"),
    ("src.application.errors", "NotSignedIn"), ("src.application.errors", "NotVisible"),
    ("src.application.pages", "NextPage"), ("src.application.pages", "ROWS"),
    ("pydantic", "TypeAdapter"),
    ("src.domain.errors", "IllegalTransition"),
    ("src.domain.errors", "RuleViolation"), ("tests.support.clock", "TIMESTAMP"),
    ("tests.support.data", "Data"), ("tests.support.rows", "Asked"),
    ("tests.support.units_of_work", "Published"), ("tests.support.units_of_work", "Work"),
)  # fmt: skip


class FactoryView(Record):
    """The factory of an entity's rows."""

    name: str
    kind: str
    docstring: str
    entries: tuple[str, ...]


class CallsView(Record):
    """The methods that are called on in-memory rows, their named queries, and units of work."""

    finds_by: bool
    pages: bool
    answers: bool
    shows: bool
    walks: bool
    walks_queries: bool
    selects: bool
    creates: bool


class RowsView(Record):
    """In-memory rows of an entity; `methods` are those of named queries."""

    class_name: str
    kind: str
    id_type: str
    entity: str
    attribute: str
    docstring: str
    methods: tuple[str, ...]


class SceneFacts(Record):
    """A scene in which an operation succeeds: the entities of its rows, and whether it adds any."""

    entities: tuple[str, ...]
    creates: bool


type Scenes = Mapping[str, SceneFacts]
"""The scenes of a service by operation, as far as they are known."""


class _Scene(Record):
    """The scene of an operation, if one is known."""

    facts: SceneFacts | None


class _Factory(Record):
    """The factory of an entity's rows, and its imports."""

    view: FactoryView
    imports: tuple[Import, ...]


def known_scenes(service: Service, program: Program) -> Scenes:
    """The scenes of the operations of a service."""
    names = (case.operation.name for case in service.use_cases)
    scenes = ((name, program.pieces.of(_Scene, name, (), partial(_of_operation, name, program)))
              for name in names)  # fmt: skip
    return {name: scene.facts for name, scene in scenes if scene.facts is not None}


def _of_operation(name: str, program: Program, system: System) -> _Scene:
    rehearsal = rehearse_operation(system.operation(name), system, program.stored)
    if rehearsal is None:
        return _Scene(None)
    entities = {row.entity.name for row in rehearsal.scene.rows}
    return _Scene(SceneFacts(tuple(sorted(entities)), bool(rehearsal.outcome.created)))


def calls_view(service: Service, program: Program, scenes: Scenes) -> CallsView:
    """The methods that use cases of a service call, which in-memory rows must provide."""
    called = {method for _, method in service.usage.calls}
    pages, queries = "page" in called, program.stored.queries.values()
    answers = any(query.method in called for query in queries)
    walks_queries = any(query.every_method in called for query in queries)
    rehearsed = [case for case in service.use_cases if case.operation.name in scenes]
    accounts = service.home is Home.API and program.system.authentication is not None
    return CallsView(
        finds_by="find_by" in called,
        pages=pages,
        answers=answers,
        shows=pages or answers,
        walks="every_row" in called,
        walks_queries=walks_queries,
        selects=any(map(_selects, rehearsed)),
        creates=accounts or any(scene.creates for scene in scenes.values()),
    )


def _selects(use_case: UseCase) -> bool:
    """Whether the tests of the operation choose the results of its queries."""
    steps = tuple(all_steps(use_case.operation.steps))
    if any(isinstance(step, ForEachStep) for step in steps):
        return True
    lists = (step for step in steps if isinstance(step, ListStep))
    return any(step.query.condition is not None for step in lists)


def sampled(service: Service, program: Program, scenes: Scenes) -> tuple[Entity, ...]:
    """The entities that need a factory in the tests of a service."""
    names = set[str]()
    for case in service.use_cases:
        scene = scenes.get(case.operation.name)
        names.update(scene.entities if scene else _of_rules(case.operation, program))
        names |= {step.query.entity for step in case.operation.steps if isinstance(step, ListStep)}
    for notification in program.system.notifications:
        if notification.name in service.usage.notifications:
            names |= {input_.entity for input_ in notification.inputs if input_.entity is not None}
    accounts = program.system.authentication
    if accounts is not None and _samples_account(service):
        names.add(accounts.account)
    return tuple(entity for entity in program.system.entities if entity.name in names)


def _samples_account(service: Service) -> bool:
    """Whether tests besides those of operations need an account."""
    return service.home is Home.API or bool(service.usage.notifications)


def _of_rules(operation: Operation, program: Program) -> set[str]:
    """The entities of the rows in the tests of an operation's rules, which need no scene."""
    stage = Stage(program.system, operation)
    rules = (rule for rule in program.system.rules_of(operation) if not rule.stored)
    return {row.entity.name for rule in rules for row in rows_of_rule(rule, stage)}


def kept(service: Service, program: Program, scenes: Scenes) -> tuple[Entity, ...]:
    """The entities with in-memory rows in a service's tests: arranged, read or written."""
    names = {entity.name for entity in sampled(service, program, scenes)}
    names |= {entity for entity, _ in service.usage.calls}
    steps = (step for case in service.use_cases for step in all_steps(case.operation.steps))
    names |= {step.written for step in steps if step.written is not None}
    return tuple(entity for entity in program.system.entities if entity.name in names)


def factories(entities: tuple[Entity, ...], pieces: Pieces) -> tuple[tuple[FactoryView, ...], str]:
    """The factories of rows, and their imports."""
    imports = ImportSet([("typing", "Any"), ("tests.support.clock", "TIMESTAMP"),
                         ("shared.identifiers", "new_id")])  # fmt: skip
    compiled = [
        pieces.of(_Factory, entity.name, (), partial(_factory, entity.name)) for entity in entities
    ]
    for one in compiled:
        imports.add_all(one.imports)
    return tuple(one.view for one in compiled), imports.text


def _factory(name: str, system: System) -> _Factory:
    entity = system.entity(name)
    kind = entity_class(entity.name)
    imports: list[Import] = [(f"shared.dtos.{entity_module(entity.name)}", kind)]
    stored = entity.store is Store.POSTGRES
    entries = [f'"id": {"new_id()" if stored else "str(new_id())"}']
    for field in entity.shown:
        imports += value_imports(field.type)
        entries.append(
            f"{literal(attribute(field))}: {value_text(field.type, ordinary_value(field))}"
        )
    entries += [f'"{field}": TIMESTAMP' for field in common_fields(entity)]
    if stored:
        entries.append('"version": 1')
    words = entity.name.replace("_", " ")
    view = FactoryView(factory(entity), kind, docstring(f"A row: {words}."), tuple(entries))
    return _Factory(view, tuple(imports))


def rows_in_memory(
    entities: tuple[Entity, ...], needs: Usage, program: Program
) -> tuple[tuple[RowsView, ...], str]:
    """The collections of rows, and their imports."""
    imports = ImportSet([("uuid", "UUID"), ("collections.abc", "AsyncIterator"),
                         ("shared.paging", "Page"), ("tests.support.clock", "FixedClock"),
                         ("tests.support.guards", "ProgrammedGuards"),
                         ("tests.support.rows", "Asked"), ("tests.support.rows", "Filters"),
                         ("tests.support.rows", "InMemoryRows"),
                         ("tests.support.units_of_work", "InMemoryUnitsOfWork")])  # fmt: skip
    called: dict[str, set[str]] = {}
    for name, method in needs.calls:
        called.setdefault(name, set()).add(method)
    rows = tuple(
        _rows(
            entity, called.get(entity.name, set()), program.stored.queries_of(entity.name), imports
        )
        for entity in entities
    )
    return rows, imports.text


def _rows(
    entity: Entity, called: Set[str], queries: tuple[CompiledQuery, ...], imports: ImportSet
) -> RowsView:
    kind = entity_class(entity.name)
    imports.add(f"shared.dtos.{entity_module(entity.name)}", kind)
    methods = [pair for query in queries for pair in _query(query, kind, imports)]
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
    name, arguments, listed = function_name(compiled.query.name), "", []
    for parameter in compiled.code.parameters:
        text, needed = parameter_annotation(parameter)
        imports.add_all([needed] if needed else [])
        arguments += f", {parameter.name}: {text}"
        listed.append(f"{literal(parameter.name)}: {parameter.name}")
    parameters = f"{{{', '.join(listed)}}}"
    literal_name = literal(compiled.query.name)
    asked = f"{literal_name}, {parameters}, filters or {{}}, sort, limit, cursor, offset, total"
    yield (
        name,
        f"async def {name}(self{arguments}, {PAGING}) -> Page[{kind}]:\n"
        f'        """A page of the rows of the query."""\n'
        f"        return self._answer(Asked({asked}))",
    )
    yield (
        f"every_{name}",
        f"def every_{name}(self{arguments}) -> AsyncIterator[{kind}]:\n"
        f'        """All rows of the query."""\n'
        f"        return self._every({literal_name}, {parameters})",
    )
