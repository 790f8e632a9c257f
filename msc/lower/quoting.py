"""Text from a spec quoted for languages other than Python.

Whatever the text contains, it stays one scalar, one word or one line and never becomes structure.
"""

import json as json_module
import re
import shlex

from msc.core.visible import visible

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None

PLAIN_VALUE = re.compile(r"[A-Za-z0-9_./:@%+,-]+")
BACKTICKS = re.compile("`+")
MARKDOWN_SIGN = re.compile(r"[\\`*\[\]<>|~]|(?<!\w)_|_(?!\w)|^[#+=-]|(?<=^\d)[.)]")


def one_line(text: str) -> str:
    """The words of `text` on one line, with invisible characters escaped."""
    return visible(" ".join(text.split()))


def json(value: Json, indent: int | None = None) -> str:
    """JSON text with invisible characters escaped."""
    text = json_module.dumps(value, ensure_ascii=False, indent=indent)
    return "".join(
        character
        if character.isprintable() or character == "\n"
        else json_module.dumps(character)[1:-1]
        for character in text
    )


def yaml(text: str) -> str:
    """A double-quoted YAML scalar."""
    return f'"{_escaped(text)}"'


def compose(text: str) -> str:
    """A double-quoted YAML scalar in which Compose substitutes no variables."""
    return yaml(text.replace("$", "$$"))


def _escaped(text: str) -> str:
    return "".join(map(_escaped_character, text))


def _escaped_character(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    number = ord(character)
    if 0xD800 <= number <= 0xDFFF:
        return "\\uFFFD"
    return f"\\u{number:04X}" if number <= 0xFFFF else f"\\U{number:08X}"


def env(text: str) -> str:
    """A value in a `.env` file; line breaks and tabs become spaces."""
    line = one_line(text)
    if not line or PLAIN_VALUE.fullmatch(line):
        return line
    if "'" not in line and "\\" not in line:
        return f"'{line}'"
    return '"' + re.sub(r'([\\"$`])', r"\\\1", line) + '"'


def shell(text: str) -> str:
    """One word of a POSIX shell command."""
    return shlex.quote(one_line(text))


def sql(text: str) -> str:
    """A standard SQL string literal; NUL, which PostgreSQL cannot store, is escaped."""
    return "'" + text.replace("\0", "\\x00").replace("'", "''") + "'"


def markdown(text: str) -> str:
    """Markdown text on one line, without markup; it is safe in table cells."""
    return MARKDOWN_SIGN.sub(lambda match: "\\" + match[0], one_line(text))


def markdown_code(text: str) -> str:
    """Inline code in Markdown, outside tables if the text may contain a vertical bar."""
    line = one_line(text)
    longest = max((len(run) for run in BACKTICKS.findall(line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if line.startswith("`") or line.endswith("`") or not line else ""
    return f"{fence}{pad}{line}{pad}{fence}"
