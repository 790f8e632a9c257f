"""The operations that events run: what they note of a consumed event is forgotten in the end."""

REACTIONS: tuple[str, ...] = ("confirm_booking",)
