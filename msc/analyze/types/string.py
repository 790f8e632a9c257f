"""`string`: one line of text."""

from msc.analyze.context import Context
from msc.analyze.patterns import pattern_problem
from msc.analyze.types.lengths import DEFAULT_LENGTH, lengths, line
from msc.analyze.types.row import Declaration, TypeRow
from msc.core.catalogue import types as codes
from msc.ir.fields import Literal, StringType


class StringRow(TypeRow[StringType]):
    """Bounded, so that it can be unique and indexed."""

    meaning = "one line of text, at most 255 characters by default"
    keys = ("min_length", "max_length", "pattern")

    def resolve(self, context: Context, declared: Declaration) -> StringType:
        pattern = declared.spec.pattern
        problem = None if pattern is None else pattern_problem(pattern)
        if problem is not None:
            reason, hint = problem
            context.report(
                codes.WRONG_VALUE, (*declared.path, "pattern"), value="the pattern",
                kind="a regular expression", reason=reason, hint=hint,
            )  # fmt: skip
        shortest, longest = lengths(context, declared, DEFAULT_LENGTH)
        return StringType(longest or DEFAULT_LENGTH, shortest, pattern)

    def literal(self, type_: StringType, value: object) -> Literal:
        return line(value, type_.min_length, type_.max_length, type_.pattern)

    def sent(self, type_: StringType, value: object) -> None:
        self.literal(type_, self.read(value))


ROW = StringRow()
