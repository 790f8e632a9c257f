"""Sends another link that proves an e-mail address."""

from dataclasses import dataclass
from datetime import timedelta

from shared.identifiers import new_id
from shared.unit_of_work import UnitOfWork, UnitsOfWork
from src.application.caller import Caller, load_actor
from src.application.notifications.verify_email import notify_verify_email
from src.application.ports import PersonRows
from src.authentication.attempts import Attempts, Limit
from src.authentication.errors import LinkUsed

# An inbox is not filled by whoever registered somebody else's address.
PER_ACCOUNT = Limit("verification:account", 3, timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class ResendLink:
    """For a message that was lost, or a link that ended unused."""

    accounts: PersonRows
    units_of_work: UnitsOfWork
    attempts: Attempts

    async def execute(self, caller: Caller) -> None:
        """Sends the message again, with a link that ends the older ones when it is sent."""
        account = await load_actor(self.accounts, caller)
        if account.email_verified:
            raise LinkUsed
        await self.attempts.count(PER_ACCOUNT, str(account.id))
        unit = UnitOfWork(actor_id=account.id)
        notify_verify_email(unit, account, link=str(new_id()))
        await self.units_of_work.commit(unit)
