"""Rejections by an operation for reasons other than a rule."""


class NotSignedIn(Exception):
    """Nobody is signed in, or the token is invalid."""


class NotAllowed(Exception):
    """The person who is signed in may not run the operation."""


class NotVisible(Exception):
    """The caller cannot see the row."""

    def __init__(self, entity: str, identifier: object) -> None:
        super().__init__(f"There is no {entity} {identifier}")
        self.entity = entity
        self.identifier = identifier


class OutdatedVersion(Exception):
    """The row has another version than the caller has seen."""


class AlreadyHandled(Exception):
    """The message behind the operation was handled before; nothing was written."""
