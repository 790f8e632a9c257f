"""Passwords are kept as hashes that only they fit."""

from src.authentication.passwords import Passwords

PASSWORD = "correct horse battery staple"


async def test_a_hash_tells_nothing_of_its_password() -> None:
    passwords = Passwords()
    one, other = await passwords.hash(PASSWORD), await passwords.hash(PASSWORD)
    assert PASSWORD not in one
    assert one != other
    assert one.startswith("$argon2id$")


async def test_the_right_password_fits() -> None:
    passwords = Passwords()
    assert await passwords.verify(PASSWORD, await passwords.hash(PASSWORD)) is True


async def test_another_password_does_not_fit() -> None:
    passwords = Passwords()
    stored = await passwords.hash(PASSWORD)
    assert await passwords.verify(PASSWORD + " ", stored) is False


async def test_no_password_fits_an_unknown_account() -> None:
    passwords = Passwords()
    assert await passwords.verify("no account has this password", None) is False
