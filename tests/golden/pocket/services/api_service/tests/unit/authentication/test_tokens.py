"""Tokens prove one thing for a limited time, and cannot be forged without the secret."""

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from shared.identifiers import new_id
from src.authentication.tokens import ACCESS, ALGORITHM, DIGEST, LEEWAY, AccessTokens, LinkTokens

SECRET = "secret " * 10
ACCOUNT = new_id()
TOKENS = AccessTokens(SECRET, minutes=30)
LINK = new_id()
PURPOSE = "verify_email"
LINKS = LinkTokens(SECRET, PURPOSE, 60, "https://people.example/verify-email")
UNCHECKED: Any = {"verify_signature": False}


def link() -> str:
    """The link of a message."""
    return LINKS.link(ACCOUNT, LINK, "one@people.example")


def claims(**changes: Any) -> dict[str, Any]:
    """The claims of a valid token; a claim that is changed to None is left out."""
    now = datetime.now(UTC)
    usual = {"sub": str(ACCOUNT), "aud": ACCESS, "iat": now, "exp": now + timedelta(minutes=5)}
    return {key: value for key, value in {**usual, **changes}.items() if value is not None}


def signed(secret: str = SECRET, algorithm: str = ALGORITHM, **changes: Any) -> str:
    """A token with these claims."""
    return jwt.encode(claims(**changes), secret, algorithm)


def test_a_token_names_its_account() -> None:
    assert TOKENS.read(TOKENS.issue(ACCOUNT)) == ACCOUNT


def test_two_tokens_of_one_account_differ() -> None:
    assert TOKENS.issue(ACCOUNT) != TOKENS.issue(ACCOUNT)


def test_a_token_lives_as_long_as_it_should() -> None:
    issued = jwt.decode(TOKENS.issue(ACCOUNT), SECRET, algorithms=[ALGORITHM], audience=ACCESS)
    assert issued["exp"] - issued["iat"] == 30 * 60


def test_a_token_of_the_expected_form_is_accepted() -> None:
    assert TOKENS.read(signed()) == ACCOUNT


def test_a_token_may_have_ended_by_a_clock_that_is_a_little_slow() -> None:
    assert TOKENS.read(signed(exp=datetime.now(UTC) - LEEWAY / 2)) == ACCOUNT


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(signed(exp=datetime.now(UTC) - LEEWAY), id="expired"),
        pytest.param(signed(exp=None), id="without an end"),
        pytest.param(signed(sub=None), id="without an account"),
        pytest.param(signed(aud=None), id="without a purpose"),
        pytest.param(signed(aud="another"), id="of another purpose"),
        pytest.param(signed(sub="nobody"), id="of no identifier"),
        pytest.param(signed(secret="another " * 10), id="of another secret"),
        pytest.param(signed(algorithm="HS512"), id="of another algorithm"),
        pytest.param(jwt.encode(claims(), None, "none"), id="without a signature"),
        pytest.param(signed()[:-3] + "AAA", id="with another signature"),
        pytest.param("nonsense", id="nonsense"),
        pytest.param("", id="empty"),
    ],
)
def test_any_other_token_is_refused(token: str) -> None:
    assert TOKENS.read(token) is None


def test_a_token_with_other_claims_is_refused() -> None:
    header, _, signature = TOKENS.issue(ACCOUNT).split(".")
    _, other, _ = TOKENS.issue(new_id()).split(".")
    assert TOKENS.read(f"{header}.{other}.{signature}") is None


def test_a_link_proves_an_address_and_signs_nobody_in() -> None:
    token = link().removeprefix("https://people.example/verify-email?token=")
    proof = LINKS.read(token)
    assert proof is not None
    assert (proof.account_id, proof.link_id) == (ACCOUNT, LINK)
    assert proof.is_of("one@people.example")
    assert not proof.is_of("two@people.example")
    assert TOKENS.read(token) is None
    assert LINKS.read(TOKENS.issue(ACCOUNT)) is None


def test_a_link_does_not_show_the_address() -> None:
    assert "people.example" not in str(jwt.decode(link().partition("=")[2], options=UNCHECKED))


@pytest.mark.parametrize("changes", [{"jti": None}, {"jti": "no identifier"}, {DIGEST: None}])
def test_a_link_without_its_claims_is_refused(changes: dict[str, object]) -> None:
    usual: dict[str, Any] = {"aud": PURPOSE, "jti": str(LINK), DIGEST: "digest"}
    assert LINKS.read(signed(**usual)) is not None
    assert LINKS.read(signed(**{**usual, **changes})) is None
