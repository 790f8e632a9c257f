"""Runs an operation on rows in memory: what it answers, commits and tells."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from msc.core.record import Record
from msc.ir.behaviour import InputField, Operation
from msc.ir.endings import Refusal
from msc.ir.sight import is_known_before_steps, restricted_result
from msc.ir.steps import ListStep
from msc.reference.access import Viewer
from msc.reference.lists import Choice, in_order
from msc.reference.names import Names
from msc.reference.steps import Performer, default
from msc.reference.stored import Refused, Row, Stored
from msc.reference.unit import Message, Unit
from msc.reference.values import Value


class Request(Record):
    """Who asks for an operation, at which timestamp, and with which inputs: those that were sent.

    An input that is a row has its identifier. `choice` is what is chosen of a list.
    """

    person: str | None
    inputs: Mapping[str, Value]
    now: datetime
    choice: Choice = Choice()


class Answer(Record):
    """How a request ends; `rows` are those of the answer, of all pages if it is a list."""

    refusal: Refusal | None = None
    rows: tuple[Row, ...] = ()
    messages: tuple[Message, ...] = ()


def run(operation: Operation, request: Request, stored: Stored) -> tuple[Answer, Stored]:
    """The answer, and the rows afterwards; raises Unsupported where nobody says what is right."""
    viewer = Viewer(operation, stored, request.person)
    names = Names(stored, Unit())
    try:
        viewer.admit()
        _load(request, viewer, names)
        _require_sight_of_result(viewer, names, is_before_steps=True)
        for rule in stored.system.rules_of(operation):
            if not names.holds(rule.holds.root):
                raise Refused(rule.status, rule.code)
        performer = Performer(names, request.inputs)
        performer.perform(operation.steps)
        _require_sight_of_result(viewer, names, is_before_steps=False)
        after = names.unit.apply(stored)
        rows = _answered(viewer, performer, request.choice, after)
        return Answer(rows=rows, messages=tuple(names.unit.messages)), after
    except Refused as refused:
        return Answer(refusal=refused.refusal), stored


def _load(request: Request, viewer: Viewer, names: Names) -> None:
    system = viewer.stored.system
    today = request.now.astimezone(ZoneInfo(system.time_zone)).date()
    names.plain.update(now=request.now, today=today)
    if viewer.actor is not None:
        names.hold(("actor",), viewer.actor)
    for input_ in viewer.operation.inputs:
        name = input_.field.name
        if input_.entity is None:
            is_sent = name in request.inputs
            names.inputs[name] = request.inputs[name] if is_sent else default(input_.field)
        else:
            names.hold(("input", name), _visible(input_, request.inputs.get(name), viewer))


def _visible(input_: InputField, id_: Value, viewer: Viewer) -> Row | None:
    if id_ is None or input_.entity is None:
        return None
    row = viewer.stored.row(input_.entity, str(id_))
    if row is None or not viewer.sees(row):
        raise Refused(404, "NOT_FOUND")
    return row


def _require_sight_of_result(viewer: Viewer, names: Names, *, is_before_steps: bool) -> None:
    """Raises Refused if the answer is a row behind a reference, and not for this person."""
    related = restricted_result(viewer.operation, viewer.stored.system)
    if related is None or is_known_before_steps(related) is not is_before_steps:
        return
    named = Performer(names, {}).row(related)
    if not viewer.sees(names.shown(named)):
        raise Refused(404, "NOT_FOUND")


def _answered(
    viewer: Viewer, performer: Performer, choice: Choice, after: Stored
) -> tuple[Row, ...]:
    returns = viewer.operation.returns
    if returns is None:
        return ()
    if returns.many:
        step = next(step for step in viewer.operation.steps if isinstance(step, ListStep))
        rows = (row for row in performer.selected(step.query) if viewer.sees(row))
        passing = (row for row in rows if all(one.passes(row) for one in choice.filters))
        entity = viewer.stored.system.entity(step.query.entity)
        return tuple(in_order(passing, choice.sort or step.sort[0], entity))
    named = performer.row(returns.value)
    row = after.row(named.row.entity, named.row.id)
    # A row that is gone is answered as it was.
    return (performer.names.shown(named) if row is None else row,)
