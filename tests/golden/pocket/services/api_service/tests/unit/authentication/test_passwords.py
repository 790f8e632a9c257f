"""Passwords are kept as hashes that only they fit."""

import asyncio
import threading
from types import SimpleNamespace

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from shared.problems import DependencyUnavailable
from src.authentication.passwords import LONGEST_QUEUE, THREADS, UNKNOWN, Passwords

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


async def test_a_hash_of_other_parameters_is_renewed() -> None:
    passwords = Passwords()
    weak = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=1024),)).hash(PASSWORD)
    renewed = await passwords.renewed(PASSWORD, weak)
    assert renewed is not None
    assert await passwords.verify(PASSWORD, renewed) is True
    assert await passwords.renewed(PASSWORD, renewed) is None


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


async def test_more_than_can_be_waited_for_are_refused_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passwords, released = Passwords(), threading.Event()

    def slow(_: str) -> str:
        released.wait(30)
        return "a hash"

    monkeypatch.setattr(passwords, "_hash", SimpleNamespace(hash=slow))
    most = [asyncio.create_task(passwords.hash(PASSWORD)) for _ in range(THREADS + LONGEST_QUEUE)]
    await asyncio.sleep(0)
    try:
        with pytest.raises(DependencyUnavailable):
            await passwords.hash(PASSWORD)
        # Whoever has gone away makes room.
        most.pop().cancel()
        await asyncio.sleep(0)
        most.append(asyncio.create_task(passwords.hash(PASSWORD)))
        await asyncio.sleep(0)
    finally:
        released.set()
    assert len(await asyncio.gather(*most)) == THREADS + LONGEST_QUEUE
