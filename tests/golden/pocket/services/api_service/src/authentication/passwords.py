"""Password hashes; hashing takes long on purpose, so it runs beside the event loop."""

import asyncio

from pwdlib import PasswordHash

# Compared with when an account does not exist, so that the answer takes as long.
UNKNOWN = PasswordHash.recommended().hash("no account has this password")


class Passwords:
    """Hashes and verifies with argon2."""

    def __init__(self) -> None:
        self._hash = PasswordHash.recommended()

    async def hash(self, password: str) -> str:
        """The hash to store."""
        return await asyncio.to_thread(self._hash.hash, password)

    async def verify(self, password: str, stored: str | None) -> bool:
        """Whether the password is the stored one; None stands for an unknown account."""
        fits = await asyncio.to_thread(self._hash.verify, password, stored or UNKNOWN)
        return fits and stored is not None
