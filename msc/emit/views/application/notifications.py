"""Notifications as functions that add messages to a unit of work."""

from msc.core.naming import pascal
from msc.core.record import Record
from msc.emit.pycode import ImportSet, annotation, annotation_imports, docstring, literal
from msc.emit.shapes.texts import shown_inputs, text_code
from msc.ir.system import System
from msc.ir.triggers import Channel, Notification, PayloadField


class NotificationView(Record):
    """A notification as a function that adds its messages to a unit of work."""

    module: str
    element: str
    docstring: str
    function: str
    imports: str
    account: str
    name: str
    parameters: str
    text: str
    subject: str
    by_telegram: bool
    by_email: bool
    chat: str
    login: str


def notification_view(notification: Notification, system: System) -> NotificationView:
    account = system.authentication.account if system.authentication else ""
    link = system.authentication.telegram_link if system.authentication else None
    imports = ImportSet(
        [(f"shared.dtos.{account}", pascal(account)), ("shared.unit_of_work", "UnitOfWork")]
    )
    names = {"recipient": "recipient", "link": "link"}
    names.update((each.field.name, each.field.name) for each in notification.inputs)
    ordered = sorted(shown_inputs(notification), key=lambda each: each.field.optional)
    parameters = [_parameter(each, imports) for each in ordered]
    verification = system.authentication.email_verification if system.authentication else None
    if verification is not None and verification.notification == notification.name:
        parameters.append("link: str")
    text = text_code(notification.text, names)
    subject = text_code(notification.subject, names) if notification.subject else None
    for code in (text, subject):
        for module, member in code.imports if code else ():
            imports.add(module, member or None)
    by_telegram = Channel.TELEGRAM in notification.channels
    by_email = Channel.EMAIL in notification.channels
    if by_telegram:
        imports.add("shared.notifications", "TelegramNotification")
    if by_email:
        imports.add("shared.notifications", "EmailNotification")
    return NotificationView(
        module=notification.name,
        element=f"notification {notification.name}",
        docstring=docstring(f"The notification `{notification.name}`."),
        function=f"notify_{notification.name}",
        imports=imports.text,
        account=pascal(account),
        name=literal(notification.name),
        parameters="".join(f", {each}" for each in parameters),
        text=text.text,
        subject=subject.text if subject else '""',
        by_telegram=by_telegram,
        by_email=by_email,
        chat=link.chat if link else "",
        login=system.authentication.login if system.authentication else "",
    )


def _parameter(given: PayloadField, imports: ImportSet) -> str:
    if given.entity is None:
        imports.add_all(annotation_imports(given.field.type))
        kind = annotation(given.field.type)
    else:
        imports.add(f"shared.dtos.{given.entity}", pascal(given.entity))
        kind = pascal(given.entity)
    return f"{given.field.name}: {kind}{' | None = None' if given.field.optional else ''}"
