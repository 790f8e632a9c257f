"""Common behaviour of types with a closed list of values."""

import re

from msc.analyze.context import MAX_NAME, NAME, Context, nearest_name, suggest
from msc.analyze.types.row import TypeRow, Unfit
from msc.core.catalogue import types as codes
from msc.ir.fields import ListedType, Literal
from msc.model.places import Path

# A hyphen between letters joins them.
SIGN = re.compile(r"\+|-$")
SIGNS = {"+": " plus ", "-": " minus"}


class ListedRow[T: ListedType](TypeRow[T]):
    """A type whose values come from a list."""

    def literal(self, type_: T, value: object) -> Literal:
        if value not in type_.values:
            raise Unfit(f"expected one of {', '.join(type_.values)}")
        return str(value)

    def sent(self, type_: T, value: object) -> None:
        if value not in type_.values:
            hint = suggest(str(value), list(type_.values), "word")
            raise Unfit(f"expected one of {', '.join(type_.values)}", hint)


def check_words(context: Context, words: tuple[str, ...], path: Path) -> tuple[str, ...]:
    """The values of a list; reports those that the emitted code cannot use."""
    context.distinct(words, path)
    for index, word in enumerate(words):
        if not NAME.fullmatch(word) or len(word) > MAX_NAME:
            context.report(
                codes.WRONG_VALUE, (*path, index), value=f"`{word}`", kind="an enum",
                reason=f"words are snake_case, at most {MAX_NAME} characters",
                hint=_nearest_word(word),
            )  # fmt: skip
    return words


def _nearest_word(word: str) -> str:
    if any(character.isalpha() for character in word):
        return f"write `{nearest_name(_signs_in_words(word))}`"
    return "begin the word with a letter, for example `size_3`"


def _signs_in_words(word: str) -> str:
    """The word with `A+` and `A-` told apart."""
    return SIGN.sub(lambda match: SIGNS[match[0]], word)
