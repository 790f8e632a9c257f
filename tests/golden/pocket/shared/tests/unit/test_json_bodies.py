"""JSON is kept as it was sent, or refused."""

import json
from time import process_time
from typing import Any

import pytest

from shared.json_bodies import MAX_DEPTH, MAX_MEMBERS, parse

MOST = 5000


@pytest.mark.parametrize(
    "value",
    [
        {"title": "a\U0001f600b", "count": 3, "share": 0.1, "large": 1e300, "no": None},
        [1, -1.5, True, "text", {}],
        "text",
    ],
)
def test_json_is_what_was_sent(value: Any) -> None:
    assert parse(json.dumps(value).encode(), MOST) == value


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"k": NaN}',
        b'{"k": -Infinity}',
        b'{"k": 1E400}',
        b'{"k": 0.1234567890123456789}',
        b'{"k": 1234567890123456.78}',
        b'{"k": ' + b"1" * 5000 + b"}",
        b'{"k": 0.' + b"1" * 5000 + b"}",
        b'{"k": 1e999999999}',
        b'{"k": "a\\ud800b"}',
        b'{"k": ["\\udc00"]}',
        b'{"\\udc00": 1}',
        b'"\xff"',
        b'{"k": 1}'.decode().encode("utf-16"),
        b"[" * 300 + b"]" * 300,
        b"[" * 100_000,
        b'{"k":' * 100_000 + b"1" + b"}" * 100_000,
        b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1),
        b'{"k": 1, "k": 1}',
        b'{"k": {"a": 1, "\\u0061": 2}}',
        json.dumps(dict.fromkeys(map(str, range(MAX_MEMBERS + 1)))).encode(),
        b"[" + b"1," * MOST + b"1]",
        b"[" + b"[]," * (MOST // 2) + b"[]]",
        b'{"k": [' + b"{}," * (MOST // 2) + b"{}]}",
        b"," * (MOST + 1) + b'"\\"' * 500_000,
    ],
    ids=lambda body: repr(body[:40]),
)
def test_what_would_change_or_break_is_refused_at_once(body: bytes) -> None:
    started = process_time()
    with pytest.raises(json.JSONDecodeError):
        parse(body, MOST)
    assert process_time() - started < 1


def test_depth_is_counted_in_levels_and_not_in_values() -> None:
    assert parse(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, MOST) is not None
    assert parse(json.dumps([[]] * 1000).encode(), MOST) == [[]] * 1000


@pytest.mark.parametrize("text", ["," * MOST * 2, '[{"' * MOST, "\\" * MOST * 2 + "," * MOST * 2])
def test_values_are_counted_outside_of_texts(text: str) -> None:
    assert parse(json.dumps({"k": text}).encode(), MOST) == {"k": text}


def test_as_many_values_as_may_be_are_taken() -> None:
    assert parse(json.dumps([1] * MOST).encode(), MOST) == [1] * MOST
    members = dict.fromkeys(map(str, range(MAX_MEMBERS)), 1)
    assert parse(json.dumps(members).encode(), MOST) == members
