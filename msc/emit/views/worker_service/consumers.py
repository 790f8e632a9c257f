"""The consumers of the events of a spec."""

from msc.core.naming import snake
from msc.core.record import Record
from msc.emit.views.worker_service.reactions import ReactionView, reaction_view
from msc.emit.views.worker_service.tests import PayloadView, payload_of
from msc.ir.triggers import Event
from msc.lower.program import Program
from msc.lower.pycode import docstring, literal
from msc.lower.shapes.names import attribute
from msc.spelling.code import element_module, event_class


class ConsumerView(Record):
    """The consumer of an event."""

    module: str
    element: str
    class_name: str
    docstring: str
    event_class: str
    event_module: str
    event_name: str
    queue: str
    reactions: tuple[ReactionView, ...]
    uses_payload: bool
    uses_api: bool
    local: tuple[ReactionView, ...]
    ruled: bool
    payload: PayloadView


def consumer_view(event: Event, program: Program) -> ConsumerView:
    """The view of the consumer of an event."""
    values = {
        attribute(member.field): f"payload.{attribute(member.field)}" for member in event.payload
    }
    reactions = tuple(
        reaction_view(program.system.operation(name), values, program) for name in event.then
    )
    return ConsumerView(
        module=element_module(event.name),
        element=f"event {event.name}",
        class_name=f"{event_class(event.name)}Consumer",
        docstring=docstring(f"Reacts to {event.name}."),
        event_class=event_class(event.name),
        event_module=element_module(event.name),
        event_name=literal(event.name),
        queue=literal(f"q.worker_service.{snake(event.name)}"),
        reactions=reactions,
        uses_payload=any(reaction.arguments for reaction in reactions),
        uses_api=any(not reaction.is_local for reaction in reactions),
        local=tuple(reaction for reaction in reactions if reaction.is_local),
        ruled=any(reaction.has_rules and reaction.is_local for reaction in reactions),
        payload=payload_of(event),
    )
