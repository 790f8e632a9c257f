"""The syntax tree of a regular expression."""

from msc.core.record import Record


class Characters(Record):
    """One character out of ranges, or out of classes such as `d`, `W` and `p{L}`."""

    ranges: tuple[tuple[str, str], ...] = ()
    classes: tuple[str, ...] = ()
    negated: bool = False


class AnyCharacter(Record):
    """Any character but a line break."""


class Anchor(Record):
    """A zero-width assertion: `^`, `$`, or a letter after a backslash."""

    sign: str


class Flags(Record):
    """`(?i)`: flags from here on."""

    letters: str


class Group(Record):
    """A group; its flags apply to the group only."""

    inner: "Part"
    flags: str = ""


class Repeat(Record):
    """A quantifier; without `most` it is unbounded."""

    inner: "Part"
    least: int
    most: int | None


class Sequence(Record):
    """Parts in sequence."""

    parts: tuple["Part", ...]


class Choice(Record):
    """Alternatives."""

    options: tuple["Part", ...]


type Part = Characters | AnyCharacter | Anchor | Flags | Group | Repeat | Sequence | Choice


def inner_parts(part: Part) -> tuple[Part, ...]:
    """The direct children of a part."""
    match part:
        case Group(inner) | Repeat(inner):
            return (inner,)
        case Sequence(parts) | Choice(parts):
            return parts
        case _:
            return ()
