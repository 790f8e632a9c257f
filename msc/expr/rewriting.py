"""Suggested replacements for expressions in the syntax of other languages."""

import re
from collections.abc import Iterator

from msc.expr.scope import Scope
from msc.ir.expressions import EnumValue

MAX_SHOWN = 160
QUOTED = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*\"""")
# Operators of other languages and their CEL equivalents, longest first.
OTHER_WORDS = {
    r"\bis\s+not\b": "!=", r"\bnot\s+in\b": "not in", r"\bis\b": "==", r"\band\b": "&&",
    r"\bor\b": "||", r"<>": "!=", r"(?<![=!<>])=(?!=)": "==",
}  # fmt: skip
OTHER_CONSTANTS = {
    "yes": "true", "no": "false", "on": "true", "off": "false", "True": "true", "False": "false",
    "None": "null", "nil": "null", "NULL": "null",
}  # fmt: skip
CONSTANT = re.compile(rf"([=!&|(:?,] *)\b({'|'.join(OTHER_CONSTANTS)})\b")
COUNTS = ("count", "len", "length")
MACROS = {"any": "exists", "some": "exists", "none": "!exists", "every": "all", "where": "filter"}
# `30 days`, as SQL and people write it; months and years have no fixed length.
SPAN = re.compile(r"\b(\d+)\s+(minute|hour|day|week)s?\b")
CLOCKS = ("now", "today")
NOT = re.compile(r"\bnot\b\s*")
COMPARISON = re.compile(r"[=!<>]=|[<>]|\bin\b")
ENDS_OPERAND = re.compile(r"&&|\|\||[?:,]")
NEGATED_MEMBERSHIP = re.compile(r"(\S+)\s+not in\s+(\[[^\]]*\]|\S+)")


def shown(text: str) -> str:
    """The suggestion, shortened to fit on a line."""
    return f"write `{' '.join(text.split())}`" if len(text) <= MAX_SHOWN else "write it with CEL"


def in_words_of_cel(text: str) -> str | None:
    """The text with CEL operators for those of other languages, or None if it has none."""
    pieces = []
    for quoted, piece in _pieces(text):
        pieces.append(piece if quoted else _replaced(piece))
    rewritten = _negated(NEGATED_MEMBERSHIP.sub(r"!(\1 in \2)", "".join(pieces)))
    return None if rewritten == text else rewritten


def _negated(text: str) -> str:
    """The text with `!` for `not`, which binds less tightly: its operand includes a comparison."""
    while places := list(NOT.finditer(masked(text))):
        last = places[-1]
        operand = text[last.end() : _operand_end(text, last.end())].rstrip()
        is_comparison = COMPARISON.search(_outermost(operand)) is not None
        negation = f"!({operand})" if is_comparison else f"!{operand}"
        text = text[: last.start()] + negation + text[last.end() + len(operand) :]
    return text


def masked(text: str) -> str:
    """The text with quoted parts blanked out, offsets preserved."""
    return QUOTED.sub(lambda match: "_" * len(match[0]), text)


def _outermost(text: str) -> str:
    """The text with quoted and bracketed parts blanked out, offsets preserved."""
    depth, kept = 0, []
    for character in masked(text):
        depth += character in "([{"
        kept.append("_" if depth > 0 else character)
        depth -= character in ")]}"
    return "".join(kept)


def _operand_end(text: str, start: int) -> int:
    """Where the operand that begins at `start` ends: at `&&`, a comma or the enclosing bracket."""
    depth = 0
    rest = masked(text)[start:]
    for offset, character in enumerate(rest):
        if depth == 0 and (character in ")]}" or ENDS_OPERAND.match(rest, offset)):
            return start + offset
        depth += (character in "([{") - (character in ")]}")
    return len(text)


def _replaced(piece: str) -> str:
    for pattern, word in OTHER_WORDS.items():
        piece = re.sub(pattern, word, piece)
    piece = SPAN.sub(_span, piece)
    return CONSTANT.sub(lambda match: match[1] + OTHER_CONSTANTS[match[2]], piece)


def _span(match: re.Match[str]) -> str:
    count, unit = int(match[1]), match[2]
    return f"days({7 * count})" if unit == "week" else f"{unit}s({count})"


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """The text in pieces, each marked as quoted or not."""
    position = 0
    for match in QUOTED.finditer(text):
        yield False, text[position : match.start()]
        yield True, match[0]
        position = match.end()
    yield False, text[position:]


def put(text: str, start: int, old: str, new: str) -> str:
    """The text with the piece at `start` replaced."""
    return f"{text[:start]}{new}{text[start + len(old) :]}"


def with_function_of_cel(text: str, name: str, start: int) -> str | None:
    """The text with a foreign function at `start` replaced by CEL's, or None."""
    if name in COUNTS:
        return _counted(text, name, start)
    if name in CLOCKS and (called := re.match(r"\s*\(\s*\)", text[start + len(name) :])):
        return put(text, start, name + called[0], name)
    meant = MACROS.get(name)
    if meant is None or text[start - 1 : start] != ".":
        return None
    rewritten = put(text, start, name, meant.removeprefix("!"))
    if not meant.startswith("!"):
        return rewritten
    target = re.search(r"[\w.]+$", text[: start - 1])
    return (
        None if target is None else f"{rewritten[: target.start()]}!{rewritten[target.start() :]}"
    )


def _counted(text: str, name: str, start: int) -> str | None:
    if text[start - 1 : start] == ".":
        called = re.match(r"\s*\(\s*\)", text[start + len(name) :])
        ending = called[0] if called else ""
        return put(text, start, name + ending, "size()")
    of = re.match(rf"{name}\(\s*([\w.]+)\s*\)", text[start:])
    return None if of is None else put(text, start, of[0], f"{of[1]}.size()")


def is_enum_word(name: str, scope: Scope) -> bool:
    """Whether the name is an enum value of a field, which needs quotes."""
    return any(
        isinstance(type_, EnumValue) and name in type_.values
        for fields in scope.entities.index.values()
        for type_ in fields.values()
    )


def as_text(text: str) -> str:
    """A YAML string that holds a CEL string: quotes inside quotes."""
    plain = "'" not in text and "\\" not in text
    if plain and '"' not in text:
        return f"\"'{text}'\""
    inner = text.replace("\\", "\\\\").replace('"', '\\"')
    return "'" + f'"{inner}"'.replace("'", "''") + "'"


def is_prose(text: str) -> bool:
    """Whether the text reads like prose rather than a name or an expression."""
    if re.search(r"\w\.\w|[()<>=&|\[\]{}]", text):
        return False
    return bool(re.match(r"[^\W\d_][^\W\d_]", text)) and (" " in text or text[0].isupper())
