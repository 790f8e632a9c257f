"""Errors of the machine or the build."""


class LocalError(Exception):
    """An error that the user can fix; the text states the cause and the remedy."""
