"""Replaces hashes of passwords that were made with other parameters than today's."""

from dataclasses import dataclass

import structlog

from shared.problems import Problem
from shared.unit_of_work import UnitOfWork, UnitsOfWork, VersionConflict
from src.authentication.credentials import Credentials
from src.authentication.passwords import Passwords

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class HashRenewal:
    """A password is known only while its owner signs in, so this is the time to hash it anew."""

    passwords: Passwords
    units_of_work: UnitsOfWork

    async def renew(self, account: Credentials, password: str) -> None:
        """Stores another hash, if it has to be another; where that fails, the next log-in will."""
        try:
            hashed = await self.passwords.renewed(password, account.password_hash)
            if hashed is not None and account.version is not None:
                await self._store(account, account.version, hashed)
        except (Problem, VersionConflict) as error:
            log.warning("hash_not_renewed", error=type(error).__name__)

    async def _store(self, account: Credentials, version: int, hashed: str) -> None:
        unit = UnitOfWork(actor_id=account.id)
        # A password that was changed since it was compared stays: its row has another version.
        unit.update("person", account.id, version, {"password": hashed})
        await self.units_of_work.commit(unit)
