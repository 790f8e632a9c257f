"""What all services share; of the spec it needs to know what is personal, and the time zone."""

from msc.core.record import Record
from msc.lower.program import Program
from msc.lower.pycode import literal
from msc.lower.shapes.names import attribute
from msc.lower.shapes.texts import formats_values, shown_moment
from msc.lower.types.datetime import NOW


class SharedView(Record):
    """The names of fields that no log may show, and how moments read in texts."""

    personal_fields: str
    formats_values: bool
    time_zone: str
    moment: str


def view(program: Program) -> SharedView:
    """The view of the shared package."""
    system = program.system
    of_rows = (field for entity in system.entities for field in entity.fields)
    of_inputs = (each.field for operation in system.operations for each in operation.inputs)
    hidden = [each for each in (*of_rows, *of_inputs) if each.personal or each.hidden]
    names = {name for each in hidden for name in (each.wire_name, attribute(each))}
    return SharedView(
        personal_fields=literal(tuple(sorted(names))) if names else "",
        formats_values=formats_values(system),
        time_zone=literal(system.time_zone),
        moment=literal(shown_moment(NOW, system.time_zone)),
    )
