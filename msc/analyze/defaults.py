"""Defaults: literals that must be valid for their type."""

from msc.analyze.context import Context, source_of
from msc.analyze.types import literal_of
from msc.analyze.types.row import NoLiteral, Unfit
from msc.core.catalogue import types as codes
from msc.core.naming import closest
from msc.ir.fields import EnumType, FieldType, Literal
from msc.model.fields import FieldSpec, ValueSpec
from msc.model.places import Path

SET_IN_CREATE = "set it in the `create` step, or remove `default`"


def default_of(
    context: Context, type_: FieldType, spec: ValueSpec, path: Path
) -> tuple[bool, Literal]:
    """Whether there is a default, and its value; reports an invalid one."""
    if "default" not in spec.model_fields_set:
        return False, None
    try:
        return _checked(type_, spec)
    except Unfit as reason:
        hint = reason.hint
        if isinstance(reason, NoLiteral):
            is_field = isinstance(spec, FieldSpec)
            hint = SET_IN_CREATE if is_field else "remove `default`; say `optional: true` instead"
        meant = closest(str(spec.default), type_.values) if isinstance(type_, EnumType) else None
        # Which states are reached depends on the default.
        is_known = meant is not None or not isinstance(type_, EnumType)
        report = context.report_alone if is_known else context.report
        report(
            codes.WRONG_VALUE, (*path, "default"), value=_shown(spec.default),
            kind="this field", reason=reason, hint=hint,
        )  # fmt: skip
        # Creating a row may leave it out all the same.
        return is_known, meant


def fill_of(
    context: Context, type_: FieldType, spec: FieldSpec, path: Path
) -> tuple[bool, Literal]:
    """Whether there is a fill value, and its value; reports an invalid one."""
    if "fill" not in spec.model_fields_set:
        return False, None
    try:
        return True, literal_of(type_, spec.fill)
    except Unfit as reason:
        context.report_alone(
            codes.WRONG_VALUE, (*path, "fill"), value=_shown(spec.fill), kind="this field",
            reason=reason, hint=reason.hint,
        )  # fmt: skip
        return False, None


def _shown(value: object) -> str:
    return "this" if isinstance(value, list | dict) else f"`{source_of(value)}`"


def _checked(type_: FieldType, spec: ValueSpec) -> tuple[bool, Literal]:
    if spec.default is None:
        if not spec.optional:
            raise Unfit("a value that may be missing says `optional: true`")
        return False, None
    return True, literal_of(type_, spec.default)
