"""How wide a text is where each character has its place in a grid."""

from unicodedata import combining, east_asian_width

WIDE = frozenset("WF")


def columns(text: str) -> int:
    """The columns that the text takes: Chinese characters and emoji take two each."""
    if text.isascii():
        return len(text)
    return sum(
        0 if combining(character) else 2 if east_asian_width(character) in WIDE else 1
        for character in text
    )
