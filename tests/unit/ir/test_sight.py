"""What `access` of an entity leaves to those who run an operation."""

from pathlib import Path

import pytest

from msc.ir.entities import Access
from msc.ir.sight import sees_all, shuts_out
from msc.ir.system import System
from msc.pipeline.spec import load

SPEC = Path(__file__).parents[3] / "tests/systems/small/who_sees_what.yaml"


@pytest.fixture(scope="module")
def system() -> System:
    system = load(SPEC).value
    assert system is not None
    return system


def test_everybody_sees_the_rows_of_an_entity_without_access(system: System) -> None:
    operation = system.operation("list_people")
    assert sees_all(operation, Access(owner=None, readers=()))
    assert not sees_all(operation, Access(owner="id", readers=()))


@pytest.mark.parametrize(("operation", "closed"), [("list_tariffs", True), ("list_people", False)])
def test_list_without_own_rows_is_closed_to_those_who_read_none(
    system: System, operation: str, closed: bool
) -> None:
    assert shuts_out(system.operation(operation), system) is closed
