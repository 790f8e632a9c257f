"""Notifications in code: the texts and messages of each, and what its function takes."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.ir.addresses import address_of
from msc.ir.system import System
from msc.ir.triggers import Notification, PayloadField, Text
from msc.lower.pycode import ImportSet, literal
from msc.lower.services.channels import carries_links, linking, message_class
from msc.lower.shapes.texts import shown_inputs, shown_times, text_code
from msc.lower.types import annotation, annotation_imports
from msc.providers import CHANNELS
from msc.providers.provider import Channel
from msc.spelling.code import attribute_name, entity_class, entity_module, parameter_name

OWN = ("recipient", "link", "now", "today")
TIMES = {"now": "datetime", "today": "date"}


class Message(Record):
    """The message of one channel; without an address it is not sent."""

    address: str
    may_lack_address: bool
    construction: str


class NotificationCode(Record):
    """What a notification's function takes, and the messages that it adds."""

    imports: str
    account: str
    parameters: tuple[str, ...]
    text: str
    messages: tuple[Message, ...]


def compile_notification(notification: Notification, system: System) -> NotificationCode:
    """The code of a notification; without accounts, it has no recipients."""
    accounts = system.authentication
    account = accounts.account if accounts else ""
    imports = ImportSet(
        [
            (f"shared.dtos.{entity_module(account)}", entity_class(account)),
            ("shared.unit_of_work", "UnitOfWork"),
        ]
    )
    channels = tuple(CHANNELS[name] for name in notification.channels)
    imports.add_all(("shared.notifications", message_class(channel)) for channel in channels)
    names = {input_.field.name: parameter_name(input_.field.name) for input_ in notification.inputs}
    text = _text(notification.text, names, imports)
    subject = _text(notification.subject, names, imports) if notification.subject else '""'
    parameters = tuple(_parameters(notification, system, imports))
    return NotificationCode(
        imports=imports.text,
        account=entity_class(account),
        parameters=parameters,
        text=text,
        messages=tuple(_message(channel, notification, subject, system) for channel in channels),
    )


def _message(channel: Channel, notification: Notification, subject: str, system: System) -> Message:
    field = address_of(channel, system)
    assert field is not None, f"nobody is reached by {channel.name}"
    address = f"recipient.{attribute_name(field.name)}"
    parts = [f"notification={literal(notification.name)}", "recipient_id=recipient.id"]
    parts += [f"address={address}", *([f"subject={subject}"] if channel.has_subject else [])]
    if carries_links(channel, system) and notification.name in linking(system):
        parts.append("link=UUID(link)")
    construction = f"{message_class(channel)}({', '.join([*parts, 'text=text'])})"
    return Message(address, field.optional, construction)


def _text(text: Text, names: dict[str, str], imports: ImportSet) -> str:
    code = text_code(text, {**{name: name for name in OWN}, **names})
    for module, member in code.imports:
        imports.add(module, member or None)
    return code.text


def _parameters(notification: Notification, system: System, imports: ImportSet) -> Iterator[str]:
    """The timestamps, the inputs in use, and the optional ones; some have a link."""
    for name in shown_times(notification):
        imports.add("datetime", TIMES[name])
        yield f"{name}: {TIMES[name]}"
    for input_ in sorted(shown_inputs(notification), key=lambda input_: input_.field.optional):
        yield _parameter(input_, imports)
    if notification.name in linking(system):
        imports.add("uuid", "UUID")
        yield "link: str"


def _parameter(input_: PayloadField, imports: ImportSet) -> str:
    if input_.entity is None:
        imports.add_all(annotation_imports(input_.field.type))
        kind = annotation(input_.field.type)
    else:
        imports.add(f"shared.dtos.{entity_module(input_.entity)}", entity_class(input_.entity))
        kind = entity_class(input_.entity)
    missing = " | None = None" if input_.field.optional else ""
    return f"{parameter_name(input_.field.name)}: {kind}{missing}"
