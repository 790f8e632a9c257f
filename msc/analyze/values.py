"""Inputs of operations and payloads of events and notifications."""

from collections.abc import Mapping

from msc.analyze.context import Context, Part
from msc.analyze.fields import field_of, own_enum
from msc.analyze.types.keys import LIMITS, misfit
from msc.analyze.types.reference import only_rows
from msc.core.catalogue import types as codes
from msc.core.record import replace
from msc.ir.behaviour import InputField
from msc.ir.entities import Entity
from msc.ir.fields import EnumType, Field, ReferenceType, UuidType
from msc.ir.triggers import PayloadField
from msc.model.fields import InputSpec, PayloadSpec, ValueSpec
from msc.model.places import Path


def inputs(
    context: Context, operation: str, specs: Mapping[str, InputSpec],
    entities: Mapping[str, Entity],
) -> tuple[InputField, ...]:  # fmt: skip
    """The inputs of an operation."""
    resolved = []
    for name, spec in specs.items():
        where = ("operations", operation, "input", name)
        context.usable_in_expressions("an input", name, where)
        value = _value(context, name, spec, entities, where)
        if value is None:
            continue
        field, entity = value
        if spec.enum is not None:
            field = replace(field, type=EnumType(own_enum(operation, name), spec.enum))
        resolved.append(InputField(field, entity))
    return tuple(resolved)


def payload(
    context: Context, specs: Mapping[str, PayloadSpec], entities: Mapping[str, Entity], path: Path
) -> tuple[PayloadField, ...]:
    """The fields of a payload; secrets are not allowed."""
    resolved = []
    for name, spec in specs.items():
        where = (*path, name)
        context.usable_in_expressions("a field", name, where)
        whole = ValueSpec(type=spec.type, description=spec.description, optional=spec.optional)
        value = _value(context, name, whole, entities, where)
        if value is None:
            continue
        if value[0].hidden:
            context.report(
                codes.WRONG_VALUE, (*where, "type"), value=f"`{spec.type}`", kind="a payload",
                reason="secrets never leave the system",
            )  # fmt: skip
        resolved.append(PayloadField(*value))
    return tuple(resolved)


def _value(
    context: Context, name: str, spec: ValueSpec, entities: Mapping[str, Entity], path: Path
) -> tuple[Field, str | None] | None:
    type_name = spec.type or ""
    if type_name in entities:
        only_rows(context, type_name, (*path, "type"))
        _plain(context, spec, "a row", path)
        return _row(context, name, spec, path), type_name
    entity, dot, field = type_name.partition(".")
    if not dot:
        resolved = field_of(context, name, spec, path)
        return None if resolved is None else (resolved, None)
    where = (*path, "type")
    if not context.known("entity", entity, entities, where):
        return None
    by_name = {field.name: field for field in entities[entity].fields}
    if not context.known(Part("field", entity), field, by_name, where):
        return None
    _plain(context, spec, f"a copy of `{type_name}`, which brings its own", path)
    return _copied(context, name, spec, by_name[field], path), None


def _plain(context: Context, spec: ValueSpec, kind: str, path: Path) -> None:
    """Reports keys without effect."""
    for key in (*LIMITS, "enum", "default"):
        if key in spec.model_fields_set:
            misfit(context, key, kind, path)


def _row(context: Context, name: str, spec: ValueSpec, path: Path) -> Field:
    return Field(
        name=name,
        type=ReferenceType(spec.type or ""),
        description=spec.description,
        optional=spec.optional,
        origin=context.origin(path),
    )


def _copied(context: Context, name: str, spec: ValueSpec, source: Field, path: Path) -> Field:
    """The field with the type, bounds and default of another one.

    A reference is passed as its identifier. Payload fields need no default, because they are always
    set.
    """
    takes_default = isinstance(spec, InputSpec) and source.has_default and not spec.optional
    return Field(
        name=name,
        type=UuidType() if isinstance(source.type, ReferenceType) else source.type,
        description=spec.description or source.description,
        optional=spec.optional if "optional" in spec.model_fields_set else source.optional,
        has_default=takes_default,
        default=source.default if takes_default else None,
        personal=source.personal,
        origin=context.origin(path),
    )
