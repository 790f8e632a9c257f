"""Ties Telegram chats to accounts."""

from dataclasses import dataclass

from shared.dtos.person import Person
from shared.notifications import TelegramNotification
from shared.problems import Problem
from shared.unit_of_work import UnitOfWork, UnitsOfWork
from src.application.caller import Caller, load_actor
from src.application.commitment import with_retries
from src.application.ports import PersonRows
from src.authentication.errors import ChatTaken, CodeNotValid
from src.authentication.link_codes import LIFETIME, LinkCodes

OTHER_CHAT = "Another chat is linked to your account now. If that was not you, link this one again."


@dataclass(frozen=True, slots=True)
class LinkCode:
    """A code, and for how many seconds it is valid."""

    value: str
    seconds: int


@dataclass(frozen=True, slots=True)
class LinkTelegram:
    """Issues codes on the website, and redeems them from the bot."""

    accounts: PersonRows
    units_of_work: UnitsOfWork
    codes: LinkCodes

    async def create(self, caller: Caller) -> LinkCode:
        """A code for the person who is signed in."""
        actor = await load_actor(self.accounts, caller)
        code = await self.codes.create(actor.id)
        return LinkCode(code, int(LIFETIME.total_seconds()))

    async def redeem(self, code: str, chat_id: str) -> None:
        """Ties the chat to the account of the code, which is spent once that is stored."""
        account_id = await self.codes.claim(code, chat_id)
        if account_id is None:
            raise CodeNotValid

        async def attempt() -> None:
            account = await self.accounts.get(account_id)
            if not account.active:
                raise CodeNotValid
            unit = UnitOfWork(actor_id=account.id)
            if account.telegram_chat not in (None, chat_id):
                _tell_first_chat(unit, account)
            unit.update("person", account.id, account.version, {"telegram_chat": chat_id})
            await self.units_of_work.commit(unit)

        try:
            await with_retries(attempt)
        except Problem as problem:
            if problem.members.get("fields") == ["telegram_chat"]:
                raise ChatTaken from problem
            raise
        await self.codes.spend(code)


def _tell_first_chat(unit: UnitOfWork, account: Person) -> None:
    """Whoever reads the chat learns that it is the account's no more."""
    unit.publish(
        TelegramNotification(
            notification="other_chat_linked",
            recipient_id=account.id,
            address=str(account.telegram_chat),
            text=OTHER_CHAT,
        ),
        "notification",
        account.id,
    )
