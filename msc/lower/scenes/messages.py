"""The messages of a notification, as events."""

from collections.abc import Mapping

from msc.expr.evaluate import Path, Value
from msc.expr.target import Unsupported
from msc.ir.expressions import ValueType
from msc.ir.system import System
from msc.ir.triggers import Channel, Notification, Text
from msc.lower.pycode import literal
from msc.lower.scenes.results import Result
from msc.lower.shapes.texts import text_literal
from msc.lower.types.date import TODAY
from msc.lower.types.datetime import NOW
from msc.lower.types.texts import wire_text

type Message = tuple[str, tuple[str, str], str]
"""Event, aggregate and data."""

TIMES: Mapping[Path, Value] = {("now",): NOW, ("today",): TODAY}


def messages(
    system: System,
    notification: Notification,
    rows: Mapping[str, Result],
    values: Mapping[str, Value],
) -> list[Message]:
    """The messages of a notification, in sending order."""
    accounts = system.authentication
    assert accounts is not None
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
    chat = recipient.values[accounts.telegram_link.chat] if accounts.telegram_link else None
    sent = []
    if Channel.TELEGRAM in notification.channels and chat is not None:
        sent.append(_message(notification, Channel.TELEGRAM, recipient, chat, text))
    if Channel.EMAIL in notification.channels:
        subject = literal_of(notification.subject) if notification.subject else '""'
        content, login = f'"subject": {subject}, {text}', recipient.values[accounts.login]
        sent.append(_message(notification, Channel.EMAIL, recipient, login, content))
    return sent


def _message(
    notification: Notification, channel: Channel, recipient: Result, address: Value, content: str
) -> Message:
    identity = wire_text(recipient.identity)
    data = (
        f'{{"notification": {literal(notification.name)}, "channel": {literal(channel)}, '
        f'"recipient_id": {identity}, "address": {wire_text(address)}, {content}}}'
    )
    return f"notification.{channel}", ('"notification"', identity), data
