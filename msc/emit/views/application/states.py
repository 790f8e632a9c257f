"""State machines as functions from one state to the next."""

from msc.core.record import Record
from msc.ir.entities import Entity
from msc.ir.fields import EnumType
from msc.lower.pycode import docstring, literal
from msc.spelling.code import entity_module, enum_class


class StatesView(Record):
    """The state machine of an entity."""

    module: str
    element: str
    docstring: str
    enum: str
    function: str
    transitions: tuple[str, ...]


def states_view(entity: Entity) -> StatesView:
    assert entity.states is not None
    type_ = entity.field_named(entity.states.field).type
    assert isinstance(type_, EnumType)
    enum = enum_class(type_.name)
    lines = []
    for transition in entity.states.transitions:
        sources = ", ".join(f"{enum}.{word.upper()}" for word in transition.sources)
        lines.append(
            f"{literal(transition.name)}: ((({sources},)), {enum}.{transition.target.upper()})"
        )
    return StatesView(
        module=entity_module(entity.name),
        element=f"entity {entity.name}",
        docstring=docstring(f"The states of {entity.name.replace('_', ' ')}."),
        enum=enum,
        function=f"next_{entity.name}_state",
        transitions=tuple(lines),
    )
