"""Actions of users, and the messages of the bot."""

import time
from dataclasses import asdict

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from src.dependencies import StateDependency
from src.telegram.memory import Json
from src.telegram.methods import chat_of

router = APIRouter(prefix="/_control/telegram", tags=["control"])


class UserMessage(BaseModel):
    """A text that a user sends to the bot."""

    model_config = ConfigDict(extra="forbid")

    chat_id: int
    text: str = Field(min_length=1, max_length=4096)
    username: str | None = None


class ButtonPress(BaseModel):
    """A press on a button below a message of the bot; without a message id, the latest one."""

    model_config = ConfigDict(extra="forbid")

    chat_id: int
    data: str = Field(min_length=1, max_length=64)
    message_id: int | None = None
    username: str | None = None


@router.post("/updates", status_code=201)
async def user_sends(message: UserMessage, state: StateDependency) -> Json:
    """Sends a user's message to the bot; the update waits for getUpdates or the webhook."""
    content: Json = {
        "message_id": state.telegram.next_message_id(),
        "from": _user(message.chat_id, message.username),
        "chat": chat_of(message.chat_id, message.username),
        "date": int(time.time()),
        "text": message.text,
    }
    if message.text.startswith("/"):
        length = len(message.text.split()[0])
        content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    return await state.telegram.receive("message", content)


@router.post("/callbacks", status_code=201)
async def user_presses(press: ButtonPress, state: StateDependency) -> Json:
    """Let a user press an inline button."""
    sent = state.telegram.messages(press.chat_id)
    latest = sent[-1].message_id if sent else 0
    number = state.telegram.next_message_id()
    content = {
        "id": str(number),
        "from": _user(press.chat_id, press.username),
        "chat_instance": str(press.chat_id),
        "data": press.data,
        "message": {
            "message_id": press.message_id or latest,
            "chat": chat_of(press.chat_id, press.username),
            "date": int(time.time()),
        },
    }
    return await state.telegram.receive("callback_query", content)


@router.get("/messages")
async def sent_messages(state: StateDependency, chat_id: int | None = None) -> list[Json]:
    """The messages of the bot, oldest first."""
    return [asdict(one) for one in state.telegram.messages(chat_id)]


@router.get("/bot")
async def bot_settings(state: StateDependency) -> Json:
    """The commands and the webhook that the bot set, how often it asked, and what waits for it."""
    webhook = state.telegram.webhook
    return {
        "commands": state.telegram.commands,
        "webhook": None if webhook is None else asdict(webhook),
        "pending_updates": len(state.telegram.pending),
        "polls": state.telegram.polls,
    }


def _user(chat_id: int, username: str | None) -> Json:
    name = username or f"User {chat_id}"
    user: Json = {"id": chat_id, "is_bot": False, "first_name": name}
    return user if username is None else {**user, "username": username}
