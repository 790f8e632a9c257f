"""`notify`: sends a notification with the commit."""

from msc.analyze.steps.payload import Recipe, payload
from msc.analyze.steps.row import StepRow
from msc.analyze.steps.walk import Walk
from msc.core.catalogue import types as codes
from msc.expr.target import is_row, path_of
from msc.ir.entities import Entity
from msc.ir.steps import Assignment, NotifyStep
from msc.model.places import Path
from msc.model.steps import NotifyStepSpec


class NotifyRow(StepRow[NotifyStepSpec]):
    """Checks that the recipient is an account, as only accounts have an address."""

    def resolve(self, walk: Walk, spec: NotifyStepSpec, path: Path) -> NotifyStep | None:
        recipient = walk.row(spec.notify, (*path, "notify"))
        known = walk.context.known(
            "notification", spec.notification, walk.nouns.notifications, (*path, "notification")
        )
        if recipient is None or not known or not _is_account(walk, spec, recipient[1], path):
            return None
        notification = walk.nouns.notifications[spec.notification]
        if not walk.context.sound("notifications", notification.name):
            return None
        what = f"the notification `{notification.name}`"
        recipe = Recipe(what, "notification", notification.inputs)
        values = payload(walk, recipe, spec.values, path)
        for value in values:
            _named(walk, value, path)
        return NotifyStep(recipient[0], notification.name, values)


def _named(walk: Walk, value: Assignment, path: Path) -> None:
    """Reports a row that has no name: a text shows fields of it, so it has to be read."""
    if is_row(value.value.root) and path_of(value.value.root) is None:
        walk.context.report(
            codes.WRONG_VALUE, (*path, "values", value.field), value=f"`{value.value.source}`",
            kind="a row of a notification", reason="it is chosen, and a text shows a named row",
            hint="give the notification two optional inputs, and let its text choose",
        )  # fmt: skip


def _is_account(walk: Walk, spec: NotifyStepSpec, recipient: Entity, path: Path) -> bool:
    accounts = walk.context.spec.authentication
    if accounts is not None and recipient.name == accounts.account:
        return True
    account = accounts.account if accounts else "account"
    walk.context.report(
        codes.WRONG_VALUE, (*path, "notify"), value=f"`{spec.notify}`", kind="a recipient",
        reason=f"it is a row of {recipient.name}, and only a {account} can be notified",
    )  # fmt: skip
    return False


ROW = NotifyRow()
