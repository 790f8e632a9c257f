"""What all services share; of the spec it needs to know what is personal."""

from msc.core.record import Record
from msc.lower.program import Program
from msc.lower.pycode import literal


class SharedView(Record):
    """The names of fields that no log may show."""

    personal_fields: str


def view(program: Program) -> SharedView:
    """The view of the shared package."""
    system = program.system
    of_rows = (field for entity in system.entities for field in entity.fields)
    of_inputs = (each.field for operation in system.operations for each in operation.inputs)
    names = {each.wire_name for each in (*of_rows, *of_inputs) if each.personal or each.hidden}
    return SharedView(literal(tuple(sorted(names))) if names else "")
