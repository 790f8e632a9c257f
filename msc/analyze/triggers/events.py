"""Events: their payloads, publishers and consumers."""

import re
from collections.abc import Iterator, Mapping

from msc.analyze import values
from msc.analyze.context import Context
from msc.analyze.triggers.row import Known, TriggerRow
from msc.core.catalogue import architecture
from msc.core.catalogue import names as name_codes
from msc.core.catalogue import types as codes
from msc.core.naming import title, words
from msc.ir.behaviour import ActorKind, Operation
from msc.ir.entities import Entity
from msc.ir.triggers import Event, PayloadField
from msc.model.places import Path
from msc.model.spec import Spec
from msc.model.triggers import EventSpec

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*(\.[a-z][a-z0-9]*(_[a-z0-9]+)*)+")
MAX_NAME = 60
RESERVED = ("notification.", "audit.")


def events(context: Context, entities: Mapping[str, Entity]) -> tuple[Event, ...]:
    """The events, by name."""
    resolved = []
    for name, spec in sorted(context.spec.events.items()):
        with context.element("events", name) as path:
            resolved.append(_event(context, name, spec, entities, path))
    return tuple(resolved)


def _event(
    context: Context, name: str, spec: EventSpec, entities: Mapping[str, Entity], path: Path
) -> Event:
    _name(context, name, path)
    if spec.version < 1:
        context.report(
            codes.WRONG_VALUE, (*path, "version"), value=f"`{spec.version}`", kind="a version",
            reason="it must be at least 1",
        )  # fmt: skip
    context.distinct(spec.then, (*path, "then"))
    for index, operation in enumerate(spec.then):
        context.known("operation", operation, context.spec.operations, (*path, "then", index))
    return Event(
        name=name,
        description=spec.description or f"{title(name)}.",
        version=spec.version,
        payload=values.payload(context, spec.payload, entities, (*path, "payload")),
        then=spec.then,
        external=spec.audience == "external",
        origin=context.origin(path),
    )


def _name(context: Context, name: str, path: Path) -> None:
    if name.startswith(RESERVED):
        context.reserved(
            "an event", name, path, "the prefix is reserved for the system's own events"
        )
    elif not NAME.fullmatch(name) or len(name) > MAX_NAME:
        noun, *rest = [*words(name), "thing"]
        context.report(
            name_codes.NAME_FORM, path, at_key=True, name=name, kind="an event",
            form=f"events are `noun.participle`, at most {MAX_NAME} characters",
            suggestion=f"{noun}.{'_'.join(rest[:-1]) or 'changed'}"[:MAX_NAME],
        )  # fmt: skip


def check(
    context: Context, resolved: tuple[Event, ...], operations: Mapping[str, Operation]
) -> None:
    """Checks that events provide the inputs of their consumers."""
    for event in resolved:
        path = ("events", event.name)
        if not context.sound(*path):
            continue
        payload = {payload_field.field.name: payload_field for payload_field in event.payload}
        for index, name in enumerate(event.then):
            if name in operations and context.sound("operations", name):
                _consumer(context, operations[name], payload, (*path, "then", index), event.name)


def _consumer(
    context: Context, operation: Operation, payload: Mapping[str, PayloadField], path: Path,
    event: str,
) -> None:  # fmt: skip
    trigger = f"the event `{event}`"
    if operation.actor.kind is not ActorKind.SYSTEM:
        context.report(
            architecture.WRONG_TRIGGER, path, trigger=trigger, operation=operation.name,
            reason="it is not for the system", suggestion="give it `actor: system`",
        )  # fmt: skip
        return
    for input_ in operation.inputs:
        name = input_.field.name
        offered = payload.get(name)
        if offered is None and input_.field.optional:
            continue
        if offered is None:
            reason = f"the payload has no `{name}`"
        elif (offered.entity, offered.field.type) != (input_.entity, input_.field.type):
            reason = f"the payload's `{name}` has another type"
        elif offered.field.optional and not input_.field.optional:
            reason = f"the payload's `{name}` may be missing"
        else:
            continue
        context.report(
            architecture.WRONG_TRIGGER, path, trigger=trigger, operation=operation.name,
            reason=reason, suggestion=f"give the payload a `{name}` of the input's type",
        )  # fmt: skip


class EventsRow(TriggerRow):
    """An event was published; events are resolved before operations, which refer to them."""

    def runs(self, spec: Spec) -> Iterator[str]:
        return (operation for event in spec.events.values() for operation in event.then)

    def resolve(self, context: Context, known: Known) -> tuple[Event, ...]:
        check(context, known.events, known.operations)
        return known.events


ROW = EventsRow()
