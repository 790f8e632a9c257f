"""Escape sequences."""

import re

from msc.expr.pattern.tree import Anchor, Characters, Part

CLASSES = frozenset("dDwWsS")
ANCHORS = frozenset("AzbB")
CONTROLS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
HEXADECIMAL = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|x\{([0-9A-Fa-f]{1,6})\})")
CATEGORY = re.compile(r"\\[pP](?:[A-Z]|\{\^?\w+\})", re.ASCII)
LAST = 0x10FFFF


class Unreadable(Exception):  # noqa: N818 - the caller turns it into a diagnostic
    """Why this pattern is invalid or not portable, and what to write instead."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason, self.hint = reason, hint


def character(sign: str) -> Characters:
    """The one character."""
    return Characters(((sign, sign),))


def escaped(pattern: str, position: int) -> tuple[Part, int]:
    """The part that begins with the backslash at this position, and where it ends."""
    sign = pattern[position + 1 : position + 2]
    if sign in CLASSES and sign:
        return Characters(classes=(sign,)), position + 2
    if sign in ANCHORS and sign:
        return Anchor(sign), position + 2
    if category := CATEGORY.match(pattern, position):
        return Characters(classes=(category[0][1:],)), category.end()
    single, end = single_character(pattern, position)
    return character(single), end


def single_character(pattern: str, position: int) -> tuple[str, int]:
    """The escaped character at this position, and where it ends."""
    if coded := HEXADECIMAL.match(pattern, position):
        number = int(coded[1] or coded[2] or coded[3], 16)
        if number > LAST or 0xD800 <= number <= 0xDFFF:
            raise Unreadable(f"`{coded[0]}` is not a character", "write a Unicode character")
        return chr(number), coded.end()
    sign = pattern[position + 1 : position + 2]
    if sign in CONTROLS and sign:
        return CONTROLS[sign], position + 2
    if not sign:
        raise Unreadable("it ends in a backslash", r"write `\\` for the character")
    if sign == "Z":
        raise Unreadable(r"`\Z` is not portable", r"write `$` or `\z`")
    if sign == "0":
        raise Unreadable(r"`\0` is not portable", r"write `\x00`")
    if sign.isdigit():
        raise Unreadable(
            "look-around and back references are not supported", "use several patterns"
        )
    if sign.isalpha() or not sign.isascii():
        raise Unreadable(f"`\\{sign}` is not portable", "write the characters themselves")
    return sign, position + 2
