"""Events whose consumers publish them again: endlessly, or until a rejection."""

from collections.abc import Iterator, Mapping

from msc.analyze.context import Context
from msc.core.catalogue import flow as codes
from msc.core.record import Record
from msc.ir.behaviour import Operation
from msc.ir.steps import Step, TransitionStep
from msc.ir.system import System


class _Echo(Record):
    """An event published in reaction to another; `free` if nothing can prevent it."""

    event: str
    operation: str
    free: bool


type Circle = tuple[_Echo, ...]


def check(context: Context, system: System) -> None:
    """Reports every cycle of events; cycles that cannot end are errors."""
    echoes = {event.name: tuple(_echoes(system, event.then)) for event in system.events}
    free = {name: tuple(echo for echo in some if echo.free) for name, some in echoes.items()}
    endless = _circles(free)
    for circle in endless:
        _report(context, circle, endless=True)
    reported = {_members(circle) for circle in endless}
    for circle in _circles(echoes):
        if _members(circle) not in reported:
            _report(context, circle, endless=False)


def _report(context: Context, circle: Circle, *, endless: bool) -> None:
    event = circle[-1].event
    way = " -> ".join(
        (f"`{event}`", *(part for echo in circle for part in (echo.operation, f"`{echo.event}`")))
    )
    code = codes.FEEDS_ITSELF if endless else codes.MAY_FEED_ITSELF
    context.report(code, ("events", event, "then"), name=event, way=way)


def _echoes(system: System, consumers: tuple[str, ...]) -> Iterator[_Echo]:
    for name in consumers:
        operation = system.operation(name)
        for event, always in _published(operation.steps):
            yield _Echo(event, name, always and _is_free(operation))


def _is_free(operation: Operation) -> bool:
    """Whether no rejection is possible: the operation has no rules and no transitions."""
    return not operation.rules and not any(
        isinstance(step, TransitionStep) for step in operation.steps
    )


def _published(steps: tuple[Step, ...]) -> Iterator[tuple[str, bool]]:
    """The events that the steps publish, and whether they always do."""
    for step in steps:
        if step.event is not None:
            yield step.event, True
        yield from ((event, False) for event, _ in _published(step.inside))


def _circles(echoes: Mapping[str, tuple[_Echo, ...]]) -> list[Circle]:
    """The shortest path from each event back to itself; one per cycle."""
    circles: dict[frozenset[str], Circle] = {}
    for event in echoes:
        circle = _way_back(event, echoes)
        if circle is not None:
            circles.setdefault(_members(circle), circle)
    return list(circles.values())


def _members(circle: Circle) -> frozenset[str]:
    return frozenset(echo.event for echo in circle)


def _way_back(event: str, echoes: Mapping[str, tuple[_Echo, ...]]) -> Circle | None:
    ways: list[Circle] = [(echo,) for echo in echoes[event]]
    seen: set[str] = set()
    for way in ways:
        last = way[-1].event
        if last == event:
            return way
        if last not in seen:
            seen.add(last)
            ways.extend((*way, echo) for echo in echoes.get(last, ()))
    return None
