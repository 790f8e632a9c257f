"""A refusal is counted and ends nothing; an outage or a mistake of ours fails the run."""

import pytest
from prometheus_client import REGISTRY

from shared.problems import DependencyRejected, DependencyUnavailable, NotFound
from src.application.errors import AlreadyHandled
from src.domain.errors import IllegalTransition, Rule, RuleViolation
from src.scheduler.refusals import refusals_noted

RULE = Rule("rule", "NOT_NOW", "Not now", 422)


def noted() -> float:
    """How many refusals of the job were counted so far."""
    return REGISTRY.get_sample_value("job_refusals_total", {"job": "job"}) or 0.0


@pytest.mark.parametrize(
    "refusal",
    [
        RuleViolation(RULE),
        IllegalTransition("start", "done"),
        NotFound("thing", 1),
        DependencyRejected("another_service"),
    ],
)
def test_refusal_is_counted(refusal: Exception) -> None:
    before = noted()
    with refusals_noted("job", "key"):
        raise refusal
    assert noted() == before + 1


def test_what_was_handled_before_is_no_refusal() -> None:
    before = noted()
    with refusals_noted("job", "key"):
        raise AlreadyHandled
    assert noted() == before


@pytest.mark.parametrize("error", [DependencyUnavailable("another_service"), ValueError("odd")])
def test_everything_else_fails_the_run(error: Exception) -> None:
    with pytest.raises(type(error)), refusals_noted("job", "key"):
        raise error
