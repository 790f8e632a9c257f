"""Texts that are longer than a message may be, in several messages."""

# https://core.telegram.org/bots/api#sendmessage; it counts UTF-16 code units.
MAX_UNITS = 4096


def parts_of(text: str) -> list[str]:
    """The text in parts that fit, each with whole lines where possible."""
    parts, rest = list[str](), text
    while rest:
        part = _first_part(rest)
        parts.append(part)
        rest = rest[len(part) :].removeprefix("\n")
    # Telegram refuses a message of blanks only.
    return [part for part in parts if part.strip()] or [text]


def _first_part(text: str) -> str:
    units = text.encode("utf-16-le")[: 2 * MAX_UNITS]
    # What is left out is half of a character.
    part = units.decode("utf-16-le", "ignore")
    if len(part) == len(text) or text[len(part)] == "\n":
        return part
    lines, _, _ = part.rpartition("\n")
    return lines or part
