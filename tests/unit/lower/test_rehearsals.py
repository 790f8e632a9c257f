"""What the tests of an operation expect of it, in cases that drawn specs came upon."""

from pathlib import Path

import pytest

from msc.emit.views.db_postgres_service import view
from msc.lower.program import Program, lower
from msc.lower.scenes.outcome import Outcome
from msc.lower.scenes.rehearsal import rehearse_operation
from msc.pipeline.spec import load

SYSTEMS = Path(__file__).parents[2] / "systems"


def lowered(path: str) -> Program:
    system = load(SYSTEMS / path).value
    assert system is not None
    program = lower(system).value
    assert program is not None
    return program


@pytest.fixture(scope="module")
def program() -> Program:
    return lowered("drawn/spec.yaml")


def outcome(name: str, program: Program) -> Outcome:
    system = program.system
    rehearsal = rehearse_operation(system.operation(name), system, program.stored)
    assert rehearsal is not None
    return rehearsal.outcome


def test_new_rows_of_one_entity_are_told_apart(program: Program) -> None:
    assert list(outcome("build_two", program).arrivals()) == [
        ("front_id", 'data.units_of_work.all_created("bicycle")[0]'),
        ("new_bicycle_id", 'data.units_of_work.all_created("bicycle")[1]'),
        ("new_bicycle_2_id", 'data.units_of_work.all_created("bicycle")[2]'),
    ]


def test_audit_is_not_about_a_row_of_a_loop(program: Program) -> None:
    (event,) = outcome("repaint", program).events
    assert event.startswith('Published("audit.recorded", "repaint", "repaint", ')


def test_row_is_answered_as_it_was_written_last(program: Program) -> None:
    statements = program.use_cases["rename_myself"].statements
    assert statements[-1].strip() == (
        'return committed.row(MechanicAccount, "mechanic_account", actor.id)'
    )


def test_guard_hides_nothing_that_it_calls(program: Program) -> None:
    shown = view(program)
    assert [guard.function for guard in shown.guards] == ["not__"]
    assert "not_," in shown.guard_imports.replace("\n", ",")


def test_notification_gets_the_times_that_it_shows(program: Program) -> None:
    calls = [line.strip() for line in program.use_cases["tell_myself"].statements]
    assert "notify_ready(unit, actor, bicycle=bicycle, now=now, today=today)" in calls


def test_change_that_empties_a_field_writes_null() -> None:
    (write,) = outcome("change_offer", lowered("small/emptied.yaml")).writes
    assert '{"title": "A sample", "ends_at": None}' in write
