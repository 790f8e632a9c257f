"""Requests under idempotency keys: which are one request, and what a repetition is answered."""

import re
from uuid import UUID

import pytest
from fastapi import Request

from shared.first_answers import FirstAnswer
from shared.identifiers import new_id
from shared.problems import DependencyUnavailable, IdentifierReused, OutcomeUnknown, Problem
from shared.unit_of_work import IdempotencyKey
from src.api.idempotency import PATTERN, key_of, once
from tests.support.api import APP

ACCOUNT = new_id()
KEY = IdempotencyKey(new_id(), "of the request")


class Answers:
    """What was answered under the key, if anything."""

    def __init__(self, first: FirstAnswer | None = None) -> None:
        self.first = first

    async def find(self, key: IdempotencyKey) -> FirstAnswer | None:
        """The answer under the one key."""
        return self.first if key == KEY else None


def sent_key(
    text: str = "a-key",
    account_id: UUID | None = ACCOUNT,
    *,
    method: str = "POST",
    path: str = "/things",
    query: bytes = b"",
    body: bytes = b"{}",
) -> IdempotencyKey:
    """The key of a request, which differs from the usual one as it is told."""
    scope = {"type": "http", "method": method, "path": path, "query_string": query, "headers": []}
    return key_of(text, account_id, Request(scope), body)


async def succeed() -> int:
    """An operation that does something."""
    return 1


async def refuse(refusal: Exception) -> int:
    """An operation that is refused."""
    raise refusal


def test_a_request_that_comes_again_has_its_key() -> None:
    assert sent_key() == sent_key()
    assert sent_key(account_id=None) == sent_key(account_id=None)


@pytest.mark.parametrize(
    "other",
    [
        sent_key(method="PATCH"),
        sent_key(path="/thing"),
        sent_key(query=b"all=1"),
        sent_key(body=b"[]"),
    ],
)
def test_another_request_under_the_key_is_told_apart(other: IdempotencyKey) -> None:
    assert other.unit_id == sent_key().unit_id
    assert other.fingerprint != sent_key().fingerprint


def test_everybody_has_keys_of_their_own() -> None:
    assert (
        len(
            {sent_key().unit_id, sent_key(account_id=new_id()).unit_id, sent_key("another").unit_id}
        )
        == 3
    )


def test_keys_of_nobody_are_for_one_request() -> None:
    anonymous = [
        sent_key(account_id=None),
        sent_key("another", account_id=None),
        sent_key(account_id=None, body=b"[]"),
        sent_key(account_id=None, path="/thing"),
    ]
    assert len({one.unit_id for one in anonymous}) == len(anonymous)


@pytest.mark.parametrize("text", ["a", "x" * 200, '"quoted"', "5d0e6b3a-0f35-4b36-8a57"])
def test_a_key_is_a_short_text(text: str) -> None:
    assert re.match(PATTERN, text)


@pytest.mark.parametrize("text", ["", '""', "x" * 201, "two words", 'a"', "\\", "ä", "a\nb"])
def test_nothing_else_is_a_key(text: str) -> None:
    assert not re.match(PATTERN, text)


@pytest.mark.parametrize("brought", [None, KEY])
async def test_what_is_done_first_is_the_answer(brought: IdempotencyKey | None) -> None:
    assert await once(succeed(), int, brought, Answers()) == 1


async def test_a_refused_repetition_is_answered_as_the_request_was() -> None:
    answers = Answers(FirstAnswer(KEY.fingerprint, 7))
    assert await once(refuse(Problem(409, "TOO_MANY", "Too many")), int, KEY, answers) == 7


async def test_another_request_under_the_key_is_refused() -> None:
    answers = Answers(FirstAnswer("of another request", 7))
    with pytest.raises(Problem) as refused:
        await once(refuse(Problem(409, "TOO_MANY", "Too many")), int, KEY, answers)
    assert (refused.value.status, refused.value.code) == (422, "IDEMPOTENCY_KEY_REUSED")


@pytest.mark.parametrize("brought", [None, KEY])
async def test_a_refused_request_that_never_was_done_stays_refused(
    brought: IdempotencyKey | None,
) -> None:
    with pytest.raises(ZeroDivisionError):
        await once(refuse(ZeroDivisionError()), int, brought, Answers())


@pytest.mark.parametrize("outage", [DependencyUnavailable("data"), OutcomeUnknown("data")])
async def test_an_outage_is_no_refusal(outage: DependencyUnavailable) -> None:
    answers = Answers(FirstAnswer(KEY.fingerprint, 7))
    with pytest.raises(DependencyUnavailable) as raised:
        await once(refuse(outage), int, KEY, answers)
    assert raised.value is outage


async def test_a_request_whose_first_answer_has_just_ended_may_come_again() -> None:
    with pytest.raises(Problem) as refused:
        await once(refuse(IdentifierReused()), int, KEY, Answers())
    assert (refused.value.status, refused.value.code) == (409, "VERSION_CONFLICT")


def test_the_document_declares_the_header_where_a_key_is_taken() -> None:
    operations = [
        operation for path in APP.openapi()["paths"].values() for operation in path.values()
    ]
    declared = [
        "IDEMPOTENCY_KEY_REUSED" in str(operation["responses"].get("422"))
        for operation in operations
    ]
    named = [
        any(parameter["name"] == "Idempotency-Key" for parameter in operation.get("parameters", ()))
        for operation in operations
    ]
    assert any(declared)
    assert named == declared
