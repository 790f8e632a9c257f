"""The impact of a change: what breaks stored rows or callers is never called safe."""

from typing import Any

import pytest

from msc.core.record import replace
from msc.diff.compare import compare
from msc.diff.impact import worst
from msc.ir.changes import Impact
from msc.ir.entities import Entity, Store
from msc.ir.fields import ReferenceType
from msc.ir.system import System
from tests.unit.analyze.pocket import changed
from tests.unit.analyze.pocket import system as resolved

SYSTEM = resolved(changed())


def entity(**values: Any) -> System:
    """The system with another first entity."""
    first, *others = SYSTEM.entities
    return replace(SYSTEM, entities=(replace(first, **values), *others))


def accounts(**values: Any) -> System:
    assert SYSTEM.authentication is not None
    return replace(SYSTEM, authentication=replace(SYSTEM.authentication, **values))


def days(number: int | None) -> System:
    return entity(retention_days=number)


def impact(old: System, new: System) -> Impact:
    return worst(tuple(each.impact for each in compare(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (SYSTEM, replace(SYSTEM, currency="XXX"), Impact.DATA),
        (SYSTEM, replace(SYSTEM, base_path="/elsewhere"), Impact.WIRE),
        (SYSTEM, replace(SYSTEM, name="another"), Impact.WIRE),
        (SYSTEM, replace(SYSTEM, title="Another"), Impact.SAFE),
        (entity(store=Store.POSTGRES), entity(store=Store.MONGO), Impact.DATA),
        (SYSTEM, entity(plural="others"), Impact.DATA),
        (SYSTEM, entity(description="Another."), Impact.SAFE),
        (days(None), days(30), Impact.DATA),
        (days(30), days(20), Impact.DATA),
        (days(20), days(30), Impact.SAFE),
        (days(20), days(None), Impact.SAFE),
        (SYSTEM, accounts(login="another"), Impact.WIRE),
        (SYSTEM, accounts(registration=None), Impact.WIRE),
        (SYSTEM, accounts(access_token_minutes=1), Impact.SAFE),
        (SYSTEM, replace(SYSTEM, authentication=None), Impact.WIRE),
        (SYSTEM, replace(SYSTEM, commands=SYSTEM.commands[1:]), Impact.WIRE),
        (SYSTEM, replace(SYSTEM, endpoints=SYSTEM.endpoints[1:]), Impact.WIRE),
    ],
)  # fmt: skip
def test_impact(old: System, new: System, expected: Impact) -> None:
    assert impact(old, new) is expected


def test_another_operation_behind_an_endpoint_is_another_contract() -> None:
    first, second, *others = SYSTEM.endpoints
    swapped = replace(first, operation=second.operation)
    assert impact(SYSTEM, replace(SYSTEM, endpoints=(swapped, second, *others))) is Impact.WIRE


def test_a_reference_to_another_entity_is_other_data() -> None:
    def redirected(one: Entity) -> Entity:
        fields = (
            replace(each, type=replace(each.type, entity="another"))
            if isinstance(each.type, ReferenceType)
            else each
            for each in one.fields
        )
        return replace(one, fields=tuple(fields))

    new = replace(SYSTEM, entities=tuple(map(redirected, SYSTEM.entities)))
    assert impact(SYSTEM, new) is Impact.DATA
