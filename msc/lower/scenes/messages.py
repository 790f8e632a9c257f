"""The messages of a notification, as events."""

from collections.abc import Iterator, Mapping

from msc.expr.evaluate import Path, Value
from msc.expr.target import Unsupported
from msc.ir.addresses import address_of
from msc.ir.expressions import ValueType
from msc.ir.fields import Field
from msc.ir.system import System
from msc.ir.triggers import Notification, Text
from msc.lower.pycode import literal
from msc.lower.scenes.results import Result
from msc.lower.services.channels import carries_links, event_of, linking
from msc.lower.shapes.samples import sample_value
from msc.lower.shapes.texts import text_literal
from msc.lower.types.date import TODAY
from msc.lower.types.datetime import NOW
from msc.lower.types.texts import wire_text
from msc.providers import CHANNELS
from msc.providers.provider import Address, Channel

type Message = tuple[str, tuple[str, str], str]
"""Event, aggregate and data."""

CHAT = "71001"
TIMES: Mapping[Path, Value] = {("now",): NOW, ("today",): TODAY}


def messages(
    system: System,
    notification: Notification,
    rows: Mapping[str, Result],
    values: Mapping[str, Value],
) -> list[Message]:
    """The messages of a notification, in sending order."""
    recipient = rows["recipient"]

    def look_up(path: Path, _: ValueType) -> Value:
        if path in TIMES:
            return TIMES[path]
        row = rows.get(path[0])
        if row is None:
            # An optional input that the step does not set.
            return values.get(path[0])
        if len(path) > 2:
            raise Unsupported(f"{'.'.join(path)} is not known")
        return row.identity if len(path) == 1 else row.value(path[1])

    def literal_of(text: Text) -> str:
        return text_literal(text, look_up, system.time_zone)

    text = f'"text": {literal_of(notification.text)}'
    subject = literal_of(notification.subject) if notification.subject else '""'
    sent = []
    for channel in map(CHANNELS.__getitem__, notification.channels):
        field = address_of(channel, system)
        address = recipient.values[field.name] if field else None
        if address is not None:
            content = f'"subject": {subject}, {text}' if channel.has_subject else text
            if carries_links(channel, system):
                is_link = notification.name in linking(system)
                content += f', "link": {wire_text(values["link"]) if is_link else "None"}'
            sent.append(_message(notification, channel, recipient, address, content))
    return sent


def addresses(notification: Notification, system: System) -> Iterator[tuple[Field, Value]]:
    """The fields that a person may lack without which a channel fails, each with a value."""
    for channel in map(CHANNELS.__getitem__, notification.channels):
        field = address_of(channel, system)
        if field is None:
            continue
        if channel.address is Address.CHAT:
            yield field, CHAT
        elif field.optional:
            yield field, sample_value(field.type)


def _message(
    notification: Notification, channel: Channel, recipient: Result, address: Value, content: str
) -> Message:
    identity = wire_text(recipient.identity)
    data = (
        f'{{"notification": {literal(notification.name)}, "channel": {literal(channel.name)}, '
        f'"recipient_id": {identity}, "address": {wire_text(address)}, {content}}}'
    )
    return event_of(channel), ('"notification"', identity), data
