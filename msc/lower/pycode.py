"""Pieces of Python source: any text becomes exactly one literal, docstring or comment."""

import re
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import assert_never

from msc.core.columns import columns
from msc.core.visible import visible

type Value = bool | int | str | Decimal | tuple[Value, ...] | None
type Import = tuple[str, str]

LINE_LENGTH = 100
BLANK_LINES = re.compile(r"\n\s*\n")
# A quotation mark that would end a docstring.
CLOSING_QUOTE = re.compile(r'"(?="")|"\Z')
FIRST_PARTY = ("src", "shared", "testing", "simulators")


def literal(value: Value) -> str:
    """The expression that evaluates to `value`; a decimal requires `Decimal` to be imported."""
    match value:
        case None | bool() | int():
            return repr(value)
        case Decimal():
            return f'Decimal("{value}")'
        case str():
            return f'"{escaped(value)}"'
        case tuple():
            items = ", ".join(literal(item) for item in value)
            return f"({items},)" if len(value) == 1 else f"({items})"
        case _:
            assert_never(value)


def escaped(text: str) -> str:
    """The inside of a double-quoted literal, with invisible characters escaped."""
    return visible(text.replace("\\", "\\\\").replace('"', '\\"'))


def string_lines(text: str, width: int = 80) -> tuple[str, ...]:
    """Literals that concatenate to `text`, each at most `width` long, broken after spaces."""
    pieces = [""]
    room = width - 2
    for word in re.findall(r"\S*\s*", text):
        if pieces[-1] and columns(escaped(pieces[-1] + word)) > room:
            pieces.append("")
        for part in _parts(word, room):
            if pieces[-1] and columns(escaped(pieces[-1] + part)) > room:
                pieces.append("")
            pieces[-1] += part
    return tuple(literal(piece) for piece in pieces)


def _parts(word: str, room: int) -> Iterator[str]:
    """The word itself, or its characters if it does not fit on a line."""
    if columns(escaped(word)) <= room:
        yield word
    else:
        yield from word


def string(text: str, width: int = 80) -> str:
    """One literal, or several in parentheses if one would exceed the line length."""
    lines = string_lines(text, width)
    return lines[0] if len(lines) == 1 else "(\n" + "\n".join(lines) + "\n)"


def docstring(text: str, fallback: str = "Has no description.", width: int = 88) -> str:
    """A docstring with the words of `text`; blank lines separate paragraphs.

    Lines after the first start at column 0: the formatter indents them with their block.
    """
    words = text if text.strip() else fallback
    safe = [_docstring_text(part) for part in BLANK_LINES.split(words.strip())]
    body = "\n\n".join(_wrapped(part, width) for part in safe)
    body = CLOSING_QUOTE.sub(r"\"", body)
    several = "\n" in body
    return f'"""{body}\n"""' if several else f'"""{body}"""'


def _docstring_text(text: str) -> str:
    plain = " ".join(text.split()).replace("\\", "\\\\")
    return visible(plain)


def _wrapped(text: str, width: int) -> str:
    if text.isascii() and len(text) <= width:
        return text
    lines: list[str] = []
    for word in text.split(" "):
        if lines and columns(lines[-1]) + 1 + columns(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(lines)


class ImportSet:
    """Collects the imports of one module and lists them as the import sorter would."""

    def __init__(self, imports: Iterable[Import] = ()) -> None:
        self._members: dict[str, set[str]] = {}
        self._modules: set[str] = set()
        self.add_all(imports)

    def add(self, module: str, name: str | None = None) -> None:
        """Records `from module import name`, or `import module`; `name as other` works too."""
        if name is None:
            self._modules.add(module)
        else:
            self._members.setdefault(module, set()).add(name)

    def __contains__(self, pair: Import) -> bool:
        """Whether a member of a module is imported."""
        return pair[1] in self._members.get(pair[0], ())

    def add_all(self, imports: Iterable[Import]) -> None:
        """Records several pairs of module and name; an empty name imports the module itself."""
        for module, name in imports:
            if name:
                self._members.setdefault(module, set()).add(name)
            else:
                self._modules.add(module)

    @property
    def names(self) -> frozenset[str]:
        """The names that the imports bind."""
        members = (name for names in self._members.values() for name in names)
        return frozenset([
            *(member.rpartition(" as ")[2] for member in members),
            *(module.partition(".")[0] for module in self._modules),
        ])  # fmt: skip

    @property
    def lines(self) -> tuple[str, ...]:
        """Import statements, grouped into standard library, third-party and own modules."""
        sections: dict[int, list[str]] = {}
        for module in sorted(self._modules):
            sections.setdefault(_section(module), []).append(f"import {module}")
        for module, names in sorted(self._members.items()):
            members = ", ".join(sorted(names, key=_member_order))
            line = f"from {module} import {members}"
            sections.setdefault(_section(module), []).append(line)
        blocks = [sections[number] for number in sorted(sections)]
        return tuple(line for block in blocks for line in ("", *block))[1:]

    @property
    def text(self) -> str:
        """The lines as one text without a trailing newline."""
        return "\n".join(self.lines)


@cache
def _section(module: str) -> int:
    top = module.partition(".")[0]
    if top == "__future__":
        return 0
    if top in sys.stdlib_module_names:
        return 1
    return 3 if top in FIRST_PARTY else 2


def _member_order(name: str) -> tuple[int, str]:
    kind = 0 if name.isupper() else 1 if name[:1].isupper() else 2
    return kind, name
