"""What an operation refuses for other reasons than a rule."""


class AlreadyHandled(Exception):
    """The message that asked for the operation was handled before; nothing was written."""
