"""What the reference says of a clinic, beside what a person reads in its spec."""

from pathlib import Path

import pytest

from msc.ir.endings import Refusal
from msc.pipeline.spec import load
from tests.matrix.reading import FORBIDDEN, NOT_AUTHENTICATED, NOT_FOUND, Reader, Reading
from tests.matrix.requests import Named, values_of
from tests.matrix.world import Row, World, world_of

SPEC = Path(__file__).parents[1] / "systems/small/who_sees_what.yaml"
NOT_YOURS: Refusal = (409, "NOT_YOURS")


@pytest.fixture(scope="module")
def world() -> World:
    system = load(SPEC).value
    assert system is not None
    return world_of(system)


def person(world: World, role: str, number: int = 0) -> Row:
    return [one for one in world.people if world.role(one) == role][number]


def owned(world: World, entity: str, owner: Row) -> list[Row]:
    """The row that refers to rows of its owner, and the one that refers to those of the next."""
    return [row for row in world.rows[entity] if world.owner(row) == owner.id]


def reading(world: World, operation: str, who: Row | None, **rows: Row) -> Reading:
    named = Named(rows)
    known = world.system.operation(operation)
    return Reader(world, known, who).reading(values_of(known, named), missing=False)


def refused(*refusals: Refusal, is_early: bool = True) -> Reading:
    return Reading(frozenset(refusals), succeeds=False, is_early=is_early)


def test_nobody_and_the_wrong_role_are_refused(world: World) -> None:
    patient = person(world, "patient")
    assert reading(world, "list_people", None) == refused(NOT_AUTHENTICATED)
    assert reading(world, "list_all_visits", patient) == refused(FORBIDDEN)
    assert reading(world, "list_tariffs", patient) == refused(FORBIDDEN)


@pytest.mark.parametrize("role", ["patient", "clerk"])
def test_a_list_has_the_own_rows(world: World, role: str) -> None:
    someone = person(world, role)
    own = frozenset(row.id for row in owned(world, "visit", someone))
    assert len(own) == 2
    assert reading(world, "list_visits", someone).listed == own


def test_a_list_has_all_rows_for_its_readers(world: World) -> None:
    everything = frozenset(row.id for row in world.rows["visit"])
    assert reading(world, "list_visits", person(world, "doctor")).listed == everything


def test_a_condition_leaves_readers_their_own_rows(world: World) -> None:
    doctor = person(world, "doctor")
    own = frozenset(row.id for row in owned(world, "visit", doctor))
    assert reading(world, "list_own_visits", doctor).listed == own


def test_a_row_of_another_is_not_there(world: World) -> None:
    patient, other = person(world, "patient"), person(world, "patient", 1)
    visit = owned(world, "visit", other)[0]
    assert reading(world, "show_patient", patient, visit=visit) == refused(NOT_FOUND)
    assert reading(world, "show_patient", other, visit=visit).shown == other.id


def test_a_row_behind_a_reference_is_not_there_either(world: World) -> None:
    patient = person(world, "patient")
    own, crossed = owned(world, "bill", patient)
    assert reading(world, "show_visit_of_bill", patient, bill=own).shown == own.values["visit"]
    hidden = refused(NOT_FOUND, is_early=False)
    assert reading(world, "show_visit_of_bill", patient, bill=crossed) == hidden
    # A doctor sees the visit, and not the person whose visit it is.
    visit = owned(world, "visit", patient)[0]
    doctor = person(world, "doctor")
    assert reading(world, "show_patient", doctor, visit=visit) == hidden


def test_a_rule_that_does_not_hold_refuses(world: World) -> None:
    doctor = person(world, "doctor")
    visit = owned(world, "visit", person(world, "patient"))[0]
    broken = refused(NOT_YOURS, NOT_FOUND, is_early=False)
    assert reading(world, "move_visit", doctor, visit=visit) == broken
    own = owned(world, "visit", doctor)[0]
    assert reading(world, "move_visit", doctor, visit=own).succeeds
