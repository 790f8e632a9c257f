"""Rejections of registration, sign-in and verification."""


class WrongCredentials(Exception):
    """The login or the password is wrong, without revealing which."""


class WrongPassword(Exception):
    """The current password of somebody who is signed in is another one."""


class TooManyAttempts(Exception):
    """The client, or somebody with this login, has to wait for so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} seconds")
        self.seconds = seconds


class SessionEnded(Exception):
    """The refresh token is unknown, was exchanged before, or its session has ended."""


class LinkNotValid(Exception):
    """The link is forged or expired, a newer one was sent, or its address is another one."""


class LinkUsed(Exception):
    """The address is confirmed already."""


class ChatTaken(Exception):
    """Another account is linked to the chat."""


class CodeNotValid(Exception):
    """The code is unknown, expired or already used."""
