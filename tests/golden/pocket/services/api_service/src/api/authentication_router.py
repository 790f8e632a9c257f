"""Registration, log-in and proofs of addresses and chats."""

from typing import Annotated, Self
from urllib.parse import quote

from fastapi import Query
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from shared.routing import Router
from src.api.clients import ClientDep
from src.api.dependencies import CallerDep, ContainerDep
from src.api.problems import Refusal, problems
from src.authentication.errors import LinkNotValid, LinkUsed
from src.authentication.register import Registration
from src.authentication.sessions import RefreshToken
from src.authentication.tokens import TokenPair
from src.schemas.responses.person import PersonResponse

TokenInLink = Annotated[str, Query(alias="token", max_length=2000)]

PAGE_PROBLEMS = problems(422, 503, Refusal.VERSION_CONFLICT, Refusal.OUTCOME_UNKNOWN)
for _status in (409, 422):
    PAGE_PROBLEMS[_status]["content"]["text/html"] = {"schema": {"type": "string"}}
PAGE = "<!doctype html><meta charset=utf-8><title>E-mail address</title><p>{}</p>"
QUESTION = (
    "Is this your e-mail address?</p><form method=post action='verify-email/page?token={token}'>"
    "<button>Yes, confirm it</button></form><p>If you did not ask for this, close the page."
)
# The address of the page holds the token.
PAGE_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}

router = Router(prefix="/auth", tags=["authentication"], responses=problems(503))


class Credentials(BaseModel):
    """The input for signing in."""

    email: str = Field(max_length=254)
    password: str = Field(max_length=128)


class Token(BaseModel):
    """A bearer token, valid for `expires_in` seconds, and the token that it is renewed with."""

    access_token: str
    token_type: str = "bearer"
    expires_in: int
    refresh_token: str | None

    @classmethod
    def of(cls, pair: TokenPair) -> Self:
        """The tokens as a person gets them."""
        return cls(
            access_token=pair.access_token,
            expires_in=pair.seconds,
            refresh_token=pair.refresh_token,
        )


class PasswordChange(BaseModel):
    """The password of the person who is signed in, and the one to have instead."""

    current_password: str = Field(max_length=128)
    new_password: Annotated[str, Field(min_length=12, max_length=128)]


class Deactivation(BaseModel):
    """The password of the person whose account is to end."""

    current_password: str = Field(max_length=128)


class Renewal(BaseModel):
    """The refresh token that the last log-in or refresh answered."""

    refresh_token: str = Field(max_length=200)


@router.post(
    "/register",
    status_code=201,
    summary="Create an account",
    responses=problems(
        422,
        429,
        503,
        Refusal.UNIQUE_VIOLATION,
        Refusal.VERSION_CONFLICT,
        Refusal.OUTCOME_UNKNOWN,
    ),
)
async def register(
    body: Registration, client: ClientDep, container: ContainerDep
) -> PersonResponse:
    """Creates an account, unless there is one with this login: then only its owner is told."""
    account = await container.register.execute(body, client)
    return PersonResponse.model_validate(account)


@router.post("/login", summary="Sign in", responses=problems(401, 422, 429))
async def log_in(body: Credentials, client: ClientDep, container: ContainerDep) -> Token:
    """Exchanges a login and a password for tokens; too many failures end in 429."""
    pair = await container.log_in.execute(body.email, body.password, client)
    return Token.of(pair)


@router.post("/refresh", summary="Stay signed in", responses=problems(401, 422))
async def refresh(body: Renewal, container: ContainerDep) -> Token:
    """Exchanges a refresh token for new tokens; one that comes again late ends its session."""
    return Token.of(await container.refresh.execute(body.refresh_token))


@router.post("/log-out", status_code=204, summary="Sign out", responses=problems(401, 422))
async def log_out(body: Renewal, container: ContainerDep) -> None:
    """Ends the session of the refresh token; access tokens end by themselves, soon."""
    await container.sessions.end(RefreshToken.parse(body.refresh_token))


@router.post(
    "/password",
    summary="Change the password",
    responses=problems(
        401,
        422,
        429,
        503,
        Refusal.WRONG_PASSWORD,
        Refusal.VERSION_CONFLICT,
        Refusal.OUTCOME_UNKNOWN,
    ),
)
async def change_password(
    body: PasswordChange, caller: CallerDep, container: ContainerDep
) -> Token:
    """Changes the password, and signs the person out everywhere else."""
    pair = await container.change_password.execute(caller, body.current_password, body.new_password)
    return Token.of(pair)


@router.post(
    "/deactivate",
    status_code=204,
    summary="End the account",
    responses=problems(
        401,
        422,
        429,
        503,
        Refusal.WRONG_PASSWORD,
        Refusal.VERSION_CONFLICT,
        Refusal.OUTCOME_UNKNOWN,
    ),
)
async def deactivate_account(
    body: Deactivation, caller: CallerDep, container: ContainerDep
) -> None:
    """Signs the person out everywhere; nobody signs in to the account any more."""
    await container.deactivate_account.execute(caller, body.current_password)


def page(content: str, status: int = 200) -> HTMLResponse:
    """A page for the person who opened a link."""
    return HTMLResponse(PAGE.format(content), status, headers=PAGE_HEADERS)


class Verification(BaseModel):
    """The token of the link in the e-mail."""

    token: str = Field(max_length=2000)


@router.post(
    "/verify-email",
    summary="Confirm an e-mail address",
    responses=problems(
        422,
        503,
        Refusal.LINK_NOT_VALID,
        Refusal.LINK_USED,
        Refusal.VERSION_CONFLICT,
        Refusal.OUTCOME_UNKNOWN,
    ),
)
async def verify_email(body: Verification, container: ContainerDep) -> PersonResponse:
    """Confirms the address that the link was sent to."""
    account = await container.verify_email.execute(body.token)
    return PersonResponse.model_validate(account)


@router.post(
    "/verify-email/resend",
    status_code=204,
    summary="Send another link to confirm the e-mail address",
    responses=problems(401, 429, 503, Refusal.LINK_USED, Refusal.OUTCOME_UNKNOWN),
)
async def resend_link(caller: CallerDep, container: ContainerDep) -> None:
    """Sends the message again; its link ends the older ones."""
    await container.resend_link.execute(caller)


@router.get(
    "/verify-email",
    summary="Open the link of the e-mail",
    response_class=HTMLResponse,
    responses=problems(422),
)
async def open_link(token: TokenInLink) -> HTMLResponse:
    """Asks the person who opened the link, for programs that look at mail open links, too."""
    return page(QUESTION.format(token=quote(token, safe="")))


@router.post(
    "/verify-email/page",
    summary="Confirm an e-mail address from the page of the link",
    response_class=HTMLResponse,
    responses=PAGE_PROBLEMS,
)
async def confirm_on_page(token: TokenInLink, container: ContainerDep) -> HTMLResponse:
    """Confirms the address, and answers a page."""
    try:
        await container.verify_email.execute(token)
    except LinkNotValid:
        return page("This link is not valid, or not valid any more.", 422)
    except LinkUsed:
        return page("Your address is confirmed already. A link works once.", 409)
    return page("Your address is confirmed. You can close this page.")


class PasswordResetRequest(BaseModel):
    """The login of somebody who forgot the password."""

    email: str = Field(max_length=254)


class PasswordReset(BaseModel):
    """The token of the link in the e-mail, and the password to have."""

    token: str = Field(max_length=2000)
    new_password: Annotated[str, Field(min_length=12, max_length=128)]


@router.post(
    "/password-reset",
    status_code=204,
    summary="Send a link to somebody who forgot the password",
    responses=problems(422, 429, 503, Refusal.OUTCOME_UNKNOWN),
)
async def request_password_reset(
    body: PasswordResetRequest, client: ClientDep, container: ContainerDep
) -> None:
    """Sends a link if there is such an account, without telling whether there is."""
    await container.reset_password.request(body.email, client)


@router.post(
    "/password-reset/confirm",
    status_code=204,
    summary="Choose another password with the link",
    responses=problems(
        422, 503, Refusal.LINK_NOT_VALID, Refusal.VERSION_CONFLICT, Refusal.OUTCOME_UNKNOWN
    ),
)
async def confirm_password_reset(body: PasswordReset, container: ContainerDep) -> None:
    """Changes the password, once for each link, and signs the person out everywhere."""
    await container.reset_password.execute(body.token, body.new_password)


class LinkCode(BaseModel):
    """A one-time code for the bot; `expires_in` is in seconds."""

    code: str
    expires_in: int


@router.post(
    "/telegram-link",
    status_code=201,
    summary="Create a code that links a chat",
    responses=problems(401),
)
async def create_link_code(caller: CallerDep, container: ContainerDep) -> LinkCode:
    """Issues a code that the person sends to the bot."""
    code = await container.link_telegram.create(caller)
    return LinkCode(code=code.value, expires_in=code.seconds)
