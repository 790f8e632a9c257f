"""The bot's commands, described for people."""

DESCRIPTIONS = (
    "/start - Link this chat to your account.\n/bookings - List your bookings.\n"
    "/about - Say what this is.\n/help - List all commands."
)
