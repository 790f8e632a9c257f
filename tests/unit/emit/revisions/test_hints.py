"""A rename declared on one branch reaches the spec of the other, where it still says something."""

import pytest

from msc.core.record import replace
from msc.emit.revisions.lineage import Lineage, hinted
from msc.emit.revisions.stored import Stored
from msc.ir.entities import Entity, Store
from msc.ir.fields import Field, IntegerType

RENAMES = Lineage({"note": "memo", "page": "page"}, {
    ("note", "rank"): ("memo", "place"), ("note", "size"): ("memo", "size"),
    ("page", "rank"): ("page", "place"),
})  # fmt: skip


def entity(name: str, former: str | None = None, *fields: Field) -> Entity:
    return Entity(name, f"{name}s", "", Store.POSTGRES, fields, renamed_from=former)


def stored(*entities: Entity) -> Stored:
    return Stored(entities=entities)


@pytest.mark.parametrize(
    ("known", "declared", "hint"),
    [
        (("note",), None, "note"),
        (("note",), "gone", "note"),
        (("note", "paper"), "paper", "paper"),
        (("note", "memo"), None, None),
        (("note", "memo"), "gone", "gone"),
        (("paper",), None, None),
    ],
)  # fmt: skip
def test_an_entity_gets_its_former_name_unless_it_is_known_already(
    known: tuple[str, ...], declared: str | None, hint: str | None
) -> None:
    old = stored(*map(entity, known))
    (result,) = hinted(stored(entity("memo", declared)), old, RENAMES).entities
    assert result == entity("memo", hint)


def number(name: str, former: str | None = None) -> Field:
    return replace(Field(name, IntegerType()), renamed_from=former)


@pytest.mark.parametrize(
    ("known", "declared", "hint"),
    [
        (("rank",), None, "rank"),
        (("rank",), "gone", "rank"),
        (("rank", "order"), "order", "order"),
        (("rank", "place"), None, None),
        (("order",), None, None),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("before", "after"), [("page", "page"), ("note", "memo")])
def test_a_field_gets_its_former_name_unless_it_is_known_already(
    before: str, after: str, known: tuple[str, ...], declared: str | None, hint: str | None
) -> None:
    old = stored(entity(before, None, *map(number, known)))
    new = stored(entity(after, None, number("place", declared)))
    (result,) = hinted(new, old, RENAMES).entities
    assert result.fields == (number("place", hint),)
