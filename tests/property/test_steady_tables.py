"""Tables that stay as they are may be left out of a comparison, and the result is the same."""

from itertools import pairwise
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from msc.core.record import replace
from msc.emit.revisions import lineage as lineages
from msc.emit.revisions.lineage import lineage
from msc.emit.revisions.matching import SchemaChange, step
from msc.emit.revisions.operations import operations
from msc.emit.revisions.revision import revision_view
from msc.emit.revisions.stored import Stored
from msc.ir.entities import Entity, Store
from msc.ir.fields import Field, FieldType, IntegerType, ReferenceType, StringType, TextType

# A keyword of the database is no name of a table as it is.
PLURALS = {"loan": "lateral", "note": "notes", "page": "pages", "user": "users"}
NAMES = tuple(PLURALS)
FIELDS = ("rank", "size", "body")
TYPES = (IntegerType(), IntegerType(1), StringType(20), TextType())


@st.composite
def stored(draw: st.DrawFn, before: Stored | None = None) -> Stored:
    """A few tables; of those before, some stay."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    # A table may take over the name that another one had.
    plurals = draw(st.permutations(list(PLURALS.values())))
    known = {entity.name: entity for entity in before.entities} if before else {}
    entities = []
    for name, plural in zip(NAMES, plurals, strict=True):
        if name not in names:
            continue
        kept = known.get(name) if draw(st.integers(0, 3)) else None
        references = kept is not None and all(
            field.type.entity in names
            for field in kept.fields
            if isinstance(field.type, ReferenceType)
        )
        usual = PLURALS[name] if draw(st.booleans()) else plural
        entities.append(kept if kept and references else draw(entity(name, usual, names)))
    taken = [one.plural for one in entities]
    unique = len(set(taken)) == len(taken)
    named = entities if unique else [replace(one, plural=PLURALS[one.name]) for one in entities]
    return Stored(tuple(named), draw(st.sampled_from(["UTC", "Europe/Berlin"])))


@st.composite
def entity(draw: st.DrawFn, name: str, plural: str, names: list[str]) -> Entity:
    kinds: list[FieldType] = [*TYPES, *map(ReferenceType, names)]
    fields = tuple(
        Field(
            field,
            draw(st.sampled_from(kinds)),
            unique=draw(st.booleans()),
            optional=draw(st.booleans()),
            renamed_from=draw(st.sampled_from([None, None, *FIELDS])),
        )
        for field in draw(st.lists(st.sampled_from(FIELDS), unique=True))
    )
    former = draw(st.sampled_from([None, None, *NAMES]))
    return Entity(name, plural, "", Store.POSTGRES, fields, renamed_from=former)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Stored, ...]:
    states = [draw(stored())]
    for _ in range(draw(st.integers(1, 3))):
        states.append(draw(stored(states[-1])))
    return tuple(states)


def view(way: SchemaChange) -> object:
    changes = operations(way)
    return changes and revision_view(("0001",), way, changes, operations(way.undone()), "")


@given(histories())
def test_a_revision_is_the_same_if_all_tables_are_compared(states: tuple[Stored, ...]) -> None:
    for old, new in pairwise(states):
        short = step(old, new)
        with patch("msc.emit.revisions.matching._steady", return_value=frozenset()):
            whole = step(old, new)
        assert len(short.pairs) + len(short.steady) == len(whole.pairs)
        assert short.moved == whole.moved
        assert view(short) == view(whole)


@given(histories())
def test_a_lineage_is_the_same_if_all_entities_are_followed(states: tuple[Stored, ...]) -> None:
    short = lineage(states)
    with patch.object(lineages, "_steady", return_value={}):
        assert lineage(states) == short


def test_a_table_that_refers_to_one_with_a_new_name_and_rows_is_compared() -> None:
    def table(name: str, *fields: Field, former: str | None = None) -> Entity:
        return Entity(name, f"{name}s", "", Store.POSTGRES, fields, renamed_from=former)

    note = table("note", Field("owner", ReferenceType("user")))
    way = step(
        Stored((table("client"), note, table("user"))),
        Stored((note, table("user", former="client"))),
    )
    assert way.steady == frozenset()
    assert {"drop foreign key notes_owner_id_fkey", "add foreign key notes_owner_id_fkey"} <= {
        operation.words for operation in operations(way)
    }
