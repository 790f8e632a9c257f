"""The canonical text of a system."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc.core.record import replace
from msc.ir.canonical import from_json, to_json
from tests.unit.analyze.pocket import changed, system

POCKET = system(changed())


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_a_system_comes_back_as_it_was(title: str, description: str, words: list[str]) -> None:
    enums = tuple(replace(enum, values=tuple(words)) for enum in POCKET.enums)
    system = replace(POCKET, title=title, description=description, enums=enums)
    assert from_json(to_json(system)) == system


PLACE = ',"origin":{"is":"Origin","span":["spec.yaml",1,1,1,1]}'


@pytest.mark.parametrize("text", [PLACE, f"\\{PLACE}", f'"{PLACE}"', f'"{PLACE}\\'])
def test_a_text_that_looks_like_a_place_is_none(text: str) -> None:
    hostile = replace(POCKET, title=text)
    assert from_json(to_json(hostile)) == hostile


def test_the_order_of_keys_does_not_change_the_system() -> None:
    roles = ("  member: Books rooms.\n  manager: Keeps the list of rooms.\n",
             "  manager: Keeps the list of rooms.\n  member: Books rooms.\n")  # fmt: skip
    other = system(changed(roles))
    assert [role.name for role in other.roles] == [role.name for role in POCKET.roles]


def test_places_in_the_spec_do_not_count() -> None:
    moved = system("# moved by a line\n" + changed())
    assert to_json(moved) == to_json(POCKET)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format_version": 9, "system": {}}'])
def test_another_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        from_json(text)
