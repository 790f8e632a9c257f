"""The e-mails SendGrid accepted."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Email:
    """One accepted message to the recipients of one personalization."""

    message_id: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    bcc: tuple[str, ...]
    sender: str
    subject: str
    text: str
    html: str
    accepted_at: str


class SendgridMemory:
    """All accepted e-mails, the oldest first."""

    def __init__(self) -> None:
        self._emails: list[Email] = []

    def accept(self, email: Email) -> None:
        self._emails.append(email)

    def messages(self, to: str | None) -> tuple[Email, ...]:
        """The messages of a recipient, ignoring case; all messages without one."""
        if to is None:
            return tuple(self._emails)
        wanted = to.casefold()
        return tuple(
            email
            for email in self._emails
            if wanted in {address.casefold() for address in (*email.to, *email.cc, *email.bcc)}
        )

    async def clear(self) -> None:
        self._emails.clear()


def new_message_id() -> str:
    """Looks like SendGrid's: 22 URL-safe characters."""
    return secrets.token_urlsafe(16)


def now() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")
