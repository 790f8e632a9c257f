"""The use case under test, and its input."""

from msc.core.record import Record
from msc.ir.walk import changed_fields
from msc.lower.operations.use_case import UseCase
from msc.lower.pycode import literal
from msc.lower.scenes.rehearsal import Rehearsal
from msc.lower.shapes.names import attribute
from msc.lower.shapes.samples import value_text
from msc.spelling.code import attribute_name

NOTHING = "assert data.units_of_work.committed == []"


class Subject(Record):
    """A use case, and how its operation succeeds."""

    rehearsal: Rehearsal
    use_case: UseCase

    @property
    def name(self) -> str:
        """The name of the operation."""
        return self.rehearsal.operation.name

    @property
    def changed(self) -> tuple[str, ...]:
        """The optional inputs of a change."""
        return tuple(changed_fields(self.rehearsal.operation, self.rehearsal.system))

    @property
    def inputs(self) -> str:
        """The input of the success scene."""
        pairs = [
            f"{attribute(input_.field)}="
            f"{value_text(input_.field.type, self.rehearsal.value(input_.field.name))}"
            for input_ in self.rehearsal.operation.inputs
        ]
        arguments = [*pairs, *([sent(*self.changed)] if self.changed else [])]
        return f"{self.use_case.class_name}Input({', '.join(arguments)})"


def sent(*names: str) -> str:
    """The inputs of a change that were sent; the other fields keep their values."""
    listed = ", ".join(literal(attribute_name(name)) for name in names)
    return f"sent=frozenset({{{listed}}})"
