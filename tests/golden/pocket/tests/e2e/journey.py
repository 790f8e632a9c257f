"""Runs journeys against a system and narrates them."""

import sys
import time
import urllib.parse
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import httpx

# Longer than an outbox lease: what a killed worker had claimed goes on when its lease is over.
DEADLINE_SECONDS = 60.0
PAUSE_SECONDS = 0.1


class JourneyError(AssertionError):
    """The system did not behave as the journey expects."""


class System(Protocol):
    """A running system: the addresses of its services, and their logs."""

    @property
    def urls(self) -> Mapping[str, str]:
        """The address of each service by its name."""

    @property
    def operator_token(self) -> str:
        """The token for the data services."""

    def log(self, service: str) -> str:
        """The output of a service so far."""


class Journey:
    """Requests, messages and checks of stored rows; `narrate` prints each step."""

    def __init__(self, system: System, *, narrate: bool = False) -> None:
        self._system = system
        self._narrate = narrate
        self._http = httpx.Client(timeout=30)

    def begin(self) -> None:
        """A journey without steps: the system is there."""
        self.request("GET", "/health", expect=200)

    def tell(self, line: str) -> None:
        """A line of the story."""
        if self._narrate:
            sys.stdout.write(f"  {line}\n")
            sys.stdout.flush()

    def request(
        self,
        method: str,
        path: str,
        *,
        expect: int,
        body: Any = None,
        token: str | None = None,
        code: str | None = None,
        description: str = "",
        passes: Sequence[str] = (),
    ) -> Any:
        """The JSON of an answer that has the status and the error code.

        The request's identifier must come up in the logs of the services that it `passes`.
        """
        if description:
            self.tell(description)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        url = self._system.urls["api_service"] + path
        answer = self._http.request(method, url, json=body, headers=headers)
        content = answer.json() if answer.content else None
        received = content.get("code") if isinstance(content, dict) else None
        if answer.status_code != expect or (code is not None and received != code):
            raise JourneyError(
                f"{method} {path} answered {answer.status_code} {content or '(nothing)'}; "
                f"the journey expects {expect}{f' {code}' if code else ''}"
            )
        detail = f": {content['detail']}" if code and isinstance(content, dict) else ""
        self.tell(f"  {method} {path} -> {answer.status_code}{detail}")
        if passes:
            self._trace(answer.headers["x-request-id"], passes)
        return content

    def _trace(self, request_id: str, services: Sequence[str]) -> None:
        listed = ", ".join(services)
        self._wait(
            lambda: self.services_with_request_id(request_id) >= set(services) or None,
            f"the request id {request_id} in the logs of {listed}",
        )
        self.tell(f"  {request_id} passed {listed}")

    def value(self, answer: Any, path: str) -> Any:
        """The value at a dotted path of an answer."""
        for part in path.split("."):
            answer = answer[int(part)] if isinstance(answer, list) else answer[part]
        return answer

    def tell_bot(self, chat: str, text: str) -> None:
        """A person writes to the bot."""
        self.tell(f"chat {chat} writes to the bot: {text}")
        url = f"{self._system.urls['simulators']}/_control/telegram/updates"
        self._http.post(url, json={"chat_id": chat, "text": text}).raise_for_status()

    def telegram_messages(self, chat: str) -> list[str]:
        """The messages that a chat has received."""
        return [message["text"] for message in self._control("telegram/messages", chat_id=chat)]

    def wait_for_telegram(self, chat: str, contains: str) -> str:
        """The message, once a chat has received it."""

        def look() -> str | None:
            return next(
                (message for message in self.telegram_messages(chat) if contains in message), None
            )

        text = self._wait(look, f"a Telegram message to {chat} with `{contains}`")
        self.tell(f"Telegram -> {chat}: {text}")
        return text

    def wait_for_email(self, to: str, contains: str) -> str:
        """The text of the e-mail, once it has arrived."""

        def look() -> str | None:
            texts = (str(message["text"]) for message in self._control("email/messages", to=to))
            return next((text for text in texts if contains in text), None)

        text = self._wait(look, f"an e-mail to {to} with `{contains}`")
        self.tell(f"e-mail -> {to}: {text.splitlines()[0]}")
        return text

    def link_parameter(self, text: str, name: str) -> str:
        """A query parameter of the first link in a text."""
        link = next(word for word in text.split() if word.startswith("http"))
        return urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)[name][0]

    def rows(self, path: str, where: Mapping[str, str]) -> list[dict[str, Any]]:
        """Rows of the PostgreSQL data service."""
        return self._stored("db_postgres_service", path, where)

    def documents(self, path: str, where: Mapping[str, str]) -> list[dict[str, Any]]:
        """Documents of the MongoDB data service."""
        return self._stored("db_mongo_service", path, where)

    def wait_for_row(self, path: str, where: Mapping[str, str]) -> dict[str, Any]:
        """The row, once it exists."""
        row = self._wait(lambda: self.rows(path, where), f"a row in {path} with {where}")[0]
        self.tell(f"PostgreSQL has it: {path}/{row['id']}")
        return row

    def wait_for_document(self, path: str, where: Mapping[str, str]) -> dict[str, Any]:
        """The document, once it exists."""
        document = self._wait(lambda: self.documents(path, where), f"a document in {path}")[0]
        self.tell(f"MongoDB has it: {path}/{document['id']}")
        return document

    def services_with_request_id(self, request_id: str) -> set[str]:
        """The services whose logs contain the identifier."""
        return {name for name in self._system.urls if request_id in self._system.log(name)}

    def hold_telegram(self) -> None:
        """Makes the provider hold the next message until it is released."""
        url = f"{self._system.urls['simulators']}/_control/failures"
        body = {"provider": "telegram", "hold": True}
        self._http.post(url, json=body).raise_for_status()

    def wait_until_held(self) -> None:
        """Returns when the provider holds a message."""
        url = f"{self._system.urls['simulators']}/_control/failures"
        self._wait(lambda: self._http.get(url).json()["held"] or None, "a held message")

    def release_telegram(self) -> None:
        """Releases held messages, if somebody still waits for them."""
        self._http.delete(f"{self._system.urls['simulators']}/_control/failures")

    def _control(self, path: str, **query: str) -> list[dict[str, Any]]:
        url = f"{self._system.urls['simulators']}/_control/{path}"
        messages: list[dict[str, Any]] = self._http.get(url, params=query).json()
        return messages

    def _stored(self, service: str, path: str, where: Mapping[str, str]) -> list[dict[str, Any]]:
        headers = {"X-Service-Token": self._system.operator_token}
        url = f"{self._system.urls[service]}/api/v1/{path}"
        answer = self._http.get(url, params=dict(where), headers=headers)
        answer.raise_for_status()
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    def _wait[Seen](self, look: Callable[[], Seen | None], what: str) -> Seen:
        deadline = time.monotonic() + DEADLINE_SECONDS
        while not (seen := look()):
            if time.monotonic() > deadline:
                raise JourneyError(f"{what} did not come within {DEADLINE_SECONDS:.0f} seconds")
            time.sleep(PAUSE_SECONDS)
        return seen
