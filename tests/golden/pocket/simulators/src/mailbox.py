"""The e-mails SendGrid accepted."""

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


class Mailbox:
    """All accepted e-mails, the oldest first."""

    def __init__(self) -> None:
        self._emails: list[Email] = []

    def accept(self, email: Email) -> None:
        self._emails.append(email)

    def messages(self, to: str | None) -> tuple[Email, ...]:
        """Those a recipient got, whatever the case of the address; all without a recipient."""
        if to is None:
            return tuple(self._emails)
        wanted = to.casefold()
        return tuple(
            email
            for email in self._emails
            if wanted in {address.casefold() for address in (*email.to, *email.cc, *email.bcc)}
        )

    def clear(self) -> None:
        self._emails.clear()


def now() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")
