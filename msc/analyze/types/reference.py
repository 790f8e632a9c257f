"""A reference to a row of another entity."""

from uuid import UUID

from pydantic import TypeAdapter

from msc.analyze.context import Context
from msc.analyze.types.keys import LIMITS, misfit
from msc.analyze.types.row import Declaration, TypeRow
from msc.core.catalogue import architecture
from msc.core.catalogue import types as codes
from msc.ir.expressions import RowValue
from msc.ir.fields import OnDelete, ReferenceType
from msc.model.fields import FieldSpec
from msc.model.places import Path


class ReferenceRow(TypeRow[ReferenceType]):
    """The target must be an entity in PostgreSQL."""

    meaning = "the identifier of a row"
    read_as = TypeAdapter(UUID)
    example = "${kept_id}"

    def resolve(self, context: Context, declared: Declaration) -> ReferenceType | None:
        spec, path = declared.spec, declared.path
        assert isinstance(spec, FieldSpec)
        target = spec.reference or ""
        for key in (*LIMITS, "enum", "type"):
            if getattr(spec, key) is not None:
                misfit(context, key, "a reference", path)
        if not context.known("entity", target, context.spec.entities, (*path, "reference")):
            return None
        only_rows(context, target, (*path, "reference"))
        on_delete = OnDelete(spec.on_delete or "restrict")
        if on_delete is OnDelete.CLEAR and not spec.optional:
            context.report(
                codes.WRONG_VALUE, (*path, "on_delete"), value="`clear`",
                kind="a required reference", reason="it could not be cleared",
            )  # fmt: skip
        return ReferenceType(target, on_delete)

    def value(self, type_: ReferenceType, *, optional: bool) -> RowValue:
        return RowValue(type_.entity, optional)


def only_rows(context: Context, entity: str, path: Path) -> None:
    """Reports a reference to documents: their identifiers are texts, and no table holds them."""
    if context.spec.entities[entity].store == "mongo" and not context.is_account(entity):
        context.report(
            architecture.NOT_YET, path, what=f"referring to `{entity}`, which is stored in mongo,",
            suggestion="documents cannot be referenced; keep the entity in postgres",
        )  # fmt: skip


ROW = ReferenceRow()
