"""Access tokens, made here by hand from what JWT says, and those that must open nothing."""

import base64
import hmac
import json
import time
from collections.abc import Iterator
from uuid import uuid4

from tests.matrix.world import Row

PURPOSE = "access"
# What else a system signs with the same secret, and what it might.
OTHER_PURPOSES = ("verify_email", "reset_password", "telegram_link", "refresh", "internal", "")
HOUR = 3600.0
ALGORITHMS = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}


def token_of(person: str, secret: str, **changes: object) -> str:
    """A token that is right but for what changes; None takes a claim away."""
    now = time.time()
    claims = {"sub": person, "aud": PURPOSE, "iat": int(now), "exp": int(now + HOUR),
              "jti": str(uuid4()), **changes}  # fmt: skip
    return signed({name: value for name, value in claims.items() if value is not None}, secret)


def signed(claims: dict[str, object], secret: str, algorithm: str = "HS256") -> str:
    """The claims with a signature; none at all by the algorithm `none`."""
    parts = (json.dumps({"alg": algorithm, "typ": "JWT"}), json.dumps(claims))
    text = ".".join(_encoded(part.encode()) for part in parts)
    if algorithm not in ALGORITHMS:
        return f"{text}."
    return f"{text}.{_encoded(hmac.digest(secret.encode(), text.encode(), ALGORITHMS[algorithm]))}"


def bad_headers(person: Row, secret: str, operator: str) -> Iterator[tuple[str, dict[str, str]]]:
    """What a request brings along that comes from nobody, by name."""
    yield "nobody", {}
    for name, token in _bad_tokens(person.id, secret, operator):
        yield name, bearer(token)
    good = token_of(person.id, secret)
    yield "a good token of another scheme", {"Authorization": f"Basic {good}"}
    yield "a good token as a cookie", {"Cookie": f"access_token={good}; token={good}"}
    yield "the token of a service", {"X-Service-Token": operator}


def bearer(token: str) -> dict[str, str]:
    """The header that a token goes into."""
    return {"Authorization": f"Bearer {token}"}


def _bad_tokens(person: str, secret: str, operator: str) -> Iterator[tuple[str, str]]:
    good = token_of(person, secret)
    claims = {"sub": person, "aud": PURPOSE, "exp": int(time.time() + HOUR), "jti": str(uuid4())}
    head, body, signature = good.split(".")
    yield "expired", token_of(person, secret, exp=int(time.time() - 60))
    yield "without an end", token_of(person, secret, exp=None)
    yield "not good yet", token_of(person, secret, nbf=int(time.time() + HOUR))
    yield "forged", token_of(person, secret + "x")
    yield "signed with nothing", token_of(person, "")
    yield "unsigned", signed(claims, secret, "none")
    yield "unsigned in capitals", signed(claims, secret, "NONE")
    yield "of another algorithm", signed(claims, secret, "HS512")
    yield "without its signature", f"{head}.{body}."
    another = token_of(str(uuid4()), secret).split(".")[1]
    yield "with the body of another", f"{head}.{another}.{signature}"
    for purpose in OTHER_PURPOSES:
        yield f"for the purpose {purpose!r}", token_of(person, secret, aud=purpose)
    yield "for no purpose", token_of(person, secret, aud=None)
    yield "of nobody", token_of("nobody", secret)
    yield "without a person", token_of(person, secret, sub=None)
    yield "of a removed account", token_of(str(uuid4()), secret)
    yield "of a service", operator
    yield "no token", "nonsense"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
