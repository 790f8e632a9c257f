"""Text in which every character is visible."""


def visible(text: str) -> str:
    """`text` with characters that are invisible or control the terminal as Python escapes."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )
