"""The look-up of credentials in the data service."""

import json

import httpx

from shared.http import ServiceClient
from shared.identifiers import new_id
from src.authentication.credentials import Credentials, HttpCredentials

KNOWN = Credentials(id=new_id(), password_hash="the hash")
TOKEN = "service " * 4


async def find(login: str) -> tuple[Credentials | None, httpx.Request]:
    """What is found in a data service with one account, and the request that asked for it."""
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        is_known = json.loads(request.content) == {"login": "one@people.example"}
        return httpx.Response(200, json=KNOWN.model_dump(mode="json") if is_known else None)

    transport = httpx.MockTransport(answer)
    client = ServiceClient("db_postgres_service", "http://data.invalid", TOKEN, transport)
    credentials = await HttpCredentials(client).find(login)
    (request,) = requests
    return credentials, request


async def test_credentials_are_those_of_the_login() -> None:
    credentials, request = await find("one@people.example")
    assert credentials == KNOWN
    assert (request.method, str(request.url)) == ("POST", "http://data.invalid/api/v1/log-in")


async def test_nobody_has_no_credentials() -> None:
    credentials, _ = await find("nobody@people.example")
    assert credentials is None


async def test_hash_is_not_shown_where_credentials_are_logged() -> None:
    assert KNOWN.password_hash not in repr(KNOWN)
