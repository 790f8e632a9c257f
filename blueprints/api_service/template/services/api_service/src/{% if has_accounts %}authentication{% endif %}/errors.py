"""What registration, log-in and proofs refuse."""


class LoginTaken(Exception):
    """An account with this login exists."""


class WrongCredentials(Exception):
    """The login or the password is wrong; which of them is not told."""


class LinkNotValid(Exception):
    """The link was not made here, or too long ago."""


class ChatTaken(Exception):
    """Another account is tied to the chat."""


class CodeNotValid(Exception):
    """The code was not made here, too long ago, or was used before."""
