"""Values in JSON that break whoever is not careful, as they are sent."""

from collections.abc import Iterator

MEGABYTE = 1_000_000
LONG = b'"' + b"x" * (10 * MEGABYTE) + b'"'
MILLION = b"[" + b"1," * (MEGABYTE - 1) + b"1]"
NUMBERS = (
    b"1" * 5000, b"-" + b"9" * 400, b"2147483648", b"-2147483649", b"9223372036854775808",
    b"-9223372036854775809", b"1e999999999", b"-1E-999999999", b"0.1000000000000000055511151231257",
    b"NaN", b"Infinity", b"-Infinity", b"1e400", b"-0", b"01", b"0x10", b"1_000",
)  # fmt: skip
TEXTS = (
    b'""', b'"\\ud800"',
    b'"\\udc00\\ud800"', b'"\\u0000"', b'"a\\u0000b"', b'"\xff\xfe"', b'"\xc0\xaf"',
    b'"\xed\xa0\x80"', b'"\xf8\x88\x80\x80\x80"', b'"\\u202e"', b'"\\q"', b'"a\nb"',
    b'"' + b"x" * 100_001 + b'"', b'"' + b"'" * 3000 + b'"',
    b'"' + b"\xf0\x9f\x98\x80" * 2600 + b'"',
    b'"' + b"a" * 50_000 + b'!"', b'"' + b"\\u0301" * 20_000 + b'"', b'"${jndi:x} {{7*7}} %s %n"',
)  # fmt: skip
FORMATS = tuple(
    b'"' + text + b'"'
    for text in (
        b"a" * 300 + b"@people.example", b"a@" + b"b." * 30_000 + b"example", b"a@[127.0.0.1]",
        b'\\"a b\\"@people.example', b"+" + b"4" * 60, b"+49 (0) 30", b"https://" + b"h" * 70_000,
        b"https://[::1",
        b"http://a:99999999/", b"javascript:alert(1)", b"9" * 41, b"1e5", b"1E-9999999",
        b"NaN", b"Infinity", b"\xd9\xa5", b"-0.00", b"2026-02-30", b"0000-00-00", b"9999-12-31",
        b"10000-01-01",
        b"9999-12-31T23:59:59-14:00", b"0001-01-01T00:00:00+14:00", b"2026-01-01T00:00:60Z",
        b"P1Y" * 20_000, b"PT1E9S", b"0" * 36, b"{00000000-0000-0000-0000-000000000000}",
        b"urn:uuid:01900000-0000-7000-8000-000000000001", b"true", b"null",
    )
)  # fmt: skip
TYPES = (
    b"null",
    b"true",
    b"0",
    b"-1",
    b"0.5",
    b'"x"',
    b"[]",
    b"{}",
    b"[null]",
    b'{"k": {}}',
    b"[[[]]]",
)
SMALL = (*NUMBERS, *TEXTS, *FORMATS, *TYPES)
LARGE = (LONG, MILLION)
# Where nothing has to be sent, nothing is fine.
FITTING = frozenset({"nothing", "null"})


def bodies() -> Iterator[tuple[str, bytes]]:
    """Whole bodies, each with a name."""
    yield "nothing", b""
    yield "half an object", b'{"k": '
    yield "a list", b"[]"
    yield "null", b"null"
    yield "a number", b"1"
    yield "a text", b'"x"'
    yield "no UTF-8", b"\xff\xfe{\x00}\x00"
    yield "a mark of the order of bytes", b"\xef\xbb\xbf{}"
    yield "UTF-16", '{"k": 1}'.encode("utf-16")
    yield "half a pair in a key", b'{"\\ud800": 1}'
    yield "100,000 levels of lists", b"[" * 100_000 + b"]" * 100_000
    yield "100,000 levels of objects", b'{"k":' * 100_000 + b"1" + b"}" * 100_000
    yield "100,000 open lists", b"[" * 100_000
    yield "33 levels", b'{"k": ' + b"[" * 33 + b"]" * 33 + b"}"
    yield "a key twice", b'{"k": 1, "k": 2}'
    yield "a key of 900 kB", b'{"' + b"k" * 900_000 + b'": 1}'
    yield "60,000 keys", b"{" + b",".join(b'"k%d":1' % number for number in range(60_000)) + b"}"
    yield "300,000 lists", b"[" + b"[]," * 300_000 + b"[]]"
    yield "300,000 objects in a member", b'{"k": [' + b"{}," * 300_000 + b"{}]}"
    yield "900 kB of spaces", b" " * 900_000
    yield "900 kB of commas", b'{"k": "' + b"," * 900_000 + b'"}'
    yield "something behind it", b'{} {"k": 1}'


def large_bodies() -> Iterator[tuple[str, bytes]]:
    """Bodies that only services read, which take more of each other than of people."""
    yield "16 MB of lists", b"[" + b"[]," * 5_300_000 + b"[]]"
    yield "16 MB of objects in a member", b'{"k": [' + b"{}," * 5_300_000 + b"{}]}"
    yield "16 MB of numbers", b'{"k": [' + b"1," * 7_900_000 + b"1]}"
    yield (
        "16 MB of keys",
        b"{" + b",".join(b'"k%07d":1' % number for number in range(1_250_000)) + b"}",
    )
    yield "16 MB of text", b'{"k": "' + b"x" * 16_000_000 + b'"}'
    yield "16 MB of commas in a text", b'{"k": "' + b"," * 16_000_000 + b'"}'
    yield "16 MB of escapes", b'{"k": "' + b"\\u0041" * 2_600_000 + b'"}'
