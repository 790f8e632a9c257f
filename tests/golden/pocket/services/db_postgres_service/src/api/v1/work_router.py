"""Routes of units of work, the outbox and job runs."""

from datetime import timedelta
from uuid import UUID

from fastapi import Request
from pydantic import ValidationError

from shared.callers import ServiceRouter
from shared.job_runs import JobRunClaim, JobRunCompletion, JobRunLease, JobRunRenewal
from shared.outbox import (
    ClaimRequest,
    ClaimResponse,
    ReleaseRequest,
    ReplayResponse,
    Sequences,
    SetAsideResponse,
)
from shared.problems import validation_problem
from shared.unit_of_work import UnitOfWorkRequest, UnitOfWorkResponse
from src.api.problems import MISSING, WORK_PROBLEMS
from src.core.container import Container


def build_work_router(container: Container) -> ServiceRouter:
    """Everything that is not about single rows."""
    router = ServiceRouter(tags=["work"])

    @router.post("/unit-of-work", responses=MISSING | WORK_PROBLEMS)
    async def unit_of_work(unit: UnitOfWorkRequest) -> UnitOfWorkResponse:
        """Commits an operation's whole result."""
        try:
            return await container.units_of_work.run(unit)
        except ValidationError as error:
            raise validation_problem(error.errors()) from error

    @router.get("/unit-of-work/{unit_id}")
    async def committed_unit(unit_id: UUID) -> UnitOfWorkResponse | None:
        """What was stored with a unit of work, or null if it was not committed."""
        return await container.committed_units.find(unit_id)

    @router.post("/outbox/claim")
    async def claim(body: ClaimRequest, request: Request) -> ClaimResponse:
        """Events to publish; waits for the first one."""
        events = await container.outbox.claim(body, request.is_disconnected)
        return ClaimResponse(events=events)

    @router.post("/outbox/acknowledge", status_code=204)
    async def acknowledge(request: Sequences) -> None:
        """Removes published events."""
        await container.outbox.acknowledge(request.sequences)

    @router.post("/outbox/release", status_code=204)
    async def release(request: ReleaseRequest) -> None:
        """Gives claimed events back."""
        wait = timedelta(seconds=request.wait_seconds)
        await container.outbox.release(request.sequences, wait)

    @router.post("/outbox/set-aside", status_code=204)
    async def set_aside(request: Sequences) -> None:
        """Takes events out of the way that cannot be published."""
        await container.outbox.set_aside(request.sequences)

    @router.get("/outbox/set-aside")
    async def list_set_aside() -> SetAsideResponse:
        """The first events that were set aside."""
        return SetAsideResponse(events=await container.outbox.list_set_aside())

    @router.post("/outbox/set-aside/replay")
    async def replay_set_aside() -> ReplayResponse:
        """Lets relays try the events again that were set aside."""
        return ReplayResponse(replayed=await container.outbox.replay_set_aside())

    @router.post("/job-runs/claim")
    async def claim_run(request: JobRunClaim) -> JobRunLease:
        """Until when the caller is the one that runs the job, if it is."""
        return await container.job_runs.claim(request)

    @router.post("/job-runs/renew")
    async def renew_run(request: JobRunRenewal) -> JobRunLease:
        """The new end of a lease, if it is still the caller's."""
        return await container.job_runs.renew(request)

    @router.post("/job-runs/complete")
    async def complete_run(request: JobRunCompletion) -> JobRunLease:
        """Notes that a run is done, if its lease is still the caller's."""
        return await container.job_runs.complete(request)

    return router
