"""The account that exists from the first start."""

import pytest

from shared.problems import Problem
from shared.unit_of_work import CreateWrite
from src.authentication.first_account import FirstAccount
from src.authentication.passwords import Passwords
from tests.support.data import Data
from tests.support.samples import make_person

PASSWORD = "correct horse battery staple"


async def ensure(data: Data, password: str = PASSWORD) -> None:
    """Does what the service does when it starts."""
    await FirstAccount(data.people, data.units_of_work, Passwords()).ensure(password)


async def test_the_first_account_is_created() -> None:
    data = Data()
    await ensure(data)
    account = data.people.stored[data.units_of_work.created("person")]
    assert account.email == "manager@pocket.example"
    assert account.role == "manager"
    (work,) = data.units_of_work.committed
    (write,) = work.writes
    assert isinstance(write, CreateWrite)
    assert await Passwords().verify(PASSWORD, write.values["password"])


async def test_the_first_account_is_created_once() -> None:
    data = Data()
    data.people.put(make_person(email="manager@pocket.example"))
    await ensure(data)
    assert data.units_of_work.committed == []


async def test_no_account_is_created_without_a_password() -> None:
    data = Data()
    await ensure(data, "")
    assert data.units_of_work.committed == []


async def test_another_replica_may_be_faster() -> None:
    data = Data()
    data.units_of_work.refusals = [Problem(409, "UNIQUE_VIOLATION", "There is one already")]
    await ensure(data)
    assert data.units_of_work.committed == []


async def test_other_problems_end_the_start() -> None:
    data = Data()
    data.units_of_work.refusals = [Problem(409, "ANOTHER", "Something else")]
    with pytest.raises(Problem) as refused:
        await ensure(data)
    assert refused.value.code == "ANOTHER"
