"""Running systems do what the reference does, request by request, on real servers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from msc.core.record import replace
from msc.ir.behaviour import Operation
from msc.ir.entities import Access
from msc.ir.steps import ListStep, Step, UpdateStep
from msc.ir.system import System
from msc.ir.triggers import Text
from msc.pipeline.spec import load
from tests.conversations.law import compared, conversations
from tests.conversations.world import distinct
from tests.matrix.running import Running
from tests.matrix.world import world_of

pytestmark = pytest.mark.emitted

ROOT = Path(__file__).resolve().parents[2]
REQUESTS = 12


def system_of(spec: str) -> System:
    system = load(ROOT / spec).value
    assert system is not None
    return system


# A loan is due in years mostly, and only one that is due soon may be returned.
RARE = {"return_book"}


@pytest.mark.parametrize(
    ("spec", "count"),
    [
        ("specs/examples/p2p-lending", 8),
        ("specs/examples/pocket", 6),
        ("tests/systems/every_step/spec.yaml", 16),
        ("tests/systems/small/who_sees_what.yaml", 20),
        ("tests/systems/small/names_of_rows.yaml", 8),
    ],
)
def test_both_answer_alike(spec: str, count: int, tmp_path: Path) -> None:
    system = system_of(spec)
    result = conversations(system, tmp_path / "system", seeds=range(count), requests=REQUESTS)
    assert result.faults == []
    # What nobody has settled says nothing.
    assert result.unsaid.total() < result.outcomes.total() / 10
    assert result.succeeded | RARE >= {endpoint.operation for endpoint in system.endpoints}


def test_differences_are_noticed(tmp_path: Path) -> None:
    """The reference is told of other systems than the one that runs."""
    system = system_of("tests/systems/every_step/spec.yaml")
    with Running.of(system, tmp_path / "system", distinct(world_of(system))) as running:
        for name, meant in mistaken(system).items():
            result = compared(running, meant, seeds=range(12), requests=REQUESTS)
            assert result.faults, name


def mistaken(system: System) -> dict[str, System]:
    """The system with one thing another in each."""
    return {
        "a rule less": _with_operations(system, lambda one: replace(one, rules=one.rules[1:])),
        "a value less": _with_steps(system, _without_a_value),
        "another order": _with_steps(system, _turned_around),
        "no record": _with_operations(system, lambda one: replace(one, audit=None)),
        "other texts": replace(system, notifications=tuple(
            replace(one, text=Text((*one.text.parts, "!"))) for one in system.notifications
        )),
        "more access": replace(system, entities=tuple(
            replace(one, access=Access()) for one in system.entities
        )),
    }  # fmt: skip


def _with_operations(system: System, change: Callable[[Operation], Operation]) -> System:
    return replace(system, operations=tuple(map(change, system.operations)))


def _with_steps(system: System, change: Callable[[Step], Step]) -> System:
    def changed(operation: Operation) -> Operation:
        return replace(operation, steps=tuple(map(change, operation.steps)))

    return _with_operations(system, changed)


def _without_a_value(step: Step) -> Step:
    return replace(step, values=step.values[1:]) if isinstance(step, UpdateStep) else step


def _turned_around(step: Step) -> Step:
    if not isinstance(step, ListStep):
        return step
    keys = (key.removeprefix("-") if key.startswith("-") else f"-{key}" for key in step.sort)
    return replace(step, sort=tuple(keys))
