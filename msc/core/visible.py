"""Text that shows every character that it has."""


def visible(text: str) -> str:
    """`text` with what has no glyph of its own, or acts on a terminal, as an escape of Python."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )
