"""Talks with people in Telegram: answers commands and delivers messages."""
