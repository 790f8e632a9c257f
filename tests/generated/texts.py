"""Texts for people: plain, long, and such as mean something in another language."""

from tests.generated.chance import Chance

PLAIN = (
    "Something that people know.", "It's here", "Say what is wrong", "The shelf is full",
    "Hello", "One of many", "Das Größte: für alle", "Перший рядок", "最初の行", "No",
)  # fmt: skip
HOSTILE = (
    "it's \"quoted\"", "{braces} {{ x }} {% for a in b %} {# c #}", "$(id) `id` $$ %(x)s %s %d",
    "back\\slash \\n \\", '"""', "'''", "\\", "{", "}", "}}", "{{", "'; DROP TABLE users; --",
    "<script>alert(1)</script> [a](b) | # * _x_ ```", "# comment", "-->", "\U0001f600 e\u0301",
    "\u202eabc\u2066", "a\u2028b\u2029c", 'f"{print(1)}"', "../../etc/passwd", "noqa: E501",
    "# type: ignore", "&a *a !tag | > - ? : , [ ] { } # @", "\\N{BULLET} \\x41 \\u0041", "a\tb",
    "null", "true", "0x1F", "1e5", "~", "=1+1", "%", "\\1 \\g<0>", "'", '"', "`",
)  # fmt: skip
LINES = ("one\ntwo", "one\n\ntwo\n", "a\n  b\n c", "trailing \nspace")
WORDS = ("a", "word", "after", "another,", "long", "and", "longer:", "sentence", "of-many", "parts")


def line(chance: Chance, longest: int = 200) -> str:
    """A text of one line that says something."""
    if chance.one_in(4):
        return chance.pick(HOSTILE)[:longest]
    if longest > 100 and chance.one_in(6):
        return long(chance, longest)
    return chance.pick(PLAIN)[:longest]


def paragraph(chance: Chance) -> str:
    """A text that may have several lines."""
    return chance.pick(LINES) if chance.one_in(6) else line(chance, 2000)


def long(chance: Chance, longest: int) -> str:
    """Words one after another, or one that never ends."""
    length = chance.number(80, longest)
    if chance.one_in(4):
        return "x" * length
    return (" ".join(WORDS) * (length // 40 + 1))[:length].strip()
