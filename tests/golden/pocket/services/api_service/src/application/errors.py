"""What an operation refuses for other reasons than a rule."""


class NotSignedIn(Exception):
    """Nobody is signed in, or the proof of it does not hold."""


class NotAllowed(Exception):
    """The person who is signed in may not run the operation."""


class NotVisible(Exception):
    """The person who asks does not see the row."""

    def __init__(self, entity: str, identifier: object) -> None:
        super().__init__(f"There is no {entity} {identifier}")
        self.entity = entity
        self.identifier = identifier


class AlreadyHandled(Exception):
    """The message that asked for the operation was handled before; nothing was written."""
