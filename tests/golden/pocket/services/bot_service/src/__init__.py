"""The Telegram bot: responds to commands and delivers messages."""
