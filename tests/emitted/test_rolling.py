"""A new version takes over from the old one, with a few rows in its tables."""

import asyncio

import pytest

from tests.emitted.conftest import BUILDS
from tests.rolling.takeover import releases, take_over

pytestmark = pytest.mark.emitted

ROWS, CALM_SECONDS = 20_000, 2.0


def test_no_request_fails_while_a_new_version_takes_over() -> None:
    with releases(BUILDS / "rolling") as (old, new, url):
        outcome = asyncio.run(take_over(old, new, url, ROWS, CALM_SECONDS))
    assert outcome.broken == []
    assert outcome.locks.samples > 0
    assert all(outcome.met.seconds[kind] for kind in ("add", "change", "show", "list"))
    assert outcome.met.added
    assert outcome.met.labels
