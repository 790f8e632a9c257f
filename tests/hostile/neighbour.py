"""An honest client, in a process of its own, and how long it waits."""

import time
from collections.abc import Sequence
from statistics import quantiles

import httpx

PER_SECOND = 20


def waits(url: str, token: str, seconds: float) -> list[float]:
    """The seconds of each of its requests, which begin at a steady pace."""
    seen, until = list[float](), time.monotonic() + seconds
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
        # The first request connects.
        client.get(url).raise_for_status()
        due = time.monotonic()
        while due < until:
            time.sleep(max(0.0, due - time.monotonic()))
            began = time.perf_counter()
            client.get(url).raise_for_status()
            seen.append(time.perf_counter() - began)
            due = max(due + 1 / PER_SECOND, time.monotonic() - 1)
    return seen


def p95(seen: Sequence[float]) -> float:
    """What 95 of 100 requests do not exceed."""
    return quantiles(seen, n=20)[-1]
