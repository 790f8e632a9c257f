"""SendGrid's v3 mail API over HTTP."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field, ValidationError, model_validator

from src.dependencies import StateDependency
from src.failures import ClientGoneError, FailureOrder
from src.sendgrid.memory import Email, new_message_id, now
from src.state import State

router = APIRouter(prefix="/sendgrid/v3", tags=["sendgrid"])
_OPERATION = "mail/send"
_GRANT = "The provided authorization grant is invalid, expired, or revoked"


class Address(BaseModel):
    """An address with an optional display name."""

    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    name: str | None = None


class Personalization(BaseModel):
    """The recipients of one copy of the message."""

    to: list[Address] = Field(min_length=1)
    cc: list[Address] = Field(default_factory=list)
    bcc: list[Address] = Field(default_factory=list)
    subject: str | None = None


class Content(BaseModel):
    """One body of the message."""

    type: str = Field(min_length=1)
    value: str = Field(min_length=1)


class MailSend(BaseModel):
    """The body of a request to send."""

    personalizations: list[Personalization] = Field(min_length=1, max_length=1000)
    sender: Address = Field(alias="from")
    subject: str | None = None
    content: list[Content] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_subject(self) -> "MailSend":
        if not self.subject and not all(one.subject for one in self.personalizations):
            raise ValueError("The subject is required")
        return self


@router.post("/mail/send")
async def mail_send(request: Request, state: StateDependency) -> Response:
    """Accepted with 202 and no body; the message id is in the header."""
    try:
        response = await _send(request, state)
    except ClientGoneError:
        response = Response(status_code=499)
    state.note("sendgrid", _OPERATION, response.status_code)
    return response


async def _send(request: Request, state: State) -> Response:
    body = await request.body()
    if not _authorized(request, state):
        return _errors(401, [(_GRANT, None)])
    order = await state.failures.meet("sendgrid", _OPERATION, request.is_disconnected)
    if order is not None:
        return _ordered(order)
    try:
        mail = MailSend.model_validate_json(body)
    except ValidationError as error:
        return _errors(400, [_problem(one) for one in error.errors()])
    message_id = new_message_id()
    for personalization in mail.personalizations:
        state.sendgrid.accept(_email(mail, personalization, message_id))
    return Response(status_code=202, headers={"X-Message-Id": message_id})


def _authorized(request: Request, state: State) -> bool:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    expected = state.settings.sendgrid_api_key
    return scheme == "Bearer" and bool(key) and expected in ("", key)


def _ordered(order: FailureOrder) -> Response:
    status = order.status or 500
    if status == 429:
        response = _errors(429, [("too many requests", None)])
        response.headers["Retry-After"] = str(order.retry_after)
        response.headers["X-RateLimit-Remaining"] = "0"
        return response
    return _errors(status, [(f"injected failure {status}", None)])


def _errors(status: int, problems: list[tuple[str, str | None]]) -> Response:
    listed = [{"message": text, "field": field, "help": None} for text, field in problems]
    return JSONResponse({"errors": listed}, status)


def _problem(error: Any) -> tuple[str, str | None]:
    """SendGrid names a field as `personalizations.0.to`."""
    field = ".".join(str(part) for part in error["loc"])
    return str(error["msg"]), field or None


def _email(mail: MailSend, personalization: Personalization, message_id: str) -> Email:
    bodies = {content.type.partition(";")[0]: content.value for content in mail.content}
    return Email(
        message_id=message_id,
        to=tuple(one.email for one in personalization.to),
        cc=tuple(one.email for one in personalization.cc),
        bcc=tuple(one.email for one in personalization.bcc),
        sender=mail.sender.email,
        subject=personalization.subject or mail.subject or "",
        text=bodies.get("text/plain", ""),
        html=bodies.get("text/html", ""),
        accepted_at=now(),
    )
