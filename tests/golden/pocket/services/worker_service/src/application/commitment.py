"""How an operation commits, and what a refused commit means."""

from collections.abc import Awaitable, Callable

from shared.unit_of_work import Committed, GuardFailed, UnitOfWork, UnitsOfWork, VersionConflict
from src.application.errors import AlreadyHandled
from src.domain.errors import Rule, RuleViolation

ATTEMPTS = 3


async def with_retries[Result](attempt: Callable[[], Awaitable[Result]]) -> Result:
    """Repeats the whole attempt, reads included, if a row changed under it."""
    for _ in range(ATTEMPTS - 1):
        try:
            return await attempt()
        except VersionConflict:
            continue
    return await attempt()


async def commit(units_of_work: UnitsOfWork, unit: UnitOfWork, *guards: Rule) -> Committed:
    """Commits the unit; a guard that fails is a violation of its rule."""
    try:
        committed = await units_of_work.commit(unit)
    except GuardFailed as failure:
        for rule in guards:
            if rule.name == failure.guard:
                raise RuleViolation(rule) from failure
        raise
    if committed.duplicate:
        raise AlreadyHandled
    return committed
