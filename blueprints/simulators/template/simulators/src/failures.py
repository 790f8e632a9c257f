"""Plays a failure before a request takes effect."""

import asyncio

from fastapi import Request

from src.state import State

CHECK_SECONDS = 0.05


class ClientGone(Exception):
    """Whoever asked is not there any more, so nothing takes effect."""


async def play(state: State, provider: str, request: Request) -> int | None:
    """The status to fail with, or None to go on; raises ClientGone if nobody waits any more."""
    failure = state.next_failure(provider)
    if failure is None:
        return None
    if failure.hold:
        await _hold(state, request)
    elif failure.delay_seconds:
        await asyncio.sleep(failure.delay_seconds)
    if await request.is_disconnected():
        raise ClientGone
    return failure.status


async def _hold(state: State, request: Request) -> None:
    state.held += 1
    released = state.released
    try:
        while not released.is_set():
            if await request.is_disconnected():
                raise ClientGone
            await asyncio.sleep(CHECK_SECONDS)
    finally:
        state.held -= 1
