"""Values of the spec -> typed fields."""

import re

from msc.analyze.context import Context
from msc.analyze.defaults import default_of, fill_of
from msc.analyze.evolution import narrowed_from
from msc.analyze.types import BUILT_IN, row
from msc.analyze.types.keys import LIMITS, misfit
from msc.analyze.types.row import Declaration
from msc.core.catalogue import architecture
from msc.ir.fields import Field, FieldType
from msc.model.fields import FieldSpec, ValueSpec
from msc.model.places import Path

PLANNED = ("slug", "duration", "list", "file", "computed")
OTHER_WORDS = {
    "int": "integer", "number": "integer", "float": "decimal", "double": "decimal",
    "bool": "boolean", "str": "string", "varchar": "string", "timestamp": "datetime",
    "time": "datetime", "object": "json", "id": "uuid",
}  # fmt: skip


def field_of(context: Context, name: str, spec: ValueSpec, path: Path) -> Field | None:
    """The field, or None after reporting why it cannot be one."""
    type_ = type_of(context, name, spec, path)
    if type_ is None:
        return None
    has_default, default = default_of(context, type_, spec, path)
    own = spec if isinstance(spec, FieldSpec) else None
    has_fill, fill = fill_of(context, type_, own, path) if own else (False, None)
    return Field(
        name=name,
        type=type_,
        description=spec.description,
        optional=spec.optional,
        has_default=has_default,
        default=default,
        unique=bool(own and own.unique),
        write_once=bool(own and own.write_once),
        personal=bool(own and own.personal),
        has_fill=has_fill,
        fill=fill,
        renamed_from=own.renamed_from if own else None,
        narrowed_from=narrowed_from(context, own, type_, path) if own else None,
        origin=context.origin(path),
    )


def type_of(context: Context, name: str, spec: ValueSpec, path: Path) -> FieldType | None:
    """The type of a value, or None after reporting why it has none."""
    word = _word(context, name, spec, path)
    if word is None:
        return None
    type_: FieldType | None = row(word).resolve(context, Declaration(name, spec, path))
    return type_


def _word(context: Context, name: str, spec: ValueSpec, path: Path) -> str | None:
    """The type keyword of a value, in whichever form it is declared."""
    if isinstance(spec, FieldSpec):
        if spec.reference is not None:
            return "reference"
        if spec.on_delete is not None:
            misfit(context, "on_delete", "a field that is not a reference", path)
    if spec.enum is not None:
        return "enum"
    if spec.type is None:
        context.missing("type", path, f"`{name}`")
        return None
    return _named(context, spec, spec.type, path)


def own_enum(owner: str, name: str) -> str:
    """The name of an enum that belongs to one field or input."""
    return f"{owner}_{name}"


def _named(context: Context, spec: ValueSpec, name: str, path: Path) -> str | None:
    known = name in context.spec.types
    if not known and name not in BUILT_IN:
        _unknown(context, name, (*path, "type"), in_entity=isinstance(spec, FieldSpec))
        return None
    keys = () if known else row(name).keys
    for key in LIMITS:
        if getattr(spec, key) is not None and key not in keys:
            misfit(context, key, f"the type `{name}`", path, keys)
    return "enum" if known else name


def _unknown(context: Context, name: str, path: Path, *, in_entity: bool) -> None:
    if name in PLANNED:
        context.report(
            architecture.NOT_YET, path, what=f"the type `{name}`",
            suggestion="use another type for now",
        )  # fmt: skip
    elif in_entity and name in context.spec.entities:
        context.unknown("type", name, path, f"to refer to a row write `{{reference: {name}}}`")
    elif name in OTHER_WORDS:
        context.unknown("type", name, path, f"write `{OTHER_WORDS[name]}`")
    elif meant := _meant(context, name, in_entity=in_entity):
        context.unknown("type", name, path, f"write `{meant}`")
    else:
        entities = () if in_entity else context.spec.entities
        context.known("type", name, (*BUILT_IN, *context.spec.types, *entities), path)


def _meant(context: Context, name: str, *, in_entity: bool) -> str | None:
    """The intended type of a declaration in SQL notation or with a bare field name."""
    if sized := re.fullmatch(r"(?:var)?(?:char|string|text)\((\d+)\)", name.lower()):
        return f"{{type: string, max_length: {sized[1]}}}"
    owners = (entity for entity, spec in context.spec.entities.items() if name in spec.fields)
    owner = None if in_entity else next(owners, None)
    return f"{owner}.{name}" if owner else None
