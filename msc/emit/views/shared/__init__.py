"""The package that all services share, which depends on personal data and the time zone only."""

from msc.core.record import Record
from msc.expr.evaluate import shown_timestamp
from msc.lower.program import Program
from msc.lower.pycode import literal
from msc.lower.services.worker import sends_email, sends_telegram
from msc.lower.shapes.names import attribute
from msc.lower.shapes.texts import formats_values
from msc.lower.types.datetime import NOW


class SharedView(Record):
    """The names of fields that logs mask, the existing messages, and the format of timestamps."""

    personal_fields: str
    formats_values: bool
    time_zone: str
    timestamp: str
    sends_telegram: bool
    sends_email: bool
    audits: bool
    amends: bool
    refreshes: bool
    reads_back: bool
    holds_rows: bool
    has_messages: bool
    delivers: bool


def view(program: Program) -> SharedView:
    """The view of the shared package."""
    system = program.system
    of_rows = (field for entity in system.entities for field in entity.fields)
    of_inputs = (input_.field for operation in system.operations for input_ in operation.inputs)
    hidden = [input_ for input_ in (*of_rows, *of_inputs) if input_.personal or input_.hidden]
    names = {name for field in hidden for name in (field.wire_name, attribute(field))}
    by_telegram, by_email = sends_telegram(system), sends_email(system)
    audits = system.audit_entity is not None or any(
        operation.audit for operation in system.operations
    )
    return SharedView(
        personal_fields=literal(tuple(sorted(names))) if names else "",
        formats_values=formats_values(system),
        time_zone=literal(system.time_zone),
        timestamp=literal(shown_timestamp(NOW, system.time_zone)),
        sends_telegram=by_telegram,
        sends_email=by_email,
        audits=audits,
        amends=any(case.amends for case in program.use_cases.values()),
        refreshes=any(case.refreshes for case in program.use_cases.values()),
        reads_back=any(case.reads_back for case in program.use_cases.values()),
        holds_rows=any(case.refreshes or case.reads_back for case in program.use_cases.values()),
        has_messages=by_telegram or by_email or audits,
        delivers=by_email or bool(system.commands),
    )
