"""Texts in indexes have their room there, and so has what they are set to."""

from pathlib import Path
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from msc.ir.entities import Entity, Store
from msc.ir.fields import EmailType, Field, FieldType, IntegerType, StringType, UrlType
from msc.lower.shapes.keys import input_rooms, key_bytes
from msc.pipeline.spec import load
from tests.unit.analyze.pocket import changed, system

POCKET = system(changed())
NAMES = ("title", "body", "page", "mail")


@st.composite
def entities(draw: st.DrawFn) -> Entity:
    lengths = st.integers(1, 900)
    types: st.SearchStrategy[FieldType] = st.one_of(
        lengths.map(StringType), st.sampled_from([IntegerType(), EmailType(), UrlType()])
    )
    fields = tuple(Field(name, draw(types), unique=draw(st.booleans())) for name in NAMES)
    groups = st.lists(st.sampled_from(NAMES), min_size=1, unique=True).map(tuple)
    uniques, indexes = draw(st.lists(groups, max_size=2)), draw(st.lists(groups, max_size=2))
    return Entity("note", "notes", "", Store.POSTGRES, fields, tuple(uniques), tuple(indexes))


@given(entities())
def test_texts_that_fit_need_no_look_at_the_indexes(entity: Entity) -> None:
    short = key_bytes(entity, POCKET)
    with patch("msc.lower.shapes.keys._fit", return_value=False):
        assert key_bytes(entity, POCKET) == short


def test_input_has_the_room_of_what_it_is_written_to() -> None:
    spec = load(Path(__file__).parents[2] / "systems" / "small" / "long_keys.yaml").value
    assert spec is not None
    assert {one.name: dict(input_rooms(one, spec)) for one in spec.operations} == {
        "create_page": {"title": 2600, "place": 1300, "address": 1300},
        "change_page": {"title": 2600, "address": 1300},
    }
