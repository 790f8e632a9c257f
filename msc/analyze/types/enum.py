"""A value from a closed list, declared by the field itself or under `types`."""

from msc.analyze.context import Context
from msc.analyze.types.keys import LIMITS, misfit
from msc.analyze.types.listed import ListedRow, check_words
from msc.analyze.types.row import Declaration
from msc.ir.expressions import EnumValue
from msc.ir.fields import EnumType


class EnumRow(ListedRow[EnumType]):
    """A list of the field's own gets the name of the field."""

    def resolve(self, context: Context, declared: Declaration) -> EnumType:
        spec, path = declared.spec, declared.path
        if spec.enum is None:
            name = spec.type or ""
            return EnumType(name, context.spec.types[name].enum)
        for key in ("type", *LIMITS):
            if getattr(spec, key) is not None:
                misfit(context, key, "a list of words", path)
        return EnumType(declared.name, check_words(context, spec.enum, (*path, "enum")))

    def value(self, type_: EnumType, *, optional: bool) -> EnumValue:
        return EnumValue(type_.name, type_.values, optional)


ROW = EnumRow()
