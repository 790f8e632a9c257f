"""Password hashes; hashing takes long on purpose, so it runs beside the event loop."""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from pwdlib import PasswordHash

from shared.problems import DependencyUnavailable

# Compared with when an account does not exist, so that the answer takes as long.
UNKNOWN = PasswordHash.recommended().hash("no account has this password")


# Each hash takes 64 MiB. Threads of their own, because others wait for those of the event loop.
THREADS = 2
# Some seconds of work; whoever comes then is better told to come again.
LONGEST_QUEUE = 100


class Passwords:
    """Hashes and verifies with argon2; raises DependencyUnavailable if too many wait."""

    def __init__(self) -> None:
        self._hash = PasswordHash.recommended()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="passwords")
        self._waiting = 0

    async def hash(self, password: str) -> str:
        """The hash to store."""
        return await self._run(self._hash.hash, _normal(password))

    async def verify(self, password: str, stored: str | None) -> bool:
        """Whether the password matches the stored hash; None for an unknown account."""
        fits = await self._run(self._hash.verify, _normal(password), stored or UNKNOWN)
        return fits and stored is not None

    async def renewed(self, password: str, stored: str) -> str | None:
        """A hash to store instead, if the stored one has other parameters than today's."""
        if not self._hash.current_hasher.check_needs_rehash(stored):
            return None
        return await self.hash(password)

    async def _run[Result](self, work: Callable[..., Result], *arguments: str) -> Result:
        if self._waiting >= THREADS + LONGEST_QUEUE:
            raise DependencyUnavailable("passwords")
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, work, *arguments)
        finally:
            self._waiting -= 1


def _normal(password: str) -> str:
    """The password in Unicode's normal form: keyboards write the same letters differently."""
    return unicodedata.normalize("NFKC", password)
