"""Links that prove an address."""

import pytest

from shared.identifiers import new_id
from shared.unit_of_work import UpdateWrite, VersionConflict
from src.authentication.tokens import AccessTokens
from tests.support.api import LINK_TOKENS, SETTINGS, client, problem_of
from tests.support.data import Data
from tests.support.samples import make_person
from tests.support.units_of_work import Work

ACCOUNT = make_person(email_verified=False)
CHANGES = {"email_verified": True, "email_verified_at": "2030-01-31T12:00:00Z"}


def arranged() -> Data:
    """An account whose address is not verified yet."""
    data = Data()
    data.people.put(ACCOUNT)
    return data


def sent() -> dict[str, str]:
    """A link that was sent just now: it may be good for a minute only."""
    return {"token": LINK_TOKENS.issue(ACCOUNT.id)}


async def test_the_link_proves_the_address() -> None:
    data = arranged()
    response = await client(data).post("/auth/verify-email", json=sent())
    assert response.status_code == 200
    assert response.json()["email_verified"] is True
    write = UpdateWrite(entity="person", id=ACCOUNT.id, version=1, values=CHANGES)
    assert data.units_of_work.committed == [Work(actor_id=ACCOUNT.id, writes=[write])]


async def test_the_link_may_be_opened_twice() -> None:
    data = arranged()
    data.people.put(ACCOUNT.model_copy(update={"email_verified": True}))
    response = await client(data).post("/auth/verify-email", json=sent())
    assert response.status_code == 200
    assert data.units_of_work.committed == []


async def test_a_conflict_is_tried_again() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed")]
    response = await client(data).post("/auth/verify-email", json=sent())
    assert response.status_code == 200
    assert len(data.units_of_work.committed) == 1


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("nonsense", id="nonsense"),
        pytest.param(LINK_TOKENS.issue(new_id()), id="of nobody"),
        pytest.param(AccessTokens(SETTINGS.jwt_secret, 30).issue(ACCOUNT.id), id="of a log-in"),
    ],
)
async def test_another_token_proves_nothing(token: str) -> None:
    data = arranged()
    response = await client(data).post("/auth/verify-email", json={"token": token})
    problem = (422, "LINK_NOT_VALID", "This link is not valid, or not valid any more")
    assert problem_of(response) == problem
    assert data.units_of_work.committed == []


async def test_the_link_of_the_mail_answers_a_page() -> None:
    data = arranged()
    response = await client(data).get("/auth/verify-email", params=sent())
    assert (response.status_code, response.headers["content-type"].partition(";")[0]) == (
        200,
        "text/html",
    )
    assert "Your address is confirmed" in response.text
    assert len(data.units_of_work.committed) == 1


async def test_a_link_that_proves_nothing_answers_a_page_too() -> None:
    data = arranged()
    response = await client(data).get("/auth/verify-email", params={"token": "nonsense"})
    assert response.status_code == 422
    assert "This link is not valid" in response.text
    assert data.units_of_work.committed == []
