"""Requests that are hostile as HTTP, whatever they ask for."""

import gzip
import time
from collections.abc import Iterable, Iterator
from functools import cache

from tests.hostile.exchange import Hostile

type Header = tuple[str, bytes | str]

MEGABYTE = 1_000_000
PIECE = b"x" * (1 << 16)
# More than a service waits for headers or a body.
SILENCE_SECONDS, DROPS = 12.0, 24
JSON: Header = ("Content-Type", "application/json")
NAMES = (
    "Authorization", "X-Service-Token", "X-Request-ID", "X-Forwarded-For", "Origin", "Accept",
    "Cookie", "Range", "If-None-Match", "Content-Length", "Upgrade", "Forwarded",
    "X-Telegram-Bot-Api-Secret-Token", "Access-Control-Request-Method",
)  # fmt: skip
BAD_VALUES: tuple[bytes | str, ...] = (
    "\u00e9", b"\xff\xfe", "", "x" * 7000, "\t", "{}", "'", '"', "NaN", "9" * 400, "a\tb",
)  # fmt: skip
BAD_KEYS: tuple[bytes | str, ...] = (
    "", "x" * 300, b"\xff", '"', '""', "a b", "*", '"9' + "9" * 400 + '"', "W/x", "-1",
)  # fmt: skip
TOKENS: tuple[bytes | str, ...] = (
    b"Bearer \xff", "Bearer a.b.c", "Bearer eyJhbGciOiJub25lIn0.e30.", "Basic Og==",
    "Bearer " + "eyJ" * 2000, "Bearer", "bearer  x y",
)  # fmt: skip
HOSTS = (
    ("no host", b"\r\n\r\n"),
    ("two hosts", b"\r\nHost: a\r\nHost: b\r\n\r\n"),
    ("a host of bytes", b"\r\nHost: \xff\r\n\r\n"),
)
NO_REQUESTS = (
    ("another version", b"GET / HTTP/9.9\r\n\r\n"),
    ("no version", b"GET /\r\n\r\n"),
    ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500),
    ("noise", b"\0\xff" * 4000),
    ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
)


def head(method: str, target: str | bytes, *headers: Header, host: str = "system") -> bytes:
    """The head of a request."""
    path = target if isinstance(target, bytes) else target.encode()
    lines = [method.encode() + b" " + path + b" HTTP/1.1", b"Host: " + host.encode()]
    for name, value in (*headers, ("Connection", "close")):
        lines.append(
            name.encode() + b": " + (value if isinstance(value, bytes) else value.encode())
        )
    return b"\r\n".join(lines) + b"\r\n\r\n"


def with_body(
    name: str, method: str, path: str, body: bytes, *headers: Header, refused: bool = True
) -> Hostile:
    """A request with a body of a known length."""
    length = ("Content-Length", str(len(body)))
    return Hostile(name, head(method, path, *headers, JSON, length), lambda: (body,), refused)


def of_bodies(method: str, path: str, *own: Header) -> Iterator[Hostile]:
    """Bodies that are too long, too slow, half there or not what they say."""

    def start(*more: Header) -> bytes:
        return head(method, path, *own, JSON, *more)

    long, chunked = ("Content-Length", "50000000"), ("Transfer-Encoding", "chunked")
    where = f"{method} {path}"
    yield Hostile(f"50 MB to {where}", start(long), _fifty)
    yield Hostile(f"50 MB in chunks to {where}", start(chunked), lambda: _chunks(_fifty()))
    yield Hostile(f"50 MB of no length to {where}", start(), _fifty)
    yield Hostile(f"50 MB that are expected of {where}", start(long, ("Expect", "100-continue")))
    yield Hostile(f"something else is expected of {where}", start(long, ("Expect", "tea")), _fifty)
    bomb = _bomb()
    packed = (("Content-Encoding", "gzip"), ("Content-Length", str(len(bomb))))
    yield Hostile(f"a bomb for {where}", start(*packed), lambda: (bomb,))
    few = ("Content-Length", "100")
    yield Hostile(
        f"a slow body for {where}", start(few), lambda: _drops(b'{"k": "' + b"x" * 60), slow=True
    )
    yield Hostile(
        f"slow chunks for {where}", start(chunked), lambda: _drops(b"1\r\n{\r\n" * 20, 6), slow=True
    )
    yield Hostile(f"half a body for {where}", start(few), lambda: (b'{"k": ',), slow=True)
    yield Hostile(f"half a chunk for {where}", start(chunked), lambda: (b"5\r\n{",), slow=True)
    yield Hostile(f"no body for {where}", start(few), slow=True)
    for kind in ("text/plain", "text/xml", "multipart/form-data; boundary=x", "multipart/form-data",
                 "application/x-www-form-urlencoded", "application/json; charset=utf-16", "a", "",
                 "application/problem+json", "application/json, text/plain"):  # fmt: skip
        headers = (*own, ("Content-Type", kind), ("Content-Length", "7"))
        yield Hostile(f"{kind!r} to {where}", head(method, path, *headers), lambda: (b'{"k":1}',))
    yield from _of_both_lengths(method, path, *own)


def _of_both_lengths(method: str, path: str, *own: Header) -> Iterator[Hostile]:
    where = f"{method} {path}"
    inner = b"0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"
    for about, *headers in (
        ("both lengths", ("Content-Length", "6"), ("Transfer-Encoding", "chunked")),
        ("both lengths, the other way", ("Transfer-Encoding", "chunked"), ("Content-Length", "6")),
        ("two lengths", ("Content-Length", "6"), ("Content-Length", "7")),
        ("a list of lengths", ("Content-Length", "6, 6")),
        ("a length below nothing", ("Content-Length", "-1")),
        ("a length with a sign", ("Content-Length", "+6")),
        ("a length of 5,000 digits", ("Content-Length", "9" * 5000)),
        ("a length beyond 64 bits", ("Content-Length", "18446744073709551616")),
        ("a length in hexadecimal", ("Content-Length", "0x6")),
        ("chunks and something else", ("Transfer-Encoding", "chunked, identity")),
        ("chunks twice", ("Transfer-Encoding", "chunked"), ("Transfer-Encoding", "chunked")),
        ("chunks with a tab", ("Transfer-Encoding", "\tchunked\x0b")),
        ("other chunks", ("Transfer-Encoding", "xchunked")),
        ("a space before the colon", ("Transfer-Encoding ", "chunked")),
        ("a line that goes on", ("X-Long", "a\r\n b"), ("Content-Length", "6")),
        ("an end of a line alone", ("X-Long", "a\nContent-Length: 6")),
        ("a NUL in a header", ("X-Nul", "a\0b"), ("Content-Length", "6")),
    ):
        yield Hostile(
            f"{about} to {where}",
            head(method, path, *own, JSON, *headers),
            lambda: (inner,),
            may_close=True,
        )
    chunked = head(method, path, *own, JSON, ("Transfer-Encoding", "chunked"))
    for about, body in (
        ("a size that is none", b"zz\r\n{}\r\n0\r\n\r\n"),
        ("a size beyond 64 bits", b"fffffffffffffffff\r\n{}"),
        ("a size below nothing", b"-1\r\n{}\r\n0\r\n\r\n"),
        ("an extension of 10 MB", b"1;x=" + b"x" * 10 * MEGABYTE + b"\r\n{\r\n0\r\n\r\n"),
        ("a trailer of 10 MB", b"2\r\n{}\r\n0\r\nX-Tail: " + b"x" * 10 * MEGABYTE + b"\r\n\r\n"),
        ("100,000 chunks", b"1\r\n \r\n" * 100_000 + b"0\r\n\r\n"),
    ):
        yield Hostile(f"{about} to {where}", chunked, lambda body=body: (body,), may_close=True)  # type: ignore[misc]


def of_heads(path: str, *own: Header) -> Iterator[Hostile]:
    """Heads of requests that nobody can serve, or that cost a lot."""
    for method in (
        "TRACE",
        "CONNECT",
        "PROPFIND",
        "FOO",
        "get",
        "M" * 10_000,
        "G\0T",
        "PRI",
        "\u00e9",
    ):
        target = "system:80" if method == "CONNECT" else path
        yield Hostile(f"the method {method[:9]!r}", head(method, target, *own), may_close=True)
    addresses: tuple[tuple[str, bytes], ...] = (
        ("bytes", path.encode() + b"/\xff\xfe"),
        ("a NUL", path.encode() + b"/\0"),
        ("escapes", (path + "/%ff%c0%af%00%zz%%%u0000%").encode()),
        ("ways up", (path + "/../../../../etc/passwd").encode()),
        ("hidden ways up", (path + "/%2e%2e/%2e%2e/etc/passwd").encode()),
        ("slashes", b"//" * 2000),
        ("another host", b"http://elsewhere.example/x"),
        ("no host", b"http://"),
        ("no path", b"elsewhere"),
        ("a port", b"http://a:99999999/"),
        ("60 kB", b"/" + b"x" * 60_000),
        ("10 MB", b"/" + b"x" * 10 * MEGABYTE),
        ("a fragment", (path + "#a").encode()),
    )
    for about, address in addresses:
        sent = head("GET", address, *own)
        yield Hostile(f"the address of {about}", sent, refused=about != "a fragment")
    yield Hostile("OPTIONS *", head("OPTIONS", "*", *own), refused=False)
    for about, query in _queries():
        yield Hostile(f"a query of {about}", head("GET", f"{path}?{query}", *own), refused=False)
    yield from _of_headers(path, *own)


def _queries() -> Iterator[tuple[str, str]]:
    yield "thousands of parameters", "&".join(f"p{number}=1" for number in range(1000))
    yield "thousands of the same", "limit=1&" * 900
    yield "ampersands", "&" * 8000
    yield "limits", "limit=1&limit=2"
    yield "a huge cursor", "cursor=" + "A" * 8000
    yield "a longer cursor", "cursor=" + "A" * 60_000
    yield "a false cursor", "cursor=eyJ4IjogMX0"
    yield "escapes", "cursor=%ff%fe%00%zz&%=%&limit=%"
    yield "a huge number", "limit=" + "9" * 5000
    yield "brackets", "filter[a][b][c]=1&sort[]=x&limit[]=3"


def _of_headers(path: str, *own: Header) -> Iterator[Hostile]:
    long: tuple[tuple[str, list[Header]], ...] = (
        ("60 kB of a header", [("X-Long", "x" * 60_000)]),
        ("60 kB of headers", [(f"X-{number}", "x" * 100) for number in range(550)]),
        ("10,000 headers", [(f"X-{number}", "x") for number in range(10_000)]),
        ("60 kB of a name", [("X" * 60_000, "x")]),
    )
    for about, headers in long:
        yield Hostile(about, head("GET", path, *own, *headers), refused=False)
    yield Hostile("50 MB of a header", _endless_head(path), lambda: _fifty())
    yield Hostile(
        "50 MB of headers",
        head("GET", path)[:-2],
        lambda: (b"X-Some: " + b"x" * 1000 + b"\r\n" for _ in range(50_000)),
    )
    yield Hostile(
        "a slow head",
        head("GET", path)[:-2],
        lambda: _drops(b"X-Slow: 1\r\n" * 8),
        may_close=True,
        slow=True,
    )
    yield Hostile("half a head", head("GET", path)[:-9], may_close=True, slow=True)
    for name in NAMES:
        others = [line for line in own if line[0] != name]
        for number, value in enumerate(BAD_VALUES):
            sent = head("GET", path, *others, (name, value))
            yield Hostile(f"{name} of kind {number}", sent, refused=False)
    for token in TOKENS:
        sent = head("GET", path, ("Authorization", token))
        yield Hostile(f"the token {token[:20]!r}", sent, refused=False)
    for protocol in ("h2c", "websocket"):
        upgrade: tuple[Header, ...] = (("Upgrade", protocol), ("Connection", "upgrade"))
        yield Hostile(f"{protocol} instead", head("GET", path, *own, *upgrade), refused=False)
    for about, hosts in HOSTS:
        request = b"GET " + path.encode() + b" HTTP/1.1\r\nConnection: close" + hosts
        yield Hostile(about, request, refused=False)
    for about, request in NO_REQUESTS:
        yield Hostile(about, request, may_close=True)


def of_keys(method: str, path: str, *own: Header) -> Iterator[Hostile]:
    """Headers that requests with an effect take."""
    for name in ("Idempotency-Key", "If-Match"):
        for number, value in enumerate(BAD_KEYS):
            about = f"{name} of kind {number}"
            yield with_body(about, method, path, b'{"k": 1}', *own, (name, value))


def _endless_head(path: str) -> bytes:
    return head("GET", path)[:-2] + b"X-Endless: "


def _fifty() -> Iterator[bytes]:
    for _ in range(50 * MEGABYTE // len(PIECE)):
        yield PIECE


def _chunks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield b"%x\r\n%b\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def _drops(text: bytes, size: int = 1) -> Iterator[bytes]:
    for start in range(0, min(len(text), DROPS * size), size):
        yield text[start : start + size]
        time.sleep(SILENCE_SECONDS / DROPS)


@cache
def _bomb() -> bytes:
    return gzip.compress(b'{"k": "' + b"x" * 50 * MEGABYTE + b'"}', 9)
