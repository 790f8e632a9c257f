"""How operations commit: what a refused commit means, and when it is tried again."""

import pytest

from shared.unit_of_work import Consumed, GuardFailed, UnitOfWork, VersionConflict
from src.application.commitment import ATTEMPTS, commit, with_retries
from src.application.errors import AlreadyHandled
from src.domain.errors import Rule, RuleViolation
from tests.support.units_of_work import InMemoryUnitsOfWork

RULE = Rule(name="enough", code="NOT_ENOUGH", message="There is not enough", status=409)
OTHER = Rule(name="other", code="OTHER", message="Something else", status=409)


class Attempts:
    """Fails so many times before it succeeds."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.count = 0

    async def __call__(self) -> str:
        """One attempt."""
        self.count += 1
        if self.count <= self.failures:
            raise VersionConflict("changed")
        return "done"


async def test_a_guard_that_fails_is_its_rule() -> None:
    units_of_work = InMemoryUnitsOfWork({})
    units_of_work.refusals = [GuardFailed("enough")]
    with pytest.raises(RuleViolation) as refused:
        await commit(units_of_work, UnitOfWork(), OTHER, RULE)
    assert refused.value.rule == RULE


async def test_an_unknown_guard_stays_what_it_is() -> None:
    units_of_work = InMemoryUnitsOfWork({})
    units_of_work.refusals = [GuardFailed("enough")]
    with pytest.raises(GuardFailed):
        await commit(units_of_work, UnitOfWork(), OTHER)


async def test_a_message_that_was_handled_is_told() -> None:
    units_of_work = InMemoryUnitsOfWork({})
    consumed = Consumed(consumer="worker", key="1")
    units_of_work.handled = [consumed]
    with pytest.raises(AlreadyHandled):
        await commit(units_of_work, UnitOfWork(consumed=consumed))


@pytest.mark.parametrize("failures", range(ATTEMPTS))
async def test_conflicts_are_tried_again(failures: int) -> None:
    attempt = Attempts(failures)
    assert await with_retries(attempt) == "done"
    assert attempt.count == failures + 1


async def test_the_last_conflict_is_told() -> None:
    attempt = Attempts(ATTEMPTS)
    with pytest.raises(VersionConflict):
        await with_retries(attempt)
    assert attempt.count == ATTEMPTS
