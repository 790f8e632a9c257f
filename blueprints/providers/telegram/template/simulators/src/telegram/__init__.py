"""Telegram: its Bot API, and actions of users in their chats."""
