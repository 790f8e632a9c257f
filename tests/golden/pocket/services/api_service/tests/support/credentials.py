"""The look-up of a data service that has one account, and passwords that cost nothing."""

from dataclasses import dataclass

from src.authentication.credentials import Credentials
from src.authentication.passwords import Passwords

LOGIN = "somebody@people.example"


@dataclass(frozen=True, slots=True)
class OneAccount:
    """Knows one account by its login."""

    credentials: Credentials
    login: str = LOGIN

    async def find(self, login: str) -> Credentials | None:
        """Its credentials, for its login."""
        return self.credentials if login == self.login else None


class QuickPasswords(Passwords):
    """Compares texts, where it does not matter what a comparison costs."""

    async def hash(self, password: str) -> str:
        """The password itself."""
        return password

    async def verify(self, password: str, stored: str | None) -> bool:
        """Whether the texts are the same."""
        return password == stored

    async def renewed(self, password: str, stored: str) -> str | None:
        """The password, if the stored text is another one."""
        return None if password == stored else password
