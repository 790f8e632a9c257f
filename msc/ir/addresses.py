"""Where the account of a person holds the address of a channel."""

from typing import assert_never

from msc.ir.entities import Entity
from msc.ir.fields import Field, PhoneType
from msc.ir.system import Authentication, System
from msc.providers.provider import Address, Channel


def address_of(channel: Channel, system: System) -> Field | None:
    """The field of accounts that a channel reaches a person by; None if there is none."""
    accounts = system.authentication
    if accounts is None:
        return None
    account = system.entity(accounts.account)
    name = _name(channel.address, account, accounts)
    return account.field_named(name) if name else None


def _name(address: Address, account: Entity, accounts: Authentication) -> str | None:
    match address:
        case Address.LOGIN:
            return accounts.login
        case Address.CHAT:
            return accounts.telegram_link.chat if accounts.telegram_link else None
        case Address.PHONE:
            return phone_of(account)
        case _:
            assert_never(address)


def phone_of(account: Entity) -> str | None:
    """The first field of an account that holds a telephone number."""
    numbers = (field.name for field in account.fields if isinstance(field.type, PhoneType))
    return next(numbers, None)
