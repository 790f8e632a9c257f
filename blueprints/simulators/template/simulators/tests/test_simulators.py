"""The providers as their clients see them."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from src.main import create_app

MAIL: dict[str, Any] = {
    "personalizations": [{"to": [{"email": "ada@people.example"}]}],
    "from": {"email": "no-reply@people.example"},
    "subject": "Hello",
    "content": [{"type": "text/plain", "value": "Hello, Ada."}],
}
BEARER = {"Authorization": "Bearer key"}


@pytest.fixture
def client() -> TestClient:
    return TestClient(create_app())


def test_message_is_remembered(client: TestClient) -> None:
    answer = client.post("/telegram/bot1:token/sendMessage", json={"chat_id": "7", "text": "Hi"})
    assert answer.json()["result"]["text"] == "Hi"
    assert client.get("/_control/telegram/messages?chat_id=7").json() == [
        {"chat_id": "7", "text": "Hi"}
    ]


def test_update_is_delivered_until_its_offset_passed(client: TestClient) -> None:
    made = client.post("/_control/telegram/updates", json={"chat_id": "7", "text": "/start"}).json()
    path = "/telegram/bot1:token/getUpdates"
    assert client.post(path, json={"offset": 0}).json()["result"] == [made]
    offset = made["update_id"] + 1
    assert client.post(path, json={"offset": offset}).json()["result"] == []


def test_token_without_colon_is_refused(client: TestClient) -> None:
    assert client.post("/telegram/botwrong/getMe").status_code == 401


def test_failure_is_played_once(client: TestClient) -> None:
    client.post("/_control/failures", json={"provider": "telegram", "status": 429})
    path, message = "/telegram/bot1:token/sendMessage", {"chat_id": "7", "text": "Hi"}
    refused = client.post(path, json=message)
    assert (refused.status_code, refused.json()["parameters"]) == (429, {"retry_after": 1})
    assert client.post(path, json=message).status_code == 200


def test_mail_is_accepted_and_remembered(client: TestClient) -> None:
    assert client.post("/sendgrid/v3/mail/send", json=MAIL, headers=BEARER).status_code == 202
    found = client.get("/_control/email/messages?to=ada@people.example").json()
    assert [each["subject"] for each in found] == ["Hello"]


@pytest.mark.parametrize(("headers", "body", "status"), [({}, MAIL, 401), (BEARER, {}, 400)])
def test_wrong_mail_is_refused(
    client: TestClient, headers: dict[str, str], body: dict[str, Any], status: int
) -> None:
    assert client.post("/sendgrid/v3/mail/send", json=body, headers=headers).status_code == status


def test_reset_forgets_everything(client: TestClient) -> None:
    client.post("/sendgrid/v3/mail/send", json=MAIL, headers=BEARER)
    client.delete("/_control")
    assert client.get("/_control/email/messages").json() == []
