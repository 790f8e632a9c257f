"""State machines: an enum field and its transitions."""

from msc.analyze.context import Context
from msc.core.catalogue import architecture
from msc.core.catalogue import names as name_codes
from msc.core.catalogue import types as codes
from msc.ir.entities import StateMachine, Transition
from msc.ir.fields import EnumType, Field
from msc.model.entities import EntitySpec, StatesSpec
from msc.model.places import Path


def states(
    context: Context, spec: EntitySpec, fields: tuple[Field, ...], path: Path
) -> StateMachine | None:
    """The state machine of an entity, or None."""
    if spec.states is None:
        return None
    where = (*path, "states")
    if spec.store == "mongo":
        context.report(
            architecture.NOT_YET, where, at_key=True, what="a state machine of documents",
            suggestion="keep entities with states in postgres",
        )  # fmt: skip
        return None
    if not context.known("field", spec.states.field, spec.fields, (*where, "field")):
        return None
    field = next((field for field in fields if field.name == spec.states.field), None)
    if field is None:
        return None
    problem = _problem(field)
    if problem is not None or not isinstance(field.type, EnumType):
        context.report(
            codes.WRONG_VALUE, (*where, "field"), value=f"`{field.name}`", kind="a state field",
            reason=problem,
        )  # fmt: skip
        return None
    if not field.has_default:
        # One that is there and does not fit is reported by itself.
        if "default" not in spec.fields[field.name].model_fields_set:
            where = (*path, "fields", field.name)
            context.missing("default", where, f"the state field `{field.name}`")
        return None
    return StateMachine(field.name, _transitions(context, spec.states, field.type, where))


def _problem(field: Field) -> str | None:
    if not isinstance(field.type, EnumType):
        return "it must be an enum"
    if field.optional:
        return "a row is always in a state, so it cannot be optional"
    return None


def _transitions(
    context: Context, spec: StatesSpec, type_: EnumType, path: Path
) -> tuple[Transition, ...]:
    resolved = []
    taken: dict[tuple[str, str], str] = {}
    for name, transition in sorted(spec.transitions.items()):
        where = (*path, "transitions", name)
        context.usable("a transition", name, where)
        single = isinstance(transition.sources, str)
        sources = (
            (transition.sources,) if isinstance(transition.sources, str) else transition.sources
        )
        context.distinct(sources, (*where, "from"))
        for index, source in enumerate(sources):
            place = (*where, "from") if single else (*where, "from", index)
            context.known("state", source, type_.values, place)
            other = taken.setdefault((source, transition.target), name)
            if other != name:
                context.report(
                    name_codes.NAME_COLLISION, where, at_key=True, name=name, other=other,
                    result=f"{source} to {transition.target}",
                )  # fmt: skip
        context.known("state", transition.target, type_.values, (*where, "to"))
        resolved.append(Transition(name, sources, transition.target))
    return tuple(resolved)
