"""One event tells a crowd; how long it takes to decide all messages, and what neighbours notice."""

import asyncio
import time

import asyncpg

from benchmarks.volume.report import Figures
from msc.local.system import LocalSystem
from tests.emitted.journeys import journey_of
from tests.emitted.p2p_lending.crowd import Neighbour, chats_reached, gather
from tests.emitted.p2p_lending.people import LOAN, People

PATIENCE_SECONDS = 600.0
NEIGHBOURS_PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.5
PAGES = "SELECT count(*) FROM consumed_messages WHERE consumer = 'tell_lenders_about_loan'"
WAITING = "SELECT count(*) FROM outbox_events"


def measured(system: LocalSystem, count: int, page: int) -> Figures:
    """The figures of one event that tells so many people, in pages of that size."""
    gather(system, count)
    people, neighbour = People(journey_of(system)), Neighbour(system)
    borrower = people.borrower()
    waited: dict[str, list[float]] = {"telegram": [], "email": []}
    people.journey.request("POST", "/api/v1/loans", body=LOAN, expect=201, token=borrower.token)
    began = time.monotonic()
    while not (is_decided := asyncio.run(_decided(system, count // page))):
        for channel, times in waited.items():
            times.append(neighbour.seconds_until_told(channel, NEIGHBOURS_PATIENCE_SECONDS))
        time.sleep(PAUSE_SECONDS)
        if time.monotonic() > began + PATIENCE_SECONDS:
            break
    return {
        "people": count,
        "seconds": time.monotonic() - began if is_decided else None,
        "sent": len(chats_reached(system)),
        "waited": waited,
    }


async def _decided(system: LocalSystem, pages: int) -> bool:
    """Whether every page is committed, and the broker has all of its messages."""
    connection = await asyncpg.connect(system.servers.urls["postgres"])
    try:
        committed = int(await connection.fetchval(PAGES))
        return committed >= pages and not await connection.fetchval(WAITING)
    finally:
        await connection.close()
