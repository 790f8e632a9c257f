"""How lists read rows, and the indexes that they need: no list searches or sorts a whole table.

Each sort key of a list leads an index, behind the fields that its condition fixes, and so does each
filter. The identifier, which tells equal rows apart, ends each, so that a page begins where the one
before it ended.
"""

from collections.abc import Iterator, Sequence

from msc.core.record import Record, replace
from msc.ir.behaviour import Operation
from msc.ir.entities import Entity, Store
from msc.ir.expressions import Node
from msc.ir.fields import EmailType, FieldType, ListedType, PhoneType, StringType, UrlType
from msc.ir.sight import equal_values, is_restricted_list, path_of
from msc.ir.steps import ListStep
from msc.ir.system import System
from msc.ir.walk import all_steps

IDENTIFIER = "id"
# Two texts of that length fit into an entry, and neither needs a bound because of it.
LONGEST_TEXT = 300
MOST_TEXTS = 2


class Reading(Record):
    """Rows of an entity that have certain values in some fields, in the order of a sort key."""

    entity: str
    fixed: tuple[str, ...]
    sort: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """What leads the index that serves it."""
        return (*self.fixed, *(key for key in self.sort if key not in self.fixed))


class _Rows:
    """What decides how rows of an entity can be read: asked for each list, and computed once."""

    def __init__(self, entity: Entity) -> None:
        types = {field.name: field.type for field in entity.fields}
        self.entity = entity
        self.fields = types.keys()
        self.words = frozenset(
            name for name, type_ in types.items() if isinstance(type_, ListedType)
        )
        self._lengths = {name: _length(type_) for name, type_ in types.items()}
        self._bulky = frozenset(name for name, type_ in types.items() if type_.bulky)

    def fits(self, columns: Sequence[str]) -> bool:
        """Whether an index holds the values, however long they are."""
        lengths = [length for name in columns if (length := self._lengths.get(name, 0))]
        is_small = len(lengths) <= MOST_TEXTS and max(lengths, default=0) <= LONGEST_TEXT
        return is_small and self._bulky.isdisjoint(columns)


def readings(system: System) -> tuple[Reading, ...]:
    """What the lists of a system read by an index, once each."""
    rows = dict[str, _Rows]()
    lists = (
        (operation, step)
        for operation in system.operations
        for step in all_steps(operation.steps)
        if isinstance(step, ListStep)
    )
    fitting = list[Reading]()
    for operation, step in lists:
        name = step.query.entity
        if name not in rows:
            rows[name] = _Rows(system.entity(name))
        every = _readings(step, operation, rows[name], system)
        fitting += (reading for reading in every if rows[name].fits(reading.columns))
    return tuple(dict.fromkeys(fitting))


def indexed(system: System) -> System:
    """The system whose rows have the indexes of its lists besides those of the spec."""
    wanted: dict[str, list[Reading]] = {}
    for reading in readings(system):
        wanted.setdefault(reading.entity, []).append(reading)
    entities = tuple(
        _with_indexes(entity, wanted[entity.name]) if entity.name in wanted else entity
        for entity in system.entities
    )
    return replace(system, entities=entities)


def _readings(
    step: ListStep, operation: Operation, rows: _Rows, system: System
) -> Iterator[Reading]:
    entity = rows.entity
    if entity.store is not Store.POSTGRES:
        return
    fixed = _fixed(step, rows)
    # Words have the order of their list, and rows are stored in that of the values.
    names = (key.removeprefix("-") for key in step.sort)
    keys = tuple(name for name in names if name not in rows.words)
    for key in keys:
        yield Reading(entity.name, fixed, (key,))
    default = keys[:1] if step.sort[0].removeprefix("-") in keys else ()
    owner = entity.access.owner
    if owner not in (None, IDENTIFIER) and is_restricted_list(step, operation, system):
        yield Reading(entity.name, (owner,), default)
    if not fixed:
        for name in step.filters:
            yield Reading(entity.name, (name,), () if name in keys else default)


def _fixed(step: ListStep, rows: _Rows) -> tuple[str, ...]:
    """The fields for which all rows of the list have the same value."""
    if step.query.condition is None:
        return ()
    fixed: list[str] = []
    for pair in equal_values(step.query.condition.root):
        names = [name for side in pair if (name := _own_field(side, step)) in rows.fields]
        # Two fields that are equal to each other fix neither.
        fixed += names if len(names) == 1 else ()
    return tuple(dict.fromkeys(fixed))


def _own_field(side: Node, step: ListStep) -> str:
    """The field of the listed row that one side of a comparison is, if it is one."""
    match path_of(side):
        case (variable, name) if variable == step.query.variable:
            return name
        case _:
            return ""


def _with_indexes(entity: Entity, wanted: Sequence[Reading]) -> Entity:
    unique = ((field.name,) for field in entity.fields if field.unique)
    indexes = list(entity.indexes)
    served = [*unique, *entity.uniques, *indexes]
    # A longer index serves the lists of a shorter one.
    for reading in sorted(wanted, key=lambda reading: len(reading.columns), reverse=True):
        columns = reading.columns
        if not any(index[: len(columns)] == columns for index in served):
            indexes.append((*columns, IDENTIFIER))
            served.append(columns)
    return replace(entity, indexes=tuple(indexes))


def _length(type_: FieldType) -> int:
    """How long the texts of a type may be; 0 for other values."""
    match type_:
        case StringType():
            return type_.max_length
        case EmailType() | PhoneType():
            return 254
        case UrlType():
            return 2048
        case _:
            return 0
