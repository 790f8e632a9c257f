"""Rejections by an operation for reasons other than a rule."""


class AlreadyHandled(Exception):
    """The message behind the operation was handled before; nothing was written."""
