"""Declarations about stored rows: removed elements and narrowed types."""

import re

from msc.analyze.context import Context
from msc.core.catalogue import names as name_codes
from msc.core.catalogue import types as codes
from msc.ir.fields import FieldType, written
from msc.ir.system import Removal
from msc.model.entities import EntitySpec
from msc.model.fields import FieldSpec
from msc.model.places import Path

REMOVED = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,2}")
FORMER_TYPE = re.compile(r"[a-z]+(\([0-9]+, ?[0-9]+\))?")


def removals(context: Context) -> tuple[Removal, ...]:
    """The removed elements, by name; reports those that still exist."""
    for name in context.spec.removed:
        reason = _unfit(context, name)
        if reason is not None:
            context.report(
                codes.WRONG_VALUE, ("removed", name), at_key=True, value=f"`{name}`",
                kind="something removed", reason=reason,
            )  # fmt: skip
    return tuple(
        Removal(name, text, context.origin(("removed", name)))
        for name, text in sorted(context.spec.removed.items())
    )


def _unfit(context: Context, name: str) -> str | None:
    if not REMOVED.fullmatch(name):
        return (
            "it must be an entity, a field (`loan.purpose`) or an enum value (`loan.status.lost`)"
        )
    return "the spec still has it" if _exists(context, name.split(".")) else None


def _exists(context: Context, parts: list[str]) -> bool:
    entity = context.spec.entities.get(parts[0])
    if entity is None or len(parts) == 1:
        return entity is not None
    field = entity.fields.get(parts[1])
    if field is None or len(parts) == 2:
        return field is not None
    return parts[2] in _words(context, field)


def _words(context: Context, field: FieldSpec) -> tuple[str, ...]:
    if field.enum is not None:
        return field.enum
    if field.type == "role":
        return tuple(context.spec.roles)
    declared = context.spec.types.get(field.type or "")
    return declared.enum if declared is not None else ()


def narrowed_from(context: Context, spec: FieldSpec, type_: FieldType, path: Path) -> str | None:
    """The former type of a field whose conversion may lose data, in canonical form."""
    declared = spec.narrowed_from
    if declared is None:
        return None
    former = re.sub(r",(?=[0-9])", ", ", declared)
    reason = None
    if not FORMER_TYPE.fullmatch(former):
        reason = "it must be a type such as `datetime` or `decimal(18, 4)`"
    elif former == written(type_):
        reason = "the field already has this type"
    if reason is not None:
        context.report(
            codes.WRONG_VALUE, (*path, "narrowed_from"), value=f"`{declared}`",
            kind="a former type",
            reason=reason,
        )  # fmt: skip
    return former


def former_names(context: Context, spec: EntitySpec, path: Path) -> None:
    """Reports former names that are still in use or declared twice."""
    former: dict[str, str] = {}
    for name, field in spec.fields.items():
        if field.renamed_from is None:
            continue
        where = (*path, "fields", name, "renamed_from")
        context.usable("a field", field.renamed_from, where)
        if field.renamed_from in spec.fields:
            context.report(
                codes.WRONG_VALUE, where, value=f"`{field.renamed_from}`", kind="a former name",
                reason="a field with that name still exists",
            )  # fmt: skip
        elif former.setdefault(field.renamed_from, name) != name:
            context.report(name_codes.DECLARED_TWICE, where, name=field.renamed_from)
    if spec.renamed_from is not None:
        context.usable("an entity", spec.renamed_from, (*path, "renamed_from"))
        entities = context.spec.entities.values()
        if (
            next(entity for entity in entities if entity.renamed_from == spec.renamed_from)
            is not spec
        ):
            where = (*path, "renamed_from")
            context.report(name_codes.DECLARED_TWICE, where, name=spec.renamed_from)
    if spec.renamed_from in context.spec.entities:
        context.report(
            codes.WRONG_VALUE, (*path, "renamed_from"), value=f"`{spec.renamed_from}`",
            kind="a former name", reason="an entity with that name still exists",
        )  # fmt: skip
