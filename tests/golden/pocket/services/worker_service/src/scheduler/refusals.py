"""What an operation refuses a job: it is noted, and holds nothing else up."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from shared.metrics import JOB_REFUSALS
from shared.problems import DependencyRejected, Problem
from src.application.errors import AlreadyHandled
from src.domain.errors import IllegalTransition, RuleViolation

log = structlog.get_logger()


@contextmanager
def refusals_noted(job: str, key: str) -> Iterator[None]:
    """Swallows refusals: retrying in a minute would be refused again.

    Nothing was written then, so a row is found again by the next run that is due. Everything else
    that may happen, above all an outage, fails the run.
    """
    try:
        yield
    except AlreadyHandled:
        return
    except (RuleViolation, IllegalTransition) as refusal:
        _note(job, key, refusal)
    except Problem as problem:
        if problem.status >= 500 and not isinstance(problem, DependencyRejected):
            raise
        _note(job, key, problem)


def _note(job: str, key: str, refusal: Exception) -> None:
    JOB_REFUSALS.labels(job).inc()
    log.warning("job_refused", job=job, key=key, reason=str(refusal))
