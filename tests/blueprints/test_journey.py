"""What a journey says when the system does something else."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import SimpleNamespace
from pathlib import Path
from typing import Any

import pytest

from tests.emitted import journeys

ROOT = Path(__file__).parents[2] / "blueprints/journeys/template"
module = journeys.module(ROOT)
Journey, JourneyError = module.Journey, module.JourneyError
ANSWERS: dict[str, tuple[int, Any]] = {
    "/health": (200, {"status": "ok"}),
    "/refused": (409, {"code": "TOO_EARLY", "detail": "Too early"}),
    "/_control/telegram/messages": (200, [{"text": "Hello, Ada"}]),
    "/_control/email/messages": (200, [{"text": "Open http://x.example/v?token=abc now"}]),
    "/api/v1/loans": (200, {"items": [{"id": "7"}]}),
}


class Answering(BaseHTTPRequestHandler):
    """Gives each path its prepared answer."""

    def do_GET(self) -> None:
        status, body = ANSWERS[self.path.partition("?")[0]]
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture
def journey(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(module, "DEADLINE_SECONDS", 0.2)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    names = ("api_service", "db_postgres_service", "simulators")
    system = SimpleNamespace(urls=dict.fromkeys(names, url), operator_token="token")
    yield Journey(system, narrate=True)
    server.shutdown()
    server.server_close()


def test_each_step_is_told(journey: Any, capsys: pytest.CaptureFixture[str]) -> None:
    journey.request("GET", "/health", expect=200, description="The system is asked.")
    journey.request("GET", "/refused", expect=409, code="TOO_EARLY")
    output = capsys.readouterr().out
    assert "The system is asked." in output
    assert "GET /refused -> 409: Too early" in output


def test_other_answer_is_shown_with_what_was_expected(journey: Any) -> None:
    with pytest.raises(JourneyError, match=r"answered 409 .*TOO_EARLY.*201"):
        journey.request("GET", "/refused", expect=201)
    with pytest.raises(JourneyError, match="LIMIT"):
        journey.request("GET", "/refused", expect=409, code="LIMIT")


def test_message_that_comes_is_returned(journey: Any) -> None:
    assert journey.wait_for_telegram("7", "Ada") == "Hello, Ada"
    text = journey.wait_for_email("ada@people.example", "Open")
    assert journey.link_parameter(text, "token") == "abc"
    assert journey.wait_for_row("loans", {"status": "active"}) == {"id": "7"}


def test_message_that_does_not_come_is_named(journey: Any) -> None:
    with pytest.raises(JourneyError, match=r"a Telegram message to 7 with `Bob`"):
        journey.wait_for_telegram("7", "Bob")
