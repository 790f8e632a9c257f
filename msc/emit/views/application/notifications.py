"""Notifications as functions that add messages to a unit of work."""

from msc.core.record import Record
from msc.lower.pycode import docstring
from msc.lower.services.notifying import NotificationCode
from msc.spelling.code import element_module


class MessageView(Record):
    """The message of one channel; without an address it is not sent."""

    address: str
    may_lack_address: bool
    message: str


class NotificationView(Record):
    """A notification as a function that adds its messages to a unit of work."""

    module: str
    element: str
    docstring: str
    function: str
    imports: str
    account: str
    parameters: str
    text: str
    messages: tuple[MessageView, ...]


def notification_view(name: str, code: NotificationCode) -> NotificationView:
    return NotificationView(
        module=element_module(name),
        element=f"notification {name}",
        docstring=docstring(f"The notification `{name}`."),
        function=f"notify_{name}",
        account=code.account,
        parameters="".join(f", {parameter}" for parameter in code.parameters),
        text=code.text,
        messages=tuple(
            MessageView(message.address, message.may_lack_address, message.construction)
            for message in code.messages
        ),
        imports=code.imports,
    )
