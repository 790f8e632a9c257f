"""Where an answer, the rows after it and what is told are not what the reference says."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import httpx

from msc.core.record import Record
from msc.ir.behaviour import Operation
from msc.ir.system import System
from msc.reference.operations import Answer
from msc.reference.steps import NEW
from msc.reference.stored import Row, Stored
from msc.reference.unit import Message
from msc.reference.values import Value
from tests.conversations.reading import COMMON, Queued, value_of
from tests.matrix.cells import code

# What is `now` to the one comes so much later than to the other at most.
SAME_TIME = timedelta(seconds=10)


class Answered(Record):
    """A response, and of a list the identifiers of its rows, on all pages."""

    response: httpx.Response
    rows: tuple[str, ...] | None = None


class Observed(Record):
    """What a running system has answered, and what it has stored and queued by then."""

    answered: Answered
    stored: Stored
    queued: Queued


def differences(
    operation: Operation, status: int, expected: tuple[Answer, Stored], observed: Observed
) -> Iterator[str]:
    """In which ways the two differ; `status` is that of a success."""
    answer, (right, rows) = observed.answered.response, expected
    refusal = (answer.status_code, code(answer)) if answer.is_error else None
    if refusal != right.refusal or (refusal is None and answer.status_code != status):
        yield f"answers {answer.status_code} {answer.text[:300]}, not {right.refusal or status}"
        return
    names = _matched(rows, observed.stored, rows.system)
    yield from _row_differences(rows, observed.stored, names)
    audited = operation.audit is not None and refusal is None
    if observed.queued.records != ((operation.name,) if audited else ()):
        yield f"records {observed.queued.records}"
    yield from _event_differences(observed.queued.events, right.messages, names)
    yield from _message_differences(observed.queued.messages, right.messages, names)
    if refusal is None:
        yield from _answer_differences(observed.answered, right, names, rows.system)


def _matched(expected: Stored, after: Stored, system: System) -> Mapping[str, str]:
    """The identifiers of new rows, by the names that the reference gave them."""
    names: dict[str, str] = {}
    for entity in system.entities:
        new = [row for row in expected.rows[entity.name].values() if row.id.startswith(NEW)]
        known = expected.rows[entity.name]
        stored = [row for id_, row in after.rows[entity.name].items() if id_ not in known]
        stored.sort(key=lambda row: row.id)
        new.sort(key=lambda row: int(row.id.removeprefix(NEW)))
        # Identifiers grow with time, if not within a millisecond: then rows tell.
        for row in new:
            alike = next((one for one in stored if _alike(row, one)), stored[0] if stored else None)
            if alike is not None:
                stored.remove(alike)
                names[row.id] = alike.id
    return names


def _alike(row: Row, other: Row) -> bool:
    return all(
        _same(value, other.values.get(name))
        for name, value in row.values.items()
        if name not in COMMON and not (isinstance(value, str) and value.startswith(NEW))
        if name in other.values
    )


def _row_differences(expected: Stored, after: Stored, names: Mapping[str, str]) -> Iterator[str]:
    for entity, rows in after.rows.items():
        wanted = {names.get(id_, id_): row for id_, row in expected.rows[entity].items()}
        for id_ in sorted(wanted.keys() ^ rows.keys()):
            yield f"{entity} {id_} is {'gone' if id_ in wanted else 'too many'}"
        for id_ in sorted(wanted.keys() & rows.keys()):
            for name, value in rows[id_].values.items():
                if name in COMMON:
                    continue
                right = _named(wanted[id_].values[name], names)
                if not _same(value, right):
                    yield f"{entity} {id_} has {name} {value!r}, not {right!r}"


def _named(value: Value, names: Mapping[str, str]) -> Value:
    """The value with the identifier of a new row."""
    return names.get(value, value) if isinstance(value, str) else value


def _answer_differences(
    answered: Answered, expected: Answer, names: Mapping[str, str], system: System
) -> Iterator[str]:
    if answered.rows is not None:
        right = [row.id for row in expected.rows]
        if [*answered.rows] != right:
            yield f"lists {answered.rows}, not {right}"
        return
    content = answered.response.json() if answered.response.content else None
    if content is None:
        if expected.rows:
            yield "there is no answer"
        return
    for row in expected.rows:
        for declared in system.entity(row.entity).shown:
            value = value_of(declared.type, content.get(declared.wire_name))
            right_value = _named(row.values[declared.name], names)
            if not _same(value, right_value):
                yield f"answers {declared.name} {value!r}, not {right_value!r}"


def _event_differences(
    events: tuple[Message, ...], expected: tuple[Message, ...], names: Mapping[str, str]
) -> Iterator[str]:
    right = [
        (event.name, {name: _named(value, names) for name, value in event.values.items()})
        for event in expected
        if event.recipient is None
    ]
    shown = [(event.name, dict(event.values)) for event in events]
    if len(shown) != len(right) or not all(map(_same_event, shown, right)):
        yield f"publishes {shown}, not {right}"


def _message_differences(
    messages: tuple[Message, ...], expected: tuple[Message, ...], names: Mapping[str, str]
) -> Iterator[str]:
    right = [message for message in expected if message.recipient is not None]
    channels = Counter((one.name, _named(one.recipient, names)) for one in right)
    sent = Counter((message.name, message.recipient) for message in messages)
    if sent != channels:
        yield f"sends {sent}, not {channels}"
    elif all(message.values["text"] is not None for message in right):
        texts = Counter((one.name, one.values["notification"], one.values["text"]) for one in right)
        shown = Counter(
            (one.name, one.values["notification"], one.values["text"]) for one in messages
        )
        if shown != texts:
            yield f"sends {shown}, not {texts}"


def _same(value: Value, other: Value) -> bool:
    if isinstance(value, datetime) and isinstance(other, datetime):
        return abs(value - other) < SAME_TIME
    return value == other


def _same_event(event: tuple[str, dict[str, Value]], other: tuple[str, dict[str, Value]]) -> bool:
    (name, values), (other_name, others) = event, other
    return (name, values.keys()) == (other_name, others.keys()) and all(
        _same(values[key], others[key]) for key in values
    )
