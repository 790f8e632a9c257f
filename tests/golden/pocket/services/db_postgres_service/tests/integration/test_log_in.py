"""The one look-up that answers the hash of a password."""

import httpx

from tests.support.problems import assert_invalid
from tests.support.rows import Rows

ENTITY = "person"
PATH = "/api/v1/log-in"


async def test_look_up_answers_the_identifier_the_hash_and_the_version(rows: Rows) -> None:
    await rows.create(ENTITY)
    values = await rows.values(ENTITY)
    created = await rows.client.post("/api/v1/people", json=values)
    answer = await rows.client.post(PATH, json={"login": values["email"]})
    hashed = values["password"]
    assert answer.json() == {
        "id": created.json()["id"],
        "password_hash": hashed,
        "version": created.json()["version"],
    }


async def test_look_up_of_nobody_answers_null(client: httpx.AsyncClient) -> None:
    answer = await client.post(PATH, json={"login": "nobody@people.example"})
    assert (answer.status_code, answer.json()) == (200, None)


async def test_look_up_of_somebody_who_is_not_active_answers_null(rows: Rows) -> None:
    await rows.create(ENTITY)
    values = {**await rows.values(ENTITY), "active": False}
    created = await rows.client.post("/api/v1/people", json=values)
    assert created.status_code == 201
    answer = await rows.client.post(PATH, json={"login": values["email"]})
    assert (answer.status_code, answer.json()) == (200, None)


async def test_look_up_is_by_the_login_only(client: httpx.AsyncClient) -> None:
    assert_invalid(await client.post(PATH, json={"login": "a@b.example", "role": "x"}), "body.role")
    assert_invalid(await client.post(PATH, json={}), "body.login")
