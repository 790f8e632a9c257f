"""What people get to see of a list, and of a row behind a reference."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from msc.lower.operations.use_case import UseCase
from msc.lower.program import lower
from msc.pipeline.spec import load

SPEC = Path(__file__).parents[3] / "tests/systems/small/who_sees_what.yaml"


@pytest.fixture(scope="module")
def use_cases() -> Mapping[str, UseCase]:
    system = load(SPEC).value
    assert system is not None
    program = lower(system).value
    assert program is not None
    return program.use_cases


@pytest.mark.parametrize(
    ("operation", "narrowed"),
    [
        ("list_people", 'own_rows(inputs.page, actor, "id", Role.CLERK)'),
        ("list_visits", 'own_rows(inputs.page, actor, "patient_id", Role.DOCTOR)'),
        ("list_bills", 'own_rows(inputs.page, actor, "class_id", Role.CLERK)'),
    ],
)
def test_a_list_shows_people_their_own_rows_beside_roles_that_see_all(
    use_cases: Mapping[str, UseCase], operation: str, narrowed: str
) -> None:
    assert narrowed in use_cases[operation].statements[-1]


@pytest.mark.parametrize("operation", ["list_own_visits", "list_all_visits"])
def test_a_list_of_what_its_actors_see_anyway_is_not_narrowed(
    use_cases: Mapping[str, UseCase], operation: str
) -> None:
    assert not use_cases[operation].lists_own_rows


def test_a_list_is_forbidden_for_those_who_see_none_of_its_rows(
    use_cases: Mapping[str, UseCase],
) -> None:
    assert "require_role(actor, Role.DOCTOR, Role.CLERK)" in use_cases["list_tariffs"].statements


@pytest.mark.parametrize(
    ("operation", "required"),
    [
        ("show_visit_of_bill", "require_sight(actor, bill_visit.patient_id, Role.DOCTOR, "),
        ("show_patient", "require_sight(actor, visit_patient.id, Role.CLERK, "),
    ],
)
def test_a_row_behind_a_reference_is_hidden_like_one_that_is_named(
    use_cases: Mapping[str, UseCase], operation: str, required: str
) -> None:
    assert any(line.startswith(required) for line in use_cases[operation].statements)
