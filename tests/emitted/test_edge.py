"""The edge: a real nginx with the emitted configuration, before an API that answers anything."""

import json
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from msc.pipeline.building import build

pytestmark = pytest.mark.emitted

ROOT = Path(__file__).resolve().parents[2]
NGINX = shutil.which("nginx")
CERTIFICATE = [
    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
    "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", "key.pem",
    "-out", "certificate.pem",
]  # fmt: skip


class Api(BaseHTTPRequestHandler):
    """Answers with what it was sent; `/api/v1/full` has no place."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        sent = {"path": self.path, "headers": dict(self.headers), "length": len(body)}
        text = json.dumps(sent).encode()
        is_full = self.path == "/api/v1/full"
        self.send_response(503 if is_full else 200)
        if is_full:
            self.send_header("Retry-After", "7")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: the tests read what nginx logs."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Where nginx listens, and the server behind it."""

    plain: int
    secure: int
    api: ThreadingHTTPServer

    def ask(self, path: str, method: str = "GET", body: bytes | None = None,
            headers: dict[str, str] | None = None) -> tuple[HTTPResponse, bytes]:  # fmt: skip
        connection = HTTPSConnection("127.0.0.1", self.secure, context=trusting(), timeout=10)
        with closing(connection):
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response, response.read()


def trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture(scope="module")
def configuration(tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("system") / "out"
    assert not build(ROOT / "specs/examples/pocket", out).failed
    return (out / "nginx/nginx.conf").read_text("utf-8")


@pytest.fixture
def edge(configuration: str, tmp_path: Path) -> Iterator[Edge]:
    """A fresh nginx for each test, since it counts what each client asks."""
    if NGINX is None:
        pytest.skip("needs nginx on PATH, as of the package nginx-light")
    subprocess.run(CERTIFICATE, cwd=tmp_path, check=True, capture_output=True)
    api = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    Thread(target=api.serve_forever, daemon=True).start()
    plain, secure = free_port(), free_port()
    for inside, here in {
        " /tmp/": f" {tmp_path}/",
        "/run/secrets/tls_certificate": f"{tmp_path}/certificate.pem",
        "/run/secrets/tls_key": f"{tmp_path}/key.pem",
        "http://api_service:8000": f"http://127.0.0.1:{api.server_port}",
        # What comes within the test all counts, on however slow a machine.
        "rate=20r/s": "rate=1r/m",
        "rate=20r/m": "rate=1r/m",
        "listen 8080": f"listen 127.0.0.1:{plain}",
        "listen 8443": f"listen 127.0.0.1:{secure}",
    }.items():
        assert inside in configuration
        configuration = configuration.replace(inside, here)
    (tmp_path / "nginx.conf").write_text(configuration, "utf-8")
    # Somebody else, whom root would let do the work, cannot write in this folder.
    own = "daemon off; user root;" if os.geteuid() == 0 else "daemon off;"
    command = [NGINX, "-c", str(tmp_path / "nginx.conf"), "-g", own]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_for(plain, tmp_path / "log")
        yield Edge(plain, secure, api)
    finally:
        process.terminate()
        process.wait(10)
        api.shutdown()
        api.server_close()


def wait_for(port: int, log: Path) -> None:
    for _ in range(200):
        with socket.socket() as sock:
            if sock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(log.read_text("utf-8"))


def test_only_tls_of_this_decade_is_spoken(edge: Edge) -> None:
    context = trusting()
    context.set_alpn_protocols(["h2"])
    with (
        socket.create_connection(("127.0.0.1", edge.secure)) as sock,
        context.wrap_socket(sock) as secure,
    ):
        assert (secure.version(), secure.selected_alpn_protocol()) == ("TLSv1.3", "h2")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with socket.create_connection(("127.0.0.1", edge.secure)) as sock, pytest.raises(ssl.SSLError):
        context.wrap_socket(sock)


def test_plain_http_is_sent_to_tls(edge: Edge) -> None:
    connection = HTTPConnection("127.0.0.1", edge.plain, timeout=10)
    with closing(connection):
        connection.request("GET", "/api/v1/rooms?size=small", headers={"Host": "rooms.example"})
        response = connection.getresponse()
        assert response.status == 308
        assert response.headers["Location"] == "https://rooms.example/api/v1/rooms?size=small"


def test_the_api_learns_who_really_asks(edge: Edge) -> None:
    forged = {"X-Forwarded-For": "1.2.3.4", "X-Forwarded-Proto": "http"}
    response, body = edge.ask("/api/v1/rooms?a=%2F&b=1", headers=forged)
    sent = json.loads(body)
    assert (response.status, sent["path"]) == (200, "/api/v1/rooms?a=%2F&b=1")
    assert sent["headers"]["X-Forwarded-For"] == "127.0.0.1"
    assert sent["headers"]["X-Forwarded-Proto"] == "https"


@pytest.mark.parametrize("path", ["/api/v1/rooms", "/health", "/api/v1/full"])
def test_browsers_are_told_to_be_careful(edge: Edge, path: str) -> None:
    headers = edge.ask(path)[0].headers
    assert headers["Strict-Transport-Security"] == "max-age=63072000"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Server"] == "nginx"


@pytest.mark.parametrize(
    "path", ["/health", "/metrics", "/internal/rooms", "/", "/api/docs", "/api/v1/../../health"]
)
def test_nothing_but_the_api_is_reached(edge: Edge, path: str) -> None:
    response, body = edge.ask(path)
    assert response.status == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = json.loads(body)
    assert (problem["status"], problem["code"]) == (404, "NOT_FOUND")


def test_bodies_are_bounded(edge: Edge) -> None:
    response, body = edge.ask("/api/v1/rooms", "POST", b"x" * (1 << 20))
    assert (response.status, json.loads(body)["length"]) == (200, 1 << 20)
    response, body = edge.ask("/api/v1/rooms", "POST", b"x" * ((1 << 20) + 1))
    assert (response.status, json.loads(body)["code"]) == (413, "CONTENT_TOO_LARGE")


def test_an_answer_of_the_api_passes_as_it_is(edge: Edge) -> None:
    response, body = edge.ask("/api/v1/full")
    assert (response.status, response.headers.get_all("Retry-After")) == (503, ["7"])
    assert json.loads(body)["path"] == "/api/v1/full"


def test_an_api_that_is_away_is_a_problem_worth_repeating(edge: Edge) -> None:
    edge.api.shutdown()
    edge.api.server_close()
    response, body = edge.ask("/api/v1/rooms")
    assert (response.status, response.headers.get_all("Retry-After")) == (503, ["5"])
    assert json.loads(body)["code"] == "DEPENDENCY_UNAVAILABLE"


@pytest.mark.parametrize(("path", "burst"), [("/api/v1/rooms", 60), ("/api/v1/auth/login", 20)])
def test_one_client_cannot_ask_without_end(edge: Edge, path: str, burst: int) -> None:
    answers = [edge.ask(path) for _ in range(burst + 5)]
    statuses = [response.status for response, _ in answers]
    assert statuses[: burst + 1] == [200] * (burst + 1)
    refused, body = answers[statuses.index(429)]
    assert refused.headers.get_all("Retry-After") == ["1"]
    assert json.loads(body)["code"] == "TOO_MANY_REQUESTS"
