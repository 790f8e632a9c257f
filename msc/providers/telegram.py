"""Telegram: the bot, and messages to the chats of people."""

from msc.ir.triggers import Channel
from msc.providers.provider import Provider

ROW = Provider("telegram", Channel.TELEGRAM)
