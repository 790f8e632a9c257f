"""Requests that come again under an idempotency key have their effect, and their answer, once."""

import hashlib
import hmac
from collections.abc import Awaitable
from dataclasses import replace
from typing import Annotated
from uuid import UUID, uuid5

from fastapi import Depends, Header, Request

from shared.first_answers import FirstAnswers
from shared.problems import DependencyUnavailable, IdentifierReused
from shared.unit_of_work import IdempotencyKey
from src.api.dependencies import CallerDep
from src.api.problems import Refusal
from src.application.caller import Caller

HEADER = "Idempotency-Key"
# A structured text, or without its quotes, as many clients send it.
PATTERN = r'^("[!#-\[\]-~]{1,200}"|[!#-\[\]-~]{1,200})$'
DESCRIPTION = (
    "A text of your own for this request, such as a random UUID. Sent again with the same text "
    "within 24 hours, the request has no second effect, and is answered as it was."
)
NOBODY = UUID(int=0)

KeyHeader = Annotated[
    str | None,
    Header(alias=HEADER, max_length=202, pattern=PATTERN, description=DESCRIPTION),
]


def key_of(key: str, account_id: UUID | None, request: Request, body: bytes) -> IdempotencyKey:
    """The key of a request. Each account has its own keys; those of nobody are for one request."""
    asked = (request.method, request.url.path, request.url.query)
    # Under the key, which is stored nowhere: a body may hold a password.
    digest = hmac.new(key.encode(), "\n".join(asked).encode(), hashlib.sha256)
    digest.update(b"\n" + body)
    fingerprint = digest.hexdigest()
    if account_id is None:
        return IdempotencyKey(uuid5(NOBODY, fingerprint), fingerprint)
    return IdempotencyKey(uuid5(account_id, key), fingerprint)


async def keyed(caller: Caller, request: Request, key: str | None) -> Caller:
    """The caller with the key of the request, if it has one."""
    if key is None:
        return caller
    sent = key_of(key.strip('"'), caller.account_id, request, await request.body())
    return replace(caller, key=sent)


async def keyed_caller(caller: CallerDep, request: Request, key: KeyHeader = None) -> Caller:
    """The signed-in person."""
    return await keyed(caller, request, key)


KeyedCallerDep = Annotated[Caller, Depends(keyed_caller)]


async def once[Result](
    run: Awaitable[Result], kind: type[Result], key: IdempotencyKey | None, answers: FirstAnswers
) -> Result:
    """The result of the operation, or the first one under the key."""
    try:
        return await run
    except DependencyUnavailable:
        raise
    except Exception as error:
        # Whatever refuses a repetition may be what the request did when it came first.
        first = None if key is None else await answers.find(key)
        if isinstance(error, IdentifierReused) and first is None:
            # The first answer was there at the commit, and has ended since: the key is free again.
            raise Refusal.VERSION_CONFLICT.problem() from error
        if key is None or first is None:
            raise
    if first.fingerprint != key.fingerprint:
        raise Refusal.IDEMPOTENCY_KEY_REUSED.problem()
    return first.result(kind)
