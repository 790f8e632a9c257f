"""The bot's side of Telegram: updates waiting for it, messages it sent, its webhook."""

import asyncio
import time
from dataclasses import dataclass, replace
from typing import Any

Json = dict[str, Any]

CONFLICT_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
CONFLICT_POLLING = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message the bot sent."""

    message_id: int
    chat_id: int
    text: str
    parse_mode: str | None
    reply_markup: Json | None
    date: int
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates are posted while it is set."""

    url: str
    secret_token: str | None


class TelegramError(Exception):
    """An answer with `ok: false`."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after


class TelegramMemory:
    """One bot; its counters only grow, so that no client sees an update twice or never."""

    def __init__(self) -> None:
        self.changed = asyncio.Condition()
        self.webhook: Webhook | None = None
        self.last_webhook_error: str | None = None
        self.commands: list[Json] = []
        self._updates: list[Json] = []
        self._messages: list[SentMessage] = []
        self._next_update = 1
        self._next_message = 1
        self.polls = 0

    @property
    def pending(self) -> tuple[Json, ...]:
        return tuple(self._updates)

    def messages(self, chat_id: int | None) -> tuple[SentMessage, ...]:
        return tuple(one for one in self._messages if chat_id in (None, one.chat_id))

    async def clear(self) -> None:
        async with self.changed:
            self._updates.clear()
            self._messages.clear()

    async def receive(self, kind: str, content: Json) -> Json:
        """A user did something; the update waits until the bot fetches it."""
        async with self.changed:
            update = {"update_id": self._next_update, kind: content}
            self._next_update += 1
            self._updates.append(update)
            self.changed.notify_all()
        return update

    def acknowledge(self, below: int) -> None:
        self._updates = [one for one in self._updates if one["update_id"] >= below]

    async def set_webhook(self, webhook: Webhook | None, *, drop_pending: bool) -> None:
        async with self.changed:
            self.webhook = webhook
            self.last_webhook_error = None
            if drop_pending:
                self._updates.clear()
            self.changed.notify_all()

    async def poll(self, offset: int, limit: int, timeout_seconds: float) -> list[Json]:
        """Long polling as Telegram does it: a later poll ends an earlier one with a conflict."""
        async with self.changed:
            self.polls += 1
            mine = self.polls
            self.changed.notify_all()
            self._apply_offset(offset)
            try:
                async with asyncio.timeout(timeout_seconds):
                    await self.changed.wait_for(lambda: self._poll_ends(mine))
            except TimeoutError:
                return []
            if self.webhook is not None:
                raise TelegramError(409, CONFLICT_WEBHOOK)
            if self.polls != mine:
                raise TelegramError(409, CONFLICT_POLLING)
            return self._updates[:limit]

    def _poll_ends(self, mine: int) -> bool:
        return bool(self._updates) or self.webhook is not None or self.polls != mine

    def _apply_offset(self, offset: int) -> None:
        if offset < 0:
            self._updates = self._updates[offset:]
        elif self.webhook is None:
            self.acknowledge(offset)

    def next_message_id(self) -> int:
        number = self._next_message
        self._next_message += 1
        return number

    def send(
        self, chat_id: int, text: str, parse_mode: str | None, reply_markup: Json | None
    ) -> SentMessage:
        number = self.next_message_id()
        sent = SentMessage(number, chat_id, text, parse_mode, reply_markup, int(time.time()))
        self._messages.append(sent)
        return sent

    def edit(
        self, chat_id: int, message_id: int, text: str, reply_markup: Json | None
    ) -> SentMessage:
        place = self._place(chat_id, message_id, "message to edit not found")
        before = self._messages[place]
        if (before.text, before.reply_markup) == (text, reply_markup):
            raise TelegramError(400, "Bad Request: message is not modified")
        after = replace(before, text=text, reply_markup=reply_markup, edited=True)
        self._messages[place] = after
        return after

    def delete(self, chat_id: int, message_id: int) -> None:
        del self._messages[self._place(chat_id, message_id, "message to delete not found")]

    def _place(self, chat_id: int, message_id: int, problem: str) -> int:
        for place, message in enumerate(self._messages):
            if (message.chat_id, message.message_id) == (chat_id, message_id):
                return place
        raise TelegramError(400, f"Bad Request: {problem}")
