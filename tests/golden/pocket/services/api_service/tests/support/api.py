"""The API in this process, on data in memory."""

from dataclasses import replace
from typing import Any, cast
from uuid import UUID

import httpx
from starlette.types import Receive, Scope, Send

from shared.dtos.person import Person
from src.authentication.attempts import Attempts
from src.authentication.link_codes import LinkCodes
from src.authentication.newest_links import NewestLinks
from src.authentication.tokens import FORGOTTEN, VERIFY_EMAIL, LinkTokens
from src.core.adapters import Adapters
from src.core.config import BASE_PATH, Settings
from src.core.container import Container, build_container
from src.main import create_app
from testing.contracts import DocumentedTransport
from testing.tokens import tokens_among
from tests.support.codes import InMemoryCodes
from tests.support.counters import InMemoryCounters
from tests.support.data import Data
from tests.support.links import InMemoryLinks
from tests.support.samples import make_person
from tests.support.sessions import InMemorySessions

WEBSITE = "https://www.website.dev"
SETTINGS = Settings.model_validate(
    {
        **tokens_among(Settings.model_fields),
        "environment": "test",
        "operator_token": "operator " * 4,
        "postgres_service_url": "http://postgres.invalid",
        "redis_url": "redis://redis.invalid",
        "cors_origins": WEBSITE,
        "jwt_secret": "secret " * 5,
    }
)
# Built once, for that takes longer than any test; nothing is connected.
APP = create_app(SETTINGS)
LINK_TOKENS = LinkTokens(
    SETTINGS.jwt_secret, VERIFY_EMAIL, SETTINGS.link_minutes, SETTINGS.link_page
)
PASSWORD_TOKENS = LinkTokens(
    SETTINGS.jwt_secret, FORGOTTEN, SETTINGS.password_link_minutes, SETTINGS.reset_password_page
)


def container_of(data: Data) -> Container:
    """The parts of the service on the data in memory."""
    adapters = Adapters(
        clock=data.clock,
        units_of_work=data.units_of_work,
        first_answers=data.first_answers,
        guards=data.guards,
        bookings=data.bookings,
        people=data.people,
        rooms=data.rooms,
    )
    container = build_container(SETTINGS, lambda _: adapters)
    attempts, sessions = Attempts(cast(Any, InMemoryCounters())), InMemorySessions()
    current_password = replace(container.change_password.current_password, attempts=attempts)
    codes = LinkCodes(cast(Any, InMemoryCodes()))
    newest = NewestLinks(cast(Any, InMemoryLinks()), VERIFY_EMAIL, LINK_TOKENS.lifetime)
    return replace(
        container,
        log_in=replace(container.log_in, attempts=attempts, sessions=sessions),
        sessions=sessions,
        refresh=replace(container.refresh, sessions=sessions),
        change_password=replace(
            container.change_password, current_password=current_password, sessions=sessions
        ),
        deactivate_account=replace(
            container.deactivate_account, current_password=current_password, sessions=sessions
        ),
        register=replace(container.register, attempts=attempts),
        link_telegram=replace(container.link_telegram, codes=codes),
        verify_email=replace(container.verify_email, newest_links=newest),
        resend_link=replace(container.resend_link, attempts=attempts),
        reset_password=replace(
            container.reset_password,
            attempts=attempts,
            sessions=sessions,
            newest_links=NewestLinks(
                cast(Any, InMemoryLinks()), FORGOTTEN, PASSWORD_TOKENS.lifetime
            ),
        ),
    )


def transport_of(container: Container) -> DocumentedTransport:
    """The app with these parts."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        APP.state.container = container
        await APP(scope, receive, send)

    return DocumentedTransport(APP, httpx.ASGITransport(app=app))


def data_of_somebody() -> tuple[Data, UUID]:
    """The data of one account, and who that is."""
    data, account = Data(), make_person()
    data.people.put(account)
    return data, account.id


def client(data: Data, actor: Person | None = None) -> httpx.AsyncClient:
    """A client of the routes for people, signed in as the actor if there is one."""
    container = container_of(data)
    token = None if actor is None else container.access_tokens.issue(actor.id)
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    url = f"http://api{BASE_PATH}"
    return httpx.AsyncClient(transport=transport_of(container), base_url=url, headers=headers)


def internal_client(data: Data, token: str = SETTINGS.operator_token) -> httpx.AsyncClient:
    """A client of the routes for other services."""
    return httpx.AsyncClient(
        transport=transport_of(container_of(data)),
        base_url="http://api/internal/v1",
        headers={"X-Service-Token": token},
    )


def problem_of(response: httpx.Response) -> tuple[int, str, str]:
    """Status, code and detail of an answer that must be a problem (RFC 9457)."""
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    return response.status_code, body["code"], body["detail"]


def wrong_fields(response: httpx.Response) -> list[str]:
    """The fields that an answer finds wrong; it must be the problem of a failed validation."""
    expected = (422, "VALIDATION_FAILED", "The request is not valid")
    assert problem_of(response) == expected
    return [error["field"] for error in response.json()["errors"]]
