"""End-to-end walks through the running system; texts hold `${name}` for values kept earlier."""

from msc.core.record import Record
from msc.core.source import Origin


class RequestStep(Record):
    """An HTTP request to the public API. `body` is canonical JSON text, or None.

    `keep` pairs a new name with the dotted path of the value in the response body. With `trace`,
    the request's id must be in the logs of every service that it passes.
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
    """A person writes to the bot."""

    text: str
    chat: str


class WaitForMessageStep(Record):
    """A message arrives by `telegram` or `email`; `keep_link` takes parameters of its link."""

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
    """A story that the emitted system's end-to-end test walks and `make story` tells."""

    name: str
    description: str
    steps: tuple[JourneyStep, ...]
    origin: Origin = Origin()
