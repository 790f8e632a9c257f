"""Values that a process keeps until it ends."""

import gc
import weakref

import pytest

from msc.core import lifetime


class Large:
    """A value whose end can be observed."""


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    values: list[object] = []
    monkeypatch.setattr(lifetime, "_kept", values)
    return values


def end_of(value: Large) -> weakref.ref[Large]:
    assert lifetime.keep(value) is value
    return weakref.ref(value)


@pytest.mark.usefixtures("kept")
def test_a_process_of_many_builds_keeps_nothing() -> None:
    reference = end_of(Large())
    assert reference() is None


def test_a_command_keeps_its_values_and_never_frees_them(kept: list[object]) -> None:
    lifetime.keep_until_exit()
    reference = end_of(Large())
    assert reference() is not None
    # Nothing refers to the list but itself: only the collector, which is off, could free it.
    assert kept[0] is kept
    kept.clear()
    gc.collect()
    assert reference() is None
