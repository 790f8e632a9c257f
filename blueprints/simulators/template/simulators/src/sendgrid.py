"""The SendGrid v3 mail API, as far as services need it."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from src.failures import play
from src.state import State


def build_sendgrid(state: State) -> APIRouter:
    """The routes below `/sendgrid`."""
    router = APIRouter(prefix="/sendgrid")

    @router.post("/v3/mail/send")
    async def send(request: Request) -> Response:
        """Accepts a message."""
        if not request.headers.get("authorization", "").startswith("Bearer "):
            return _error(401, "The provided authorization grant is invalid")
        message: dict[str, Any] = await request.json()
        if not message.get("personalizations") or not message.get("content"):
            return _error(400, "The personalizations and content fields are required")
        status = await play(state, "sendgrid", request)
        if status is not None:
            return _error(status, "Simulated failure")
        for personalization in message["personalizations"]:
            for recipient in personalization["to"]:
                state.emails.append(_received(message, recipient["email"]))
        return Response(status_code=202, headers={"X-Message-Id": str(next(state.numbers))})

    return router


def _received(message: dict[str, Any], to: str) -> dict[str, Any]:
    return {
        "to": to,
        "from": message["from"]["email"],
        "subject": message.get("subject", ""),
        "text": message["content"][0]["value"],
    }


def _error(status: int, message: str) -> JSONResponse:
    return JSONResponse({"errors": [{"message": message, "field": None, "help": None}]}, status)
