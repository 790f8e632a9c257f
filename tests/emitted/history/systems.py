"""Systems of a few random tables, and random next versions of them."""

from hypothesis import strategies as st

from msc.core.naming import plural
from msc.core.record import replace
from msc.emit.revisions.conversions import conversion
from msc.ir.entities import Entity, Store
from msc.ir.fields import (
    BooleanType,
    DatetimeType,
    DateType,
    DecimalType,
    EmailType,
    EnumType,
    Field,
    FieldType,
    IntegerType,
    JsonType,
    MoneyType,
    OnDelete,
    ReferenceType,
    RoleType,
    StringType,
    TextType,
    UuidType,
)
from msc.ir.system import System
from msc.lower.shapes.tables import column_type

ENTITIES = ("book", "order", "user", "a_name_as_long_as_names_may_ever_become")
PLURALS = (*map(plural, ENTITIES), "books_of_all_kinds_and_of_all_the_years_ago")
FIELDS = ("title", "limit", "order", "count", "price", "the_longest_name_that_a_field_may_have")
WORDS = ("open", "done", "lost", "kept")
EMPTY = System(
    name="law", title="Law", description="", currency="EUR", time_zone="UTC", base_path="/api",
    roles=(), enums=(), authentication=None, audit_entity=None, integrations=(), entities=(),
    rules=(), operations=(), endpoints=(), events=(), notifications=(), jobs=(), commands=(),
    journeys=(), questions=(),
)  # fmt: skip
GROUPABLE = (StringType, IntegerType, BooleanType, DateType, UuidType, ReferenceType, EnumType)


@st.composite
def types(draw: st.DrawFn, entities: tuple[str, ...]) -> FieldType:
    """A type of a field; references are to one of `entities`."""
    low, high = draw(st.sampled_from([(None, None), (0, None), (None, 9), (1, 5)]))
    texts = [None if bound is None else str(bound) for bound in (low, high)]
    words = tuple(draw(st.lists(st.sampled_from(WORDS), min_size=1, unique=True)))
    scale = draw(st.integers(0, 4))
    on_delete = draw(st.sampled_from([OnDelete.RESTRICT, OnDelete.CASCADE]))
    return draw(
        st.sampled_from(
            [
                StringType(draw(st.sampled_from([3, 40, 80, 255]))),
                TextType(),
                EmailType(),
                IntegerType(low, high),
                DecimalType(scale, draw(st.integers(scale + 1, 20)), *texts),
                MoneyType("EUR", *texts),
                BooleanType(),
                DateType(),
                DatetimeType(),
                UuidType(),
                JsonType(),
                EnumType("state", words),
                RoleType(words),
                *(ReferenceType(entity, on_delete) for entity in entities),
            ]
        )
    )


def fill_of(type_: FieldType) -> str | int | bool | tuple[()] | None:
    """A value that fits the type, in the form of a default; None where there can be none."""
    match type_:
        case StringType() | TextType():
            return "a:b"
        case IntegerType():
            return 2
        case DecimalType(scale):
            return "2" if scale == 0 else f"2.{'0' * scale}"
        case MoneyType():
            return "2.00"
        case BooleanType():
            return True
        case EnumType(_, words) | RoleType(words):
            return words[0]
        case JsonType():
            return ()
        case _:
            return None


@st.composite
def fields(draw: st.DrawFn, name: str, entities: tuple[str, ...]) -> Field:
    """A field of that name."""
    type_ = draw(types(entities))
    fill = fill_of(type_)
    has_default = fill is not None and draw(st.booleans())
    return Field(
        name=name,
        type=type_,
        optional=draw(st.booleans()),
        has_default=has_default,
        default=fill if has_default else None,
        has_fill=fill is not None and not has_default and draw(st.booleans()),
        fill=fill,
        unique=not isinstance(type_, JsonType | TextType) and draw(st.integers(0, 3)) == 0,
    )


@st.composite
def grouped(draw: st.DrawFn, entity: Entity) -> Entity:
    """The entity with lists of fields that are unique or searched together."""
    names = [field.name for field in entity.fields if isinstance(field.type, GROUPABLE)]
    pair = st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True).map(tuple)
    several = st.lists(pair, max_size=1) if len(names) > 1 else st.just([])
    dated = [(names[0], "created_at")] if names and draw(st.booleans()) else []
    return replace(entity, uniques=tuple(draw(several)), indexes=(*draw(several), *dated))


@st.composite
def systems(draw: st.DrawFn) -> System:
    """A system of one to three tables."""
    names = tuple(draw(st.lists(st.sampled_from(ENTITIES), min_size=1, max_size=3, unique=True)))
    entities = []
    for name in sorted(names):
        columns = draw(st.lists(st.sampled_from(FIELDS), min_size=1, max_size=5, unique=True))
        own = tuple(draw(fields(column, names)) for column in columns)
        entities.append(draw(grouped(Entity(name, plural(name), "", Store.POSTGRES, own))))
    return replace(EMPTY, entities=tuple(entities))


@st.composite
def next_versions(draw: st.DrawFn, old: System) -> System:
    """What a person may make of the system: parts are kept, dropped, renamed, changed, added."""
    fates = draw(_fates([entity.name for entity in old.entities]))
    free = [entity for entity in ENTITIES if fates.get(entity, "drop") == "drop"]
    kept: list[tuple[Entity, str, str | None]] = []
    for old_entity in old.entities:
        fate = fates[old_entity.name]
        if fate == "rename" and free:
            kept.append((old_entity, free.pop(), old_entity.name))
        elif fate != "drop":
            kept.append((old_entity, old_entity.name, None))
    unused = [name for name in free if name not in fates]
    if unused and draw(st.booleans()):
        kept.append((Entity(unused[0], "", "", Store.POSTGRES, ()), unused[0], None))
    names = tuple(name for _, name, _ in kept)
    plurals = draw(st.permutations(PLURALS)) if draw(st.integers(0, 2)) == 0 else None
    renamed = {former: name for _, name, former in kept if former}
    result = []
    for index, (old_entity, name, former) in enumerate(kept):
        called = plurals[index] if plurals else plural(name)
        body = draw(_fields(old_entity.fields, names, renamed))
        entity = Entity(name, called, "", Store.POSTGRES, body, renamed_from=former)
        result.append(draw(grouped(entity)))
    return replace(EMPTY, entities=tuple(sorted(result, key=lambda entity: entity.name)))


@st.composite
def _fates(draw: st.DrawFn, names: list[str]) -> dict[str, str]:
    """What becomes of each name; what is dropped may make room for what is renamed."""
    fate = st.sampled_from(["keep", "keep", "keep", "change", "retype", "rename", "drop"])
    return {name: draw(fate) for name in names}


@st.composite
def _fields(
    draw: st.DrawFn, old: tuple[Field, ...], entities: tuple[str, ...], renamed: dict[str, str]
) -> tuple[Field, ...]:
    fates = draw(_fates([field.name for field in old]))
    free = [field for field in FIELDS if fates.get(field, "drop") == "drop"]
    result = []
    for old_field in old:
        fate = fates[old_field.name]
        field = replace(old_field, renamed_from=None)
        if isinstance(field.type, ReferenceType):
            target = renamed.get(field.type.entity, field.type.entity)
            field = replace(field, type=replace(field.type, entity=target))
            if target not in entities:
                continue
        if fate == "drop":
            continue
        if fate == "rename" and free:
            field = replace(field, name=free.pop(), renamed_from=old_field.name)
        elif fate == "change":
            field = replace(field, optional=not field.optional, unique=False)
        elif fate == "retype":
            other = draw(fields(old_field.name, entities))
            field = other if conversion(*map(column_type, (field.type, other.type))) else field
        result.append(field)
    unused = [name for name in free if name not in fates]
    added = [name for name in unused[:2] if draw(st.booleans())]
    result += [draw(fields(name, entities)) for name in added]
    return tuple(result)
