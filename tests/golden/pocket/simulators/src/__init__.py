"""Plays the outside providers: Telegram and SendGrid, with injectable failures."""
