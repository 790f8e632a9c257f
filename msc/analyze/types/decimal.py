"""`decimal`: an exact number with a declared scale."""

from msc.analyze import numbers
from msc.analyze.context import Context
from msc.analyze.types.exact import ExactRow
from msc.analyze.types.row import Declaration
from msc.core.catalogue import types as codes
from msc.core.exact import MAX_DIGITS
from msc.ir.fields import DecimalType


class DecimalRow(ExactRow[DecimalType]):
    """Requires a scale, because nothing is rounded silently."""

    meaning = "an exact number with decimal places"
    keys = ("minimum", "maximum", "scale", "precision")

    def size(self, type_: DecimalType) -> numbers.Size:
        return numbers.Size(type_.precision, type_.scale)

    def resolve(self, context: Context, declared: Declaration) -> DecimalType | None:
        spec, path = declared.spec, declared.path
        if spec.scale is None:
            context.missing("scale", path, "a decimal", ", for example `{type: decimal, scale: 2}`")
            return None
        precision = spec.precision or DecimalType(0).precision
        if not 0 <= spec.scale <= precision <= MAX_DIGITS:
            context.report(
                codes.WRONG_VALUE, (*path, "scale"), value=f"`{spec.scale}`", kind="a scale",
                reason=f"it is from 0 to the precision ({precision}), which is at most "
                f"{MAX_DIGITS}",
            )  # fmt: skip
            return None
        low, high = numbers.bounds(context, spec, numbers.Size(precision, spec.scale), path)
        return DecimalType(spec.scale, precision, low, high)


ROW = DecimalRow()
