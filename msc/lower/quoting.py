"""Text from a spec as one value in another language than Python.

Whatever the text holds, it stays one scalar, one word or one line: it never becomes structure.
"""

import json as json_module
import re
import shlex

from msc.core.visible import visible

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None

PLAIN_VALUE = re.compile(r"[A-Za-z0-9_./:@%+,-]+")
MARKDOWN_SIGN = re.compile(r"[\\`*\[\]<>|~]|(?<!\w)_|_(?!\w)|^[#+=-]|(?<=^\d)[.)]")


def one_line(text: str) -> str:
    """The words of `text` on one line, with everything invisible spelled out."""
    return visible(" ".join(text.split()))


def json(value: Json, indent: int | None = None) -> str:
    """JSON text in which every invisible character is an escape."""
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
    """A double-quoted YAML scalar in which a Compose file substitutes no variable."""
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
    """The value of a line in a `.env` file; a line break or a tab becomes a space."""
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
    """A standard SQL string literal; NUL, which PostgreSQL cannot store, is spelled out."""
    return "'" + text.replace("\0", "\\x00").replace("'", "''") + "'"


def markdown(text: str) -> str:
    """A run of Markdown text on one line, without markup; it may stand in a table's cell."""
    return MARKDOWN_SIGN.sub(lambda match: "\\" + match[0], one_line(text))


def markdown_code(text: str) -> str:
    """Inline code in Markdown, outside of tables if the text may hold a vertical bar."""
    line = one_line(text)
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if line.startswith("`") or line.endswith("`") or not line else ""
    return f"{fence}{pad}{line}{pad}{fence}"
