"""The description of an external provider."""

from msc.core.record import Record
from msc.ir.triggers import Channel


class Provider(Record):
    """An entry of the catalogue; `settings` are the keys that a spec must set."""

    name: str
    channel: Channel
    settings: tuple[str, ...] = ()
