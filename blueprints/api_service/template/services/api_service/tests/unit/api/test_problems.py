"""Rejections of the inner layers become problems, which routes declare."""

import pytest

from shared.problems import MEDIA_TYPE, TITLES
from shared.unit_of_work import VersionConflict
from src.api.errors import problem_of
from src.api.problems import Refusal, problems
from src.application.errors import AlreadyHandled
from src.domain.errors import IllegalTransition, Rule, RuleViolation

RULE = Rule(name="enough", code="NOT_ENOUGH", message="There is not enough", status=409)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (RuleViolation(RULE), (409, "NOT_ENOUGH", "There is not enough")),
        (
            IllegalTransition("pay", "paid"),
            (409, "ILLEGAL_TRANSITION", "`pay` is not possible from `paid`"),
        ),
        (VersionConflict("changed"), Refusal.VERSION_CONFLICT.value),
        (AlreadyHandled(), (200, "ALREADY_HANDLED", "This was done before")),
    ],
)
def test_refusal_has_a_code_of_its_own(error: Exception, expected: tuple[int, str, str]) -> None:
    problem = problem_of(error)
    assert (problem.status, problem.code, problem.detail) == expected


def test_other_error_stays_what_it_is() -> None:
    with pytest.raises(ZeroDivisionError):
        problem_of(ZeroDivisionError())


def test_refusals_of_one_status_are_declared_together() -> None:
    declared = problems(503, RULE, Refusal.VERSION_CONFLICT)
    assert list(declared) == [409, 503]
    examples = declared[409]["content"][MEDIA_TYPE]["examples"]
    assert {code: example["value"]["detail"] for code, example in examples.items()} == {
        "NOT_ENOUGH": RULE.message,
        "VERSION_CONFLICT": Refusal.VERSION_CONFLICT.problem().detail,
    }


@pytest.mark.parametrize("refusal", list(Refusal), ids=lambda refusal: refusal.name)
def test_status_of_a_refusal_has_a_title(refusal: Refusal) -> None:
    assert refusal.problem().status in TITLES
