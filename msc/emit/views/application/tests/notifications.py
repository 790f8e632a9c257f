"""Tests of notifications: their text and their recipients."""

from msc.expr.evaluate import Value
from msc.ir.system import System
from msc.ir.triggers import Notification
from msc.lower.pycode import ImportSet, docstring, literal
from msc.lower.scenes.cases import CaseView, TestView, case
from msc.lower.scenes.messages import TIMES, addresses, messages
from msc.lower.scenes.results import Result
from msc.lower.scenes.rows import SceneRow, ordinary_row
from msc.lower.services.channels import linking
from msc.lower.shapes.samples import LINK, sample_value, value_imports, value_text
from msc.lower.shapes.texts import shown_inputs, shown_times
from msc.spelling.code import element_module, parameter_name, row_constant


def notification_test(notification: Notification, system: System) -> TestView:
    """One case per set of channels that can reach a person."""
    accounts = system.authentication
    assert accounts is not None
    imports = ImportSet([("shared.unit_of_work", "UnitOfWork"),
                         ("tests.support.units_of_work", "Published"),
                         ("tests.support.units_of_work", "work_of"),
                         (f"src.application.notifications.{element_module(notification.name)}",
                          f"notify_{notification.name}")])  # fmt: skip
    account = system.entity(accounts.account)
    recipient = ordinary_row(("recipient",), account, "RECIPIENT")
    rows = tuple(
        ordinary_row(
            (input_.field.name,),
            system.entity(input_.entity),
            row_constant(input_.field.name.upper()),
        )
        for input_ in shown_inputs(notification)
        if input_.entity is not None
    )
    values = {
        input_.field.name: sample_value(input_.field.type)
        for input_ in shown_inputs(notification)
        if input_.entity is None
    }
    for row in (recipient, *rows):
        imports.add_all(row.imports)
    for input_ in notification.inputs:
        imports.add_all(value_imports(input_.field.type))
    case_ = _Case(notification, system, rows, values)
    words = notification.name.replace("_", " ")
    return TestView(
        module=element_module(notification.name),
        element=f"notification {notification.name}",
        docstring=docstring(f"The notification `{words}`: what it says, and to whom."),
        imports=imports.text,
        constants=tuple(f"{row.constant} = {row.text}" for row in rows),
        cases=tuple(case_.cases(recipient)),
    )


class _Case:
    def __init__(
        self,
        notification: Notification,
        system: System,
        rows: tuple[SceneRow, ...],
        values: dict[str, Value],
    ) -> None:
        self._notification = notification
        self._system = system
        self._rows = rows
        self._values = values

    def cases(self, recipient: SceneRow) -> list[CaseView]:
        """With every address, and without each that a person may lack."""
        name = self._notification.name
        lacking = dict(addresses(self._notification, self._system))
        if not lacking:
            return [self._case(f"{name}_is_sent", recipient)]
        reachable = recipient.but({field.name: value for field, value in lacking.items()})
        sent = [self._case(f"{name}_is_sent_over_every_channel", reachable)]
        for field in lacking:
            if field.optional:
                without = reachable.but({field.name: None})
                sent.append(self._case(f"{name}_is_not_sent_without_{field.name}", without))
        return sent

    def _case(self, name: str, recipient: SceneRow) -> CaseView:
        results = {row.path[0]: Result(row.entity, row.identity, row.values)
                   for row in (recipient, *self._rows)}  # fmt: skip
        results["recipient"] = Result(recipient.entity, recipient.identity, recipient.values)
        values = {**self._values, "link": LINK}
        expected = ", ".join(
            f"Published({literal(event)}, {aggregate[0]}, {aggregate[1]}, {data})"
            for event, aggregate, data in messages(
                self._system, self._notification, results, values
            )
        ).replace("RECIPIENT.", "recipient.")
        arguments = [f"{parameter_name(input_.field.name)}={self._argument(input_.field.name)}"
                 for input_ in shown_inputs(self._notification)]  # fmt: skip
        arguments += [f"{name}={value_text(None, TIMES[name,])}"
                      for name in shown_times(self._notification)]  # fmt: skip
        if self._has_link():
            arguments.append(f"link={literal(LINK)}")
        call = ", ".join(["unit", "recipient", *arguments])
        return case(
            name,
            [
                f"recipient = {recipient.text}",
                "unit = UnitOfWork()",
                f"notify_{self._notification.name}({call})",
                f"assert work_of(unit).events == [{expected}]",
            ],
        )

    def _argument(self, name: str) -> str:
        row = next((row for row in self._rows if row.path == (name,)), None)
        if row is not None:
            return row.constant
        field = next(
            input_.field for input_ in self._notification.inputs if input_.field.name == name
        )
        return value_text(field.type, self._values[name])

    def _has_link(self) -> bool:
        return self._notification.name in linking(self._system)
