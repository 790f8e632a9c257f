"""How the server reads requests: whoever stops in the middle of one, or sends none, is let go."""

import json
from asyncio import TimerHandle
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from shared.problems import MEDIA_TYPE, HeadTooLarge, NotHttp, Problem, problem_body
from shared.request_context import HEADER, new_request_id

HEADER_SECONDS = 8.0
# The longest address between services, and as much besides.
MAX_BYTES_BESIDE_BODY = 128 << 10


class HttpProtocol(HttpToolsProtocol):
    """Ends connections on which the headers of a request do not arrive, or do not end."""

    _patience: TimerHandle | None = None
    _beside_body = 0

    def connection_made(self, transport: Any) -> None:
        """Waits for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Reads what has come; the parser would keep headers and trailers of any length."""
        self._beside_body += len(data)
        super().data_received(data)
        if self._beside_body > MAX_BYTES_BESIDE_BODY and not self.transport.is_closing():
            self._refuse(HeadTooLarge())

    def on_message_begin(self) -> None:
        """Waits for the headers of a request that has begun."""
        super().on_message_begin()
        self._wait()

    def on_headers_complete(self) -> None:
        """The rest has its own limit."""
        self._stop_waiting()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """The body has a limit of its own."""
        self._beside_body -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The next request has its own limits."""
        super().on_message_complete()
        self._beside_body = 0

    def connection_lost(self, exc: Exception | None) -> None:
        """There is nothing to wait for."""
        self._stop_waiting()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answers what is no request with a problem, too."""
        self._refuse(NotHttp(msg))

    def _refuse(self, problem: Problem) -> None:
        request_id = new_request_id()
        body = json.dumps(problem_body(problem, f"urn:request:{request_id}")).encode()
        headers = (
            f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\n"
            f"{HEADER}: {request_id}\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(STATUS_LINE[problem.status] + headers.encode() + body)
        self.transport.close()

    def _wait(self) -> None:
        self._stop_waiting()
        self._patience = self.loop.call_later(HEADER_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
