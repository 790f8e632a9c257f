"""Telegram: its Bot API, and what users do in their chats."""
