"""Events in the outbox."""

from datetime import timedelta

from shared.http import ServiceClient
from shared.outbox import ClaimedEvent, OutboxClient
from shared.unit_of_work import HttpUnitsOfWork, UnitOfWork

NO_WAIT = timedelta(0)
NO_LEASE = timedelta(0)


async def waiting_events(client: ServiceClient) -> list[ClaimedEvent]:
    """Everything in the outbox that no relay has; it stays free."""
    return await OutboxClient(client).claim(100, NO_LEASE, NO_WAIT)


async def publish(units_of_work: HttpUnitsOfWork, *events: tuple[str, str]) -> None:
    """Commits events, each given as a name and the identifier of its subject."""
    unit = UnitOfWork()
    for name, aggregate_id in events:
        unit.publish_named(name, {"name": name}, "thing", aggregate_id)
    await units_of_work.commit(unit)
