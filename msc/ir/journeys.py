"""End-to-end scenarios against the running system; texts may contain `${name}` for saved values."""

from msc.core.record import Record
from msc.core.source import Origin


class RequestStep(Record):
    """An HTTP request to the public API. `body` is canonical JSON, or None.

    `keep` pairs a new name with the dotted path of a value in the response body. With `trace`, the
    request's id must appear in the logs of every service on its way.
    """

    method: str
    path: str
    description: str
    token: str | None
    body: str | None
    status: int
    code: str | None
    keep: tuple[tuple[str, str], ...]
    trace: bool


class TellBotStep(Record):
    """A person sends a message to the bot."""

    text: str
    chat: str


class WaitForMessageStep(Record):
    """A message arrives by `telegram` or `email`; `keep_link` saves parameters of its link."""

    channel: str
    to: str
    contains: str
    keep_link: tuple[tuple[str, str], ...]


class WaitForRowStep(Record):
    """A row or document with these values exists."""

    entity: str
    where: tuple[tuple[str, str], ...]


type JourneyStep = RequestStep | TellBotStep | WaitForMessageStep | WaitForRowStep


class Journey(Record):
    """A scenario that the end-to-end test of the emitted system runs."""

    name: str
    description: str
    steps: tuple[JourneyStep, ...]
    origin: Origin = Origin()
