"""Telegram as its clients see it."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from src.config import Settings
from src.main import create_app

BOT = "/telegram/bot1:local-token"
HELLO = {"chat_id": "7", "text": "Hi"}


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(create_app()) as running:
        yield running


def write(client: TestClient, text: str) -> dict[str, Any]:
    body = {"chat_id": "7", "text": text}
    update: dict[str, Any] = client.post("/_control/telegram/updates", json=body).json()
    return update


def updates(client: TestClient, **parameters: int) -> list[dict[str, Any]]:
    answer = client.post(f"{BOT}/getUpdates", json=parameters).json()
    pending: list[dict[str, Any]] = answer["result"]
    return pending


@pytest.mark.parametrize("style", ["json", "data", "params"])
def test_message_is_remembered_however_it_is_sent(client: TestClient, style: str) -> None:
    answer = client.request("POST", f"{BOT}/sendMessage", **{style: HELLO})
    assert answer.json()["result"]["text"] == "Hi"
    (sent,) = client.get("/_control/telegram/messages", params={"chat_id": "7"}).json()
    assert (sent["chat_id"], sent["text"]) == (7, "Hi")
    assert client.get("/_control/telegram/messages", params={"chat_id": "8"}).json() == []


def test_message_can_be_edited_and_deleted(client: TestClient) -> None:
    number = client.post(f"{BOT}/sendMessage", json=HELLO).json()["result"]["message_id"]
    changed = {**HELLO, "message_id": number, "text": "Hello"}
    assert client.post(f"{BOT}/editMessageText", json=changed).json()["result"]["text"] == "Hello"
    same = client.post(f"{BOT}/editMessageText", json=changed)
    assert (same.status_code, same.json()["description"][:11]) == (400, "Bad Request")
    place = {"chat_id": 7, "message_id": number}
    assert client.post(f"{BOT}/deleteMessage", json=place).json()["result"] is True
    assert client.post(f"{BOT}/deleteMessage", json=place).status_code == 400


def test_update_is_delivered_until_its_offset_passed(client: TestClient) -> None:
    update = write(client, "/start ABC")
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert updates(client) == [update]
    assert updates(client) == [update]
    assert updates(client, offset=update["update_id"] + 1) == []


def test_button_press_is_a_callback_query(client: TestClient) -> None:
    number = client.post(f"{BOT}/sendMessage", json=HELLO).json()["result"]["message_id"]
    client.post("/_control/telegram/callbacks", json={"chat_id": 7, "data": "yes"})
    (update,) = updates(client)
    query = update["callback_query"]
    assert (query["data"], query["message"]["message_id"]) == ("yes", number)


def test_numbers_of_updates_go_on_after_a_reset(client: TestClient) -> None:
    before = write(client, "one")
    client.delete("/_control")
    assert write(client, "two")["update_id"] > before["update_id"]


def test_polling_is_refused_while_a_webhook_is_set(client: TestClient) -> None:
    hook = {"url": "http://127.0.0.1:9/hook", "secret_token": "secret"}
    assert client.post(f"{BOT}/setWebhook", json=hook).json()["ok"] is True
    assert client.post(f"{BOT}/getUpdates").status_code == 409
    assert client.get(f"{BOT}/getWebhookInfo").json()["result"]["url"] == hook["url"]
    client.post(f"{BOT}/deleteWebhook")
    assert client.post(f"{BOT}/getUpdates").status_code == 200


def test_commands_are_kept(client: TestClient) -> None:
    listed = [{"command": "start", "description": "Begin"}]
    client.post(f"{BOT}/setMyCommands", json={"commands": listed})
    assert client.get(f"{BOT}/getMyCommands").json()["result"] == listed
    assert client.get("/_control/telegram/bot").json()["commands"] == listed


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/telegram/botwrong/getMe", {}, 401),
        (f"{BOT}/noSuchMethod", {}, 404),
        (f"{BOT}/sendMessage", {"text": "Hi"}, 400),
        (f"{BOT}/sendMessage", {"chat_id": "seven", "text": "Hi"}, 400),
        (f"{BOT}/sendMessage", {"chat_id": 7, "text": " "}, 400),
        (f"{BOT}/sendMessage", {"chat_id": 7, "text": "x" * 4097}, 400),
        (f"{BOT}/sendMessage", {"chat_id": 7, "text": "Hi", "reply_markup": "{"}, 400),
        (f"{BOT}/setWebhook", {"url": "no address"}, 400),
        (f"{BOT}/setMyCommands", {"commands": "{}"}, 400),
    ],
)
def test_wrong_call_is_refused_as_telegram_does(
    client: TestClient, path: str, body: dict[str, Any], status: int
) -> None:
    answer = client.post(path, json=body)
    assert answer.status_code == status
    assert answer.json()["ok"] is False
    assert answer.json()["error_code"] == status


def test_failure_hits_as_often_as_it_was_told(client: TestClient) -> None:
    order = {"provider": "telegram", "status": 429, "retry_after": 3, "times": 2}
    client.post("/_control/failures", json=order)
    assert client.post(f"{BOT}/getUpdates").status_code == 200
    for _ in range(2):
        refused = client.post(f"{BOT}/sendMessage", json=HELLO)
        assert refused.status_code == 429
        assert refused.json()["parameters"] == {"retry_after": 3}
    assert client.post(f"{BOT}/sendMessage", json=HELLO).status_code == 200
    noted = client.get("/_control/attempts", params={"provider": "telegram"}).json()
    assert [one["status"] for one in noted] == [200, 429, 429, 200]


def test_failure_hits_the_operation_it_names(client: TestClient) -> None:
    order = {"provider": "telegram", "status": 502, "operation": "getMe"}
    client.post("/_control/failures", json=order)
    assert client.post(f"{BOT}/sendMessage", json=HELLO).status_code == 200
    assert client.post(f"{BOT}/getMe").status_code == 502
    assert client.post(f"{BOT}/getMe").status_code == 200


@pytest.mark.parametrize(
    "order",
    [
        {"provider": "telegram"},
        {"provider": "telegram", "status": 500, "hold": True},
    ],
)
def test_unclear_failure_is_refused(client: TestClient, order: dict[str, Any]) -> None:
    assert client.post("/_control/failures", json=order).status_code == 422


def test_configured_token_is_the_only_one_accepted() -> None:
    with TestClient(create_app(Settings(telegram_bot_token="1:right-token"))) as client:
        assert client.post(f"{BOT}/getMe").status_code == 401
        assert client.post("/telegram/bot1:right-token/getMe").status_code == 200


def test_reset_forgets_everything(client: TestClient) -> None:
    client.post(f"{BOT}/sendMessage", json=HELLO)
    client.post("/_control/failures", json={"provider": "telegram", "status": 500})
    assert client.delete("/_control").status_code == 204
    assert client.get("/_control/telegram/messages").json() == []
    assert client.get("/_control/failures").json() == {"failures": [], "held": 0}
