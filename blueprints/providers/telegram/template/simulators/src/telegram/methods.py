"""The methods of the Bot API that a bot of ours may call, one function each."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from src.telegram.memory import Json, SentMessage, TelegramError, TelegramMemory, Webhook

type Parameters = Mapping[str, Any]
type Method = Callable[[TelegramMemory, Parameters], Awaitable[Any]]

_LONGEST_POLL_SECONDS = 50
_LONGEST_TEXT = 4096
BOT_USER: Json = {
    "id": 4_200_001,
    "is_bot": True,
    "first_name": "Simulated bot",
    "username": "simulated_bot",
}


async def get_me(_bot: TelegramMemory, _parameters: Parameters) -> Json:
    return {
        **BOT_USER,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


async def get_updates(bot: TelegramMemory, parameters: Parameters) -> list[Json]:
    limit = min(max(_number(parameters, "limit", 100), 1), 100)
    seconds = min(max(_number(parameters, "timeout", 0), 0), _LONGEST_POLL_SECONDS)
    return await bot.poll(_number(parameters, "offset", 0), limit, seconds)


async def send_message(bot: TelegramMemory, parameters: Parameters) -> Json:
    chat_id = _chat(parameters)
    text = _text(parameters)
    mode = parameters.get("parse_mode")
    sent = bot.send(chat_id, text, None if mode is None else str(mode), _markup(parameters))
    return _wire(sent)


async def edit_message_text(bot: TelegramMemory, parameters: Parameters) -> Json:
    chat_id = _chat(parameters)
    number = _number(parameters, "message_id", 0)
    return _wire(bot.edit(chat_id, number, _text(parameters), _markup(parameters)))


async def delete_message(bot: TelegramMemory, parameters: Parameters) -> bool:
    bot.delete(_chat(parameters), _number(parameters, "message_id", 0))
    return True


async def set_webhook(bot: TelegramMemory, parameters: Parameters) -> bool:
    url = str(parameters.get("url") or "")
    if url and not url.startswith(("http://", "https://")):
        raise TelegramError(400, "Bad Request: bad webhook: an HTTPS URL must be provided")
    secret = parameters.get("secret_token")
    webhook = Webhook(url, None if secret is None else str(secret)) if url else None
    await bot.set_webhook(webhook, drop_pending=_flag(parameters, "drop_pending_updates"))
    return True


async def delete_webhook(bot: TelegramMemory, parameters: Parameters) -> bool:
    await bot.set_webhook(None, drop_pending=_flag(parameters, "drop_pending_updates"))
    return True


async def get_webhook_info(bot: TelegramMemory, _parameters: Parameters) -> Json:
    info: Json = {
        "url": "" if bot.webhook is None else bot.webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(bot.pending),
    }
    if bot.last_webhook_error is not None:
        info["last_error_message"] = bot.last_webhook_error
    return info


async def set_my_commands(bot: TelegramMemory, parameters: Parameters) -> bool:
    commands = _structure(parameters.get("commands"))
    if not isinstance(commands, list):
        raise TelegramError(400, "Bad Request: can't parse commands JSON object")
    bot.commands = [dict(command) for command in commands]
    return True


async def get_my_commands(bot: TelegramMemory, _parameters: Parameters) -> list[Json]:
    return bot.commands


async def delete_my_commands(bot: TelegramMemory, _parameters: Parameters) -> bool:
    bot.commands = []
    return True


async def get_chat(_bot: TelegramMemory, parameters: Parameters) -> Json:
    return {
        **chat_of(_chat(parameters), None),
        "accent_color_id": 0,
        "max_reaction_count": 0,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }


async def acknowledged(_bot: TelegramMemory, _parameters: Parameters) -> bool:
    """Methods that only record their calls."""
    return True


METHODS: Mapping[str, Method] = {
    "getme": get_me,
    "getupdates": get_updates,
    "sendmessage": send_message,
    "editmessagetext": edit_message_text,
    "deletemessage": delete_message,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "getchat": get_chat,
    "answercallbackquery": acknowledged,
    "sendchataction": acknowledged,
    "setmydescription": acknowledged,
    "setmyshortdescription": acknowledged,
    "setchatmenubutton": acknowledged,
}


async def call(bot: TelegramMemory, method: str, parameters: Parameters) -> Any:
    """Method names are not case-sensitive, as in the real API."""
    handler = METHODS.get(method.lower())
    if handler is None:
        raise TelegramError(404, "Not Found: method not found")
    return await handler(bot, parameters)


def chat_of(chat_id: int, username: str | None) -> Json:
    chat: Json = {"id": chat_id, "type": "private", "first_name": username or f"User {chat_id}"}
    return chat if username is None else {**chat, "username": username}


def _wire(sent: SentMessage) -> Json:
    message: Json = {
        "message_id": sent.message_id,
        "from": BOT_USER,
        "chat": chat_of(sent.chat_id, None),
        "date": sent.date,
        "text": sent.text,
    }
    if sent.edited:
        message["edit_date"] = sent.date
    if sent.reply_markup is not None and "inline_keyboard" in sent.reply_markup:
        message["reply_markup"] = sent.reply_markup
    return message


def _chat(parameters: Parameters) -> int:
    chat_id = str(parameters.get("chat_id") or "")
    if not chat_id:
        raise TelegramError(400, "Bad Request: chat_id is empty")
    try:
        return int(chat_id)
    except ValueError as error:
        raise TelegramError(400, "Bad Request: chat not found") from error


def _text(parameters: Parameters) -> str:
    text = str(parameters.get("text") or "").strip()
    if not text:
        raise TelegramError(400, "Bad Request: message text is empty")
    if len(text) > _LONGEST_TEXT:
        raise TelegramError(400, "Bad Request: message is too long")
    return text


def _markup(parameters: Parameters) -> Json | None:
    markup = _structure(parameters.get("reply_markup"))
    if markup is not None and not isinstance(markup, dict):
        raise TelegramError(400, "Bad Request: object expected as reply markup")
    return markup


def _structure(value: Any) -> Any:
    """Forms carry structures as JSON text; JSON bodies carry them as they are."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise TelegramError(400, "Bad Request: can't parse JSON object") from error


def _number(parameters: Parameters, name: str, default: int) -> int:
    value = parameters.get(name)
    if value is None or value == "":
        return default
    try:
        return int(float(str(value)))
    except ValueError as error:
        raise TelegramError(400, f"Bad Request: {name} must be a number") from error


def _flag(parameters: Parameters, name: str) -> bool:
    return str(parameters.get(name, "")).lower() in {"true", "1"}
