"""SendGrid as its clients see it."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from src.config import Settings
from src.main import create_app

MAIL: dict[str, Any] = {
    "personalizations": [{"to": [{"email": "ada@people.example"}]}],
    "from": {"email": "no-reply@people.example"},
    "subject": "Hello",
    "content": [{"type": "text/plain", "value": "Hello, Ada."}],
}
BEARER = {"Authorization": "Bearer key"}


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(create_app()) as running:
        yield running


def test_mail_is_accepted_and_remembered(client: TestClient) -> None:
    answer = client.post("/sendgrid/v3/mail/send", json=MAIL, headers=BEARER)
    assert (answer.status_code, answer.content) == (202, b"")
    (mail,) = client.get("/_control/email/messages?to=Ada@people.example").json()
    assert (mail["subject"], mail["text"]) == ("Hello", "Hello, Ada.")
    assert mail["message_id"] == answer.headers["x-message-id"]


@pytest.mark.parametrize(
    ("headers", "body", "status", "field"),
    [
        ({}, MAIL, 401, None),
        (BEARER, {}, 400, "personalizations"),
        (BEARER, {**MAIL, "subject": ""}, 400, None),
        (BEARER, {**MAIL, "personalizations": [{"to": []}]}, 400, "personalizations.0.to"),
        (BEARER, {**MAIL, "from": {"email": "nobody"}}, 400, "from.email"),
    ],
)
def test_wrong_mail_is_refused(
    client: TestClient, headers: dict[str, str], body: Any, status: int, field: str | None
) -> None:
    answer = client.post("/sendgrid/v3/mail/send", json=body, headers=headers)
    assert answer.status_code == status
    assert answer.json()["errors"][0]["field"] == field
    assert client.get("/_control/email/messages").json() == []


def test_injected_mail_failure_keeps_nothing(client: TestClient) -> None:
    client.post("/_control/failures", json={"provider": "sendgrid", "status": 503})
    assert client.post("/sendgrid/v3/mail/send", json=MAIL, headers=BEARER).status_code == 503
    assert client.get("/_control/email/messages").json() == []


def test_configured_key_is_the_only_one_accepted() -> None:
    with TestClient(create_app(Settings(sendgrid_api_key="right"))) as client:
        assert client.post("/sendgrid/v3/mail/send", json=MAIL, headers=BEARER).status_code == 401


def test_reset_forgets_everything(client: TestClient) -> None:
    client.post("/sendgrid/v3/mail/send", json=MAIL, headers=BEARER)
    assert client.delete("/_control").status_code == 204
    assert client.get("/_control/email/messages").json() == []
