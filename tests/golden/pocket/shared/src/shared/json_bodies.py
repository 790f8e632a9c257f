"""Reads JSON that every store can hold: nothing is changed on the way, too deep or too much."""

import json
import math
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

MAX_DEPTH = 32
MAX_MEMBERS = 1000
# Digits beyond what any store keeps; a number with more would only cost time.
MAX_NUMBER = 64
# An escape of one half of a pair; whether the other half is there, the parsed text tells.
HALF_OF_A_PAIR = re.compile(rb"\\u[dD][89a-fA-F]")
# Up to what begins a value outside of texts; one without an end takes the rest of the body. Nothing
# is given back, so no byte is looked at twice.
VALUE = rb'(?:(?:[^",\[{]++|"(?:[^"\\]++|\\.)*+"?)*+[,\[{])'


def parse(body: bytes, most: int) -> Any:
    """The value of the body, in which `most` values may be; JSONDecodeError says what is wrong."""
    if _has_more(body, most):
        raise _refusal(f"more than {most} values")
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise _refusal("the body is not UTF-8", error.start) from None
    try:
        value = json.loads(
            text,
            parse_float=_float,
            parse_int=_int,
            parse_constant=_constant,
            object_pairs_hook=_object,
        )
    except RecursionError:
        raise _refusal(f"more than {MAX_DEPTH} levels") from None
    # Most bodies cannot break a rule that costs a walk through their values.
    if body.count(b"[") + body.count(b"{") > MAX_DEPTH and _is_deep(value):
        raise _refusal(f"more than {MAX_DEPTH} levels")
    if HALF_OF_A_PAIR.search(body):
        texts = (part for part in parts(value) if isinstance(part, str))
        if not all(map(is_text, texts)):
            raise _refusal("a text holds half of a surrogate pair")
    return value


def parts(value: Any) -> Iterator[Any]:
    """Every key and every value inside, and the value itself."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, dict):
            yield from part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def is_text(value: str) -> bool:
    """Whether UTF-8 can express the text."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _has_more(body: bytes, most: int) -> bool:
    # In most bodies there are fewer even if those in texts are counted.
    if body.count(b",") + body.count(b"[") + body.count(b"{") <= most:
        return False
    return _more_than(most).match(body) is not None


@cache
def _more_than(most: int) -> re.Pattern[bytes]:
    repeated = VALUE + b"{" + str(most + 1).encode() + b"}+"
    return re.compile(repeated, re.DOTALL)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MAX_MEMBERS:
        raise _refusal(f"an object has more than {MAX_MEMBERS} members")
    value = dict(pairs)
    # Readers differ in which one they take.
    if len(value) < len(pairs):
        raise _refusal("an object has a member twice")
    return value


def _float(text: str) -> float:
    value = float(text)
    if math.isinf(value) or len(text) > MAX_NUMBER or Decimal(repr(value)) != Decimal(text):
        raise _refusal("a number has more digits than can be kept; send it as a text")
    return value


def _int(text: str) -> int:
    if len(text) > MAX_NUMBER:
        raise _refusal("a number has more digits than can be kept; send it as a text")
    return int(text)


def _constant(name: str) -> float:
    raise _refusal(f"{name} is not JSON")


def _refusal(message: str, position: int = 0) -> json.JSONDecodeError:
    return json.JSONDecodeError(message, "", position)


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in _inner(outer)]
    return any(isinstance(inner, dict | list) for inner in level)


def _inner(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value
