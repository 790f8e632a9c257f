"""Inputs of operations and payloads of events and notifications."""

from collections.abc import Mapping

from msc.analyze.context import Context
from msc.analyze.fields import field_of
from msc.ir.behaviour import InputField
from msc.ir.entities import Entity
from msc.ir.fields import Field, ReferenceType, UuidType
from msc.ir.triggers import PayloadField
from msc.model.fields import InputSpec, PayloadSpec, ValueSpec
from msc.model.places import Path


def inputs(
    context: Context, specs: Mapping[str, InputSpec], entities: tuple[Entity, ...], path: Path
) -> tuple[InputField, ...]:
    """The inputs of an operation."""
    found = []
    for name, spec in specs.items():
        where = (*path, name)
        context.usable("an input", name, where)
        made = _value(context, name, spec, entities, where)
        if made is not None:
            found.append(InputField(*made))
    return tuple(found)


def payload(
    context: Context, specs: Mapping[str, PayloadSpec], entities: tuple[Entity, ...], path: Path
) -> tuple[PayloadField, ...]:
    """The fields of a payload."""
    found = []
    for name, spec in specs.items():
        where = (*path, name)
        context.usable("a field", name, where)
        whole = ValueSpec(type=spec.type, description=spec.description, optional=spec.optional)
        made = _value(context, name, whole, entities, where)
        if made is not None:
            found.append(PayloadField(*made))
    return tuple(found)


def _value(
    context: Context, name: str, spec: ValueSpec, entities: tuple[Entity, ...], path: Path
) -> tuple[Field, str | None] | None:
    by_name = {each.name: each for each in entities}
    type_name = spec.type or ""
    where = path
    if type_name in by_name:
        return _row(context, name, spec, path), type_name
    entity, dot, field = type_name.partition(".")
    if dot:
        if not context.known("entity", entity, by_name, where):
            return None
        names = [each.name for each in by_name[entity].fields]
        if not context.known(f"field of {entity}", field, names, where):
            return None
        return _copied(context, name, spec, by_name[entity].field_named(field), path), None
    made = field_of(context, name, spec, path)
    return None if made is None else (made, None)


def _row(context: Context, name: str, spec: ValueSpec, path: Path) -> Field:
    return Field(
        name=name,
        type=ReferenceType(spec.type or ""),
        description=spec.description,
        optional=spec.optional,
        origin=context.origin(path),
    )


def _copied(context: Context, name: str, spec: ValueSpec, source: Field, path: Path) -> Field:
    """The field with the type and range of another; a reference is passed as its identifier."""
    type_ = UuidType() if isinstance(source.type, ReferenceType) else source.type
    given = "optional" in spec.model_fields_set
    optional = spec.optional if given and spec.optional else source.optional
    return Field(
        name=name,
        type=type_,
        description=spec.description or source.description,
        optional=optional or (source.has_default and not given),
        personal=source.personal,
        origin=context.origin(path),
    )
