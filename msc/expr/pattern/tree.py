"""The parts of a regular expression."""

from msc.core.record import Record


class Characters(Record):
    """One of some characters: of ranges, or of classes such as `d`, `W` and `p{L}`."""

    ranges: tuple[tuple[str, str], ...] = ()
    classes: tuple[str, ...] = ()
    negated: bool = False


class AnyCharacter(Record):
    """Any character but a line break."""


class Anchor(Record):
    """A place between characters: `^`, `$`, or a letter after a backslash."""

    sign: str


class Flags(Record):
    """`(?i)`: flags from here on."""

    letters: str


class Group(Record):
    """A part in brackets; with flags, these are for the part alone."""

    inner: "Part"
    flags: str = ""


class Repeat(Record):
    """A part so many times; without `most`, as many times as it goes."""

    inner: "Part"
    least: int
    most: int | None


class Sequence(Record):
    """One part after the other."""

    parts: tuple["Part", ...]


class Choice(Record):
    """One of several."""

    options: tuple["Part", ...]


type Part = Characters | AnyCharacter | Anchor | Flags | Group | Repeat | Sequence | Choice


def inner_parts(part: Part) -> tuple[Part, ...]:
    """The parts directly within."""
    match part:
        case Group(inner) | Repeat(inner):
            return (inner,)
        case Sequence(parts) | Choice(parts):
            return parts
        case _:
            return ()
