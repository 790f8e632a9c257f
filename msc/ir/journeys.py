"""End-to-end walks through the running system; texts hold `${name}` for values kept earlier."""

from dataclasses import dataclass, field

from msc.core.source import Span


@dataclass(frozen=True, slots=True)
class RequestStep:
    """An HTTP request to the public API. `body` is canonical JSON text, or None.

    `keep` pairs a new name with the dotted path of the value in the response body. With `trace`,
    the request's id must be in the logs of every service that it passed.
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


@dataclass(frozen=True, slots=True)
class TellBotStep:
    """A person writes to the bot."""

    text: str
    chat: str


@dataclass(frozen=True, slots=True)
class WaitForMessageStep:
    """A message arrives by `telegram` or `email`; `keep_link` takes parameters of its link."""

    channel: str
    to: str
    contains: str
    keep_link: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WaitForRowStep:
    """A row or document with these values exists."""

    entity: str
    where: tuple[tuple[str, str], ...]


type JourneyStep = RequestStep | TellBotStep | WaitForMessageStep | WaitForRowStep


@dataclass(frozen=True, slots=True)
class Journey:
    """A story that the emitted system's end-to-end test walks and `make story` tells."""

    name: str
    description: str
    steps: tuple[JourneyStep, ...]
    origin: Span | None = field(default=None, compare=False)
