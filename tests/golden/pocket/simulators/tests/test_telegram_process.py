"""Behaviour that needs real connections: long polls, disconnects, webhooks, shutdown."""

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

BOT = "/telegram/bot1:local-token"
HELLO = {"chat_id": 7, "text": "Hi"}
# As long as a busy machine may take for what happens at once.
PATIENCE = 60
FOR_EVER = {"timeout": 50}


def until(true: Callable[[], bool], seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def answers(client: httpx.Client) -> bool:
    try:
        return client.get("/ready").status_code == 200
    except httpx.TransportError:
        return False


type Process = tuple[subprocess.Popen[bytes], httpx.Client]


@contextmanager
def running() -> Iterator[Process]:
    """A process of its own, and a client of it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port)}
    folder = Path(__file__).resolve().parent.parent
    child = subprocess.Popen([sys.executable, "-m", "src.main"], cwd=folder, env=environment)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
            until(lambda: answers(client), 60)
            yield child, client
    finally:
        child.kill()
        child.wait()


@pytest.fixture(scope="module")
def process() -> Iterator[Process]:
    with running() as started:
        yield started


@pytest.fixture
def client(process: Process) -> httpx.Client:
    """The process that most tests share, as if nothing had happened yet."""
    process[1].delete("/_control")
    return process[1]


def messages(client: httpx.Client) -> list[str]:
    return [one["text"] for one in client.get("/_control/telegram/messages").json()]


def polls(client: httpx.Client) -> int:
    """How often the bot has polled for updates."""
    return int(client.get("/_control/telegram/bot").json()["polls"])


def held(client: httpx.Client) -> int:
    return int(client.get("/_control/failures").json()["held"])


def in_background(action: Callable[[], Any]) -> "queue.Queue[Any]":
    results: queue.Queue[Any] = queue.Queue()
    threading.Thread(target=lambda: results.put(action()), daemon=True).start()
    return results


def test_long_poll_returns_as_soon_as_a_user_writes(client: httpx.Client) -> None:
    before = polls(client)
    waiting = in_background(lambda: client.post(f"{BOT}/getUpdates", json=FOR_EVER).json())
    until(lambda: polls(client) == before + 1)
    client.post("/_control/telegram/updates", json={"chat_id": 7, "text": "Hello"})
    (update,) = waiting.get(timeout=PATIENCE)["result"]
    assert update["message"]["text"] == "Hello"
    client.post(f"{BOT}/getUpdates", json={"offset": update["update_id"] + 1, "timeout": 0})


def test_later_poll_ends_the_earlier_one(client: httpx.Client) -> None:
    before = polls(client)
    first = in_background(lambda: client.post(f"{BOT}/getUpdates", json=FOR_EVER))
    until(lambda: polls(client) == before + 1)
    assert client.post(f"{BOT}/getUpdates", json={"timeout": 0}).json()["result"] == []
    assert first.get(timeout=PATIENCE).status_code == 409


@pytest.mark.parametrize("failure", [{"hold": True}, {"delay_seconds": 1.0}])
def test_request_of_a_client_that_left_has_no_effect(
    client: httpx.Client, failure: dict[str, Any]
) -> None:
    client.post("/_control/failures", json={"provider": "telegram", **failure})
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(str(client.base_url) + f"{BOT}/sendMessage", json=HELLO, timeout=0.3)
    until(lambda: [one["status"] for one in client.get("/_control/attempts").json()] == [499])
    client.delete("/_control/failures")
    assert messages(client) == []


def test_held_request_goes_on_when_it_is_released(client: httpx.Client) -> None:
    client.post("/_control/failures", json={"provider": "telegram", "hold": True})
    waiting = in_background(lambda: client.post(f"{BOT}/sendMessage", json=HELLO))
    until(lambda: held(client) == 1)
    assert messages(client) == []
    client.delete("/_control/failures")
    assert waiting.get(timeout=PATIENCE).status_code == 200
    assert messages(client) == ["Hi"]


def test_held_requests_do_not_keep_the_process_from_stopping() -> None:
    with running() as (child, client):
        client.post("/_control/failures", json={"provider": "telegram", "hold": True})
        in_background(lambda: httpx.post(str(client.base_url) + f"{BOT}/sendMessage", json=HELLO))
        until(lambda: held(client) == 1)
        child.send_signal(signal.SIGTERM)
        child.wait(timeout=PATIENCE)


def test_webhook_gets_each_update_once_it_takes_it(client: httpx.Client) -> None:
    taken: queue.Queue[tuple[str, str]] = queue.Queue()
    refusals = iter([500, 500])

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = next(refusals, 200)
            if status == 200:
                secret = self.headers["X-Telegram-Bot-Api-Secret-Token"]
                taken.put((secret, body["message"]["text"]))
            answer = json.dumps({"method": "sendMessage", "chat_id": 7, "text": "Got it"}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/hook"
    try:
        client.post(f"{BOT}/setWebhook", json={"url": url, "secret_token": "secret"})
        for text in ("one", "two"):
            client.post("/_control/telegram/updates", json={"chat_id": 7, "text": text})
        assert taken.get(timeout=PATIENCE) == ("secret", "one")
        assert taken.get(timeout=PATIENCE) == ("secret", "two")
        until(lambda: messages(client) == ["Got it", "Got it"])
        assert client.get(f"{BOT}/getWebhookInfo").json()["result"]["pending_update_count"] == 0
    finally:
        client.post(f"{BOT}/deleteWebhook")
        server.shutdown()
        server.server_close()
