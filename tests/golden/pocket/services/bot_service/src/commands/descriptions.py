"""What the bot can do, as people read it."""

DESCRIPTIONS = (
    "/start - Link this chat to your account.\n/bookings - List your bookings.\n"
    "/about - Say what this is.\n/help - List all commands."
)
