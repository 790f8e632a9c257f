"""Passwords are kept as hashes that only they fit."""

import asyncio
import threading
from types import SimpleNamespace

import pytest

from src.authentication.passwords import THREADS, UNKNOWN, Passwords

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


async def test_unknown_account_takes_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    passwords, compared = Passwords(), list[str]()

    def fits(_: str, stored: str) -> bool:
        compared.append(stored)
        return True

    monkeypatch.setattr(passwords, "_hash", SimpleNamespace(verify=fits))
    assert await passwords.verify(PASSWORD, None) is False
    assert compared == [UNKNOWN]


async def test_many_at_once_leave_the_threads_of_others_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passwords, released, begun = Passwords(), threading.Event(), threading.Semaphore(0)

    def slow(_: str) -> str:
        begun.release()
        released.wait(30)
        return "a hash"

    monkeypatch.setattr(passwords, "_hash", SimpleNamespace(hash=slow))
    hashing = [asyncio.create_task(passwords.hash(PASSWORD)) for _ in range(100)]
    try:
        # Names of hosts are looked up in such a thread.
        await asyncio.wait_for(asyncio.to_thread(lambda: None), 30)
        assert all(begun.acquire(timeout=30) for _ in range(THREADS))
        assert not begun.acquire(timeout=0.1)
    finally:
        released.set()
    assert await asyncio.gather(*hashing) == ["a hash"] * 100
