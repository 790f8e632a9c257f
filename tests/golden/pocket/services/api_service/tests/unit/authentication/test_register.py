"""Registration: the new account and its event."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from shared.identifiers import new_id
from shared.problems import Problem
from shared.unit_of_work import Committed, CreateWrite, UnitOfWork, VersionConflict
from src.authentication.attempts import Limit
from src.authentication.passwords import Passwords
from src.core.config import BASE_PATH
from tests.support.api import client, container_of, problem_of, transport_of, wrong_fields
from tests.support.credentials import QuickPasswords
from tests.support.data import Data
from tests.support.samples import make_person
from tests.support.units_of_work import Published

PASSWORD = "correct horse battery staple"
BODY: dict[str, Any] = {
    "email": "person@people.example",
    "full_name": "A sample",
    "password": PASSWORD,
    "role": "member",
}


def written_hash(data: Data) -> str:
    """The hash of the password in the only write."""
    ((write,),) = (work.writes for work in data.units_of_work.committed)
    assert isinstance(write, CreateWrite)
    hashed: str = write.values["password"]
    return hashed


async def test_registration_creates_an_account() -> None:
    data = Data()
    response = await client(data).post("/auth/register", json=BODY)
    assert response.status_code == 201
    account_id = data.units_of_work.created("person")
    assert response.json() == {
        "id": str(account_id),
        "email": "person@people.example",
        "role": "member",
        "full_name": "A sample",
        "phone": None,
        "favourite_room_id": None,
        "active": True,
        "email_verified": False,
        "email_verified_at": None,
        "telegram_chat": None,
        "created_at": "2030-01-31T12:00:00Z",
        "updated_at": "2030-01-31T12:00:00Z",
    }
    (work,) = data.units_of_work.committed
    stored = written_hash(data)
    values: dict[str, object] = {
        **{
            "email": "person@people.example",
            "role": "member",
            "full_name": "A sample",
            "phone": None,
            "favourite_room_id": None,
            "active": True,
            "email_verified": False,
            "email_verified_at": None,
            "telegram_chat": None,
        },
        "password": stored,
    }
    assert work.writes == [CreateWrite(entity="person", id=account_id, values=values)]


async def test_registration_keeps_no_password() -> None:
    data = Data()
    response = await client(data).post("/auth/register", json=BODY)
    stored = written_hash(data)
    assert PASSWORD not in stored
    assert await Passwords().verify(PASSWORD, stored)
    assert stored not in response.text
    assert "password" not in response.json()
    (work,) = data.units_of_work.committed
    assert all(stored not in str(event) and PASSWORD not in str(event) for event in work.events)


async def test_registration_is_told() -> None:
    data = Data()
    await client(data).post("/auth/register", json=BODY)
    account_id = data.units_of_work.created("person")
    (work,) = data.units_of_work.committed
    link = str(work.events[-1].data["link"])
    assert work.events == [
        Published("person.joined", "person", str(account_id), {"person_id": str(account_id)}),
        Published(
            "notification.email",
            "notification",
            str(account_id),
            {
                "notification": "verify_email",
                "channel": "email",
                "recipient_id": str(account_id),
                "address": "person@people.example",
                "subject": "Please confirm your address",
                "text": f"Hello A sample, confirm your address: {link}",
                "link": str(link),
            },
        ),
    ]


async def test_no_event_of_a_registration_holds_a_link_or_a_token() -> None:
    data = Data()
    await client(data).post("/auth/register", json=BODY)
    (work,) = data.units_of_work.committed
    texts = str(work.events)
    assert "?token=" not in texts
    # How every signed token begins.
    assert "eyJ" not in texts


async def test_registration_keeps_the_login_in_small_letters() -> None:
    data = Data()
    body = {**BODY, "email": BODY["email"].upper()}
    response = await client(data).post("/auth/register", json=body)
    assert response.json()["email"] == BODY["email"]


class CountedPasswords(QuickPasswords):
    """Counts what would take long."""

    def __init__(self) -> None:
        super().__init__()
        self.hashed = 0

    async def hash(self, password: str) -> str:
        self.hashed += 1
        return await super().hash(password)


def with_account() -> Data:
    """Somebody else has the login."""
    data = Data()
    data.people.put(make_person(email=BODY["email"]))
    return data


def people_of(data: Data, **parts: Any) -> httpx.AsyncClient:
    """A client of an API with other parts of the registration."""
    container = container_of(data)
    transport = transport_of(replace(container, register=replace(container.register, **parts)))
    return httpx.AsyncClient(transport=transport, base_url=f"http://api{BASE_PATH}")


async def test_a_login_that_is_taken_is_answered_as_one_that_is_free() -> None:
    answers = []
    for data in (Data(), with_account()):
        passwords = CountedPasswords()
        response = await people_of(data, passwords=passwords).post("/auth/register", json=BODY)
        answer = response.json()
        # One hash and one commit, so both take as long.
        work = (passwords.hashed, len(data.units_of_work.committed))
        assert new_id().version == UUID(answer.pop("id")).version
        names = sorted(name for name in response.headers if name != "x-request-id")
        answers.append((response.status_code, names, answer, work))
    free, taken = answers
    assert taken == free
    assert free[3] == (1, 1)


async def test_only_the_owner_of_a_login_is_told_that_it_is_taken() -> None:
    data = with_account()
    response = await client(data).post("/auth/register", json=BODY)
    (owner,) = data.people.stored.values()
    assert UUID(response.json()["id"]) != owner.id
    (work,) = data.units_of_work.committed
    assert work.writes == []
    (mail,) = work.events
    assert (mail.aggregate_id, mail.data["address"]) == (str(owner.id), owner.email)
    assert mail.data["notification"] == "reset_password"


async def test_nobody_writes_to_the_owner_of_an_account_that_is_not_active() -> None:
    data = with_account()
    (owner,) = data.people.stored.values()
    data.people.put(owner.model_copy(update={"active": False}))
    assert (await client(data).post("/auth/register", json=BODY)).status_code == 201
    (work,) = data.units_of_work.committed
    assert (work.writes, work.events) == ([], [])


class Rival:
    """Somebody else registers the login between the look-up and the commit."""

    def __init__(self, data: Data) -> None:
        self._data = data

    async def commit(self, unit: UnitOfWork) -> Committed:
        """Refuses to create a second account."""
        if unit.request().writes:
            self._data.people.put(make_person(email=BODY["email"]))
            raise Problem(409, "UNIQUE_VIOLATION", "There is one", fields=["email"])
        return await self._data.units_of_work.commit(unit)


async def test_whoever_is_second_at_the_same_time_is_answered_the_same() -> None:
    data = Data()
    response = await people_of(data, units_of_work=Rival(data)).post("/auth/register", json=BODY)
    assert response.status_code == 201
    (work,) = data.units_of_work.committed
    assert [event.data["address"] for event in work.events] == [BODY["email"]]


async def test_a_login_is_tried_three_times_in_an_hour_by_whomever() -> None:
    data = Data()
    people = client(data)
    answers = [await people.post("/auth/register", json=BODY) for _ in range(4)]
    assert [answer.status_code == 429 for answer in answers] == [False, False, False, True]
    assert answers[3].headers["retry-after"] == "3600"


async def test_registration_that_collides_with_another_is_a_conflict() -> None:
    data = Data()
    data.units_of_work.refusals = [VersionConflict("changed")]
    response = await client(data).post("/auth/register", json=BODY)
    problem = (409, "VERSION_CONFLICT", "The data changed meanwhile; please try again")
    assert problem_of(response) == problem


async def test_registration_passes_other_problems_on() -> None:
    data = Data()
    data.units_of_work.refusals = [Problem(409, "ANOTHER", "Something else")]
    response = await client(data).post("/auth/register", json=BODY)
    assert problem_of(response) == (409, "ANOTHER", "Something else")


async def test_a_client_creates_as_many_accounts_as_it_may() -> None:
    data = Data()
    container = container_of(data)
    limit = Limit("registration", attempts=1, window=timedelta(hours=1))
    register = replace(container.register, per_client=limit)
    people = httpx.AsyncClient(
        transport=transport_of(replace(container, register=register)),
        base_url=f"http://api{BASE_PATH}",
    )
    assert (await people.post("/auth/register", json=BODY)).status_code == 201
    response = await people.post("/auth/register", json=BODY)
    assert problem_of(response)[:2] == (429, "TOO_MANY_REQUESTS")
    assert response.headers["retry-after"] == "3600"
    assert len(data.units_of_work.committed) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("email", "x" * 255, id="email: too long"),
        pytest.param("email", "nobody", id="email: no address"),
        pytest.param("email", None, id="email: null"),
        pytest.param("password", "xxxxxxxxxxx", id="password: too short"),
        pytest.param("password", "x" * 129, id="password: too long"),
        pytest.param("password", None, id="password: null"),
        pytest.param("full_name", "x" * 81, id="full_name: too long"),
        pytest.param("full_name", "x\n", id="full_name: two lines"),
        pytest.param("full_name", None, id="full_name: null"),
    ],
)
async def test_registration_refuses_values_that_are_not_allowed(name: str, value: object) -> None:
    data = Data()
    response = await client(data).post("/auth/register", json={**BODY, name: value})
    assert wrong_fields(response) == [f"body.{name}"]
    assert data.units_of_work.committed == []


@pytest.mark.parametrize("role", ["manager", "no_such_role"])
async def test_registration_gives_no_other_role(role: str) -> None:
    response = await client(Data()).post("/auth/register", json={**BODY, "role": role})
    assert wrong_fields(response) == ["body.role"]


async def test_registration_refuses_unknown_members() -> None:
    response = await client(Data()).post("/auth/register", json={**BODY, "unknown": 1})
    assert wrong_fields(response) == ["body.unknown"]
