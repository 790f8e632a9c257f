"""Formatted Python with overlong strings -> the strings split into one piece per line.

The formatter breaks lines between expressions, never inside a string.
"""

import ast
import io
import tokenize
from collections.abc import Iterator

from msc.core.columns import columns
from msc.lower.pycode import LINE_LENGTH, string_lines

STRINGS = frozenset({tokenize.STRING, tokenize.FSTRING_START, tokenize.FSTRING_END})
BLANK = frozenset({tokenize.NL, tokenize.COMMENT})
# The indentation inside of two pairs of parentheses, and what follows a piece.
MARGIN = 12
NARROWEST = 40


def has_long_lines(text: str) -> bool:
    """Whether a line exceeds the formatter's limit."""
    return any(columns(line) > LINE_LENGTH for line in text.split("\n"))


def break_long_strings(text: str) -> str:
    """The text with the strings of its long lines split; its syntax tree is unchanged."""
    lines = text.split("\n")
    # From the end, so that places before stay where they are.
    for token, is_alone in reversed(list(_long_strings(text))):
        (row, start), (_, end) = token.start, token.end
        line = lines[row - 1]
        indent = len(line) - len(line.lstrip())
        width = max(LINE_LENGTH - indent - MARGIN, NARROWEST)
        pieces = "\n".join(string_lines(ast.literal_eval(token.string), width))
        whole = f"(\n{pieces}\n)" if is_alone else f"\n{pieces}\n"
        lines[row - 1] = line[:start] + whole + line[end:]
    return "\n".join(lines)


def _long_strings(text: str) -> Iterator[tuple[tokenize.TokenInfo, bool]]:
    """The strings on long lines, and whether they are the only strings there."""
    every = tokenize.generate_tokens(io.StringIO(text).readline)
    tokens = [token for token in every if token.type not in BLANK]
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.type == tokenize.STRING and _is_breakable(token):
            yield token, before.type not in STRINGS and after.type not in STRINGS


def _is_breakable(token: tokenize.TokenInfo) -> bool:
    quote = token.string[0]
    is_plain = quote in "\"'" and not token.string.startswith(quote * 3)
    return is_plain and any(columns(line) > LINE_LENGTH for line in token.line.split("\n"))
