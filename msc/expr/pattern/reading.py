"""The text of a regular expression -> its syntax tree.

Syntax that RE2, Python and Rust read differently is rejected with an equivalent that they read
alike.
"""

import re

from msc.core.record import Mutable
from msc.expr.pattern import classes
from msc.expr.pattern.escapes import Unreadable, character, escaped
from msc.expr.pattern.tree import (
    Anchor,
    AnyCharacter,
    Choice,
    Flags,
    Group,
    Part,
    Repeat,
    Sequence,
)

COUNT = re.compile(r"\{(\d{1,6})(?:(,)(\d{0,6}))?\}")
GROUP = re.compile(r"\(\?(?:P<[A-Za-z_]\w*>|([a-zA-Z]*(?:-[a-zA-Z]+)?)([:)]))", re.ASCII)
SIGNS = {"*": (0, None), "+": (1, None), "?": (0, 1)}
DEEPEST = 40


def read(pattern: str) -> Part:
    """The syntax tree of a pattern; raises Unreadable if it has none."""
    reader = _Reader(pattern)
    part = reader.choice(depth=0)
    if reader.position < len(pattern):
        raise Unreadable("a `)` closes nothing", r"write `\)` for the character")
    return part


class _Reader(Mutable):
    pattern: str
    position: int = 0

    def choice(self, depth: int) -> Part:
        if depth > DEEPEST:
            raise Unreadable("its groups are nested too deeply", "use fewer groups")
        options = [self._sequence(depth)]
        while self._peek() == "|":
            self.position += 1
            options.append(self._sequence(depth))
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _peek(self) -> str:
        return self.pattern[self.position : self.position + 1]

    def _sequence(self, depth: int) -> Part:
        parts: list[Part] = []
        while self._peek() not in ("", "|", ")"):
            part = self._part(depth)
            parts.append(self._repeated(part))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _part(self, depth: int) -> Part:
        part: Part
        match sign := self._peek():
            case "(":
                return self._group(depth)
            case "[":
                part, self.position = classes.read(self.pattern, self.position)
                return part
            case "\\":
                part, self.position = escaped(self.pattern, self.position)
                return part
            case "*" | "+" | "?":
                raise Unreadable(f"there is nothing before `{sign}`", f"write `\\{sign}`")
            case "{":
                raise Unreadable("a `{` repeats nothing", r"write `\{` for the character")
        self.position += 1
        if sign in "^$":
            return Anchor(sign)
        return AnyCharacter() if sign == "." else character(sign)

    def _group(self, depth: int) -> Part:
        flags = ""
        if self.pattern.startswith("(?", self.position):
            opened = GROUP.match(self.pattern, self.position)
            if opened is None or opened[0] == "(?)":
                raise _unknown_group(self.pattern[self.position :])
            self.position = opened.end()
            flags = opened[1] or ""
            if opened[2] == ")":
                return Flags(flags)
        else:
            self.position += 1
        inner = self.choice(depth + 1)
        if self._peek() != ")":
            raise Unreadable("a `(` is not closed", r"add `)`, or write `\(` for the character")
        self.position += 1
        return Group(inner, flags)

    def _repeated(self, part: Part) -> Part:
        count = self._count()
        if count is None:
            return part
        if isinstance(part, Anchor | Flags):
            raise Unreadable("an anchor cannot be repeated", "repeat characters or groups")
        if self._peek() == "?":
            self.position += 1
        if self._peek() in SIGNS or COUNT.match(self.pattern, self.position):
            raise Unreadable("a part is repeated twice", "put the first repetition in `(?:…)`")
        return Repeat(part, *count)

    def _count(self) -> tuple[int, int | None] | None:
        sign = self._peek()
        if sign in SIGNS:
            self.position += 1
            return SIGNS[sign]
        if sign != "{":
            return None
        counted = COUNT.match(self.pattern, self.position)
        if counted is None:
            raise Unreadable("`{…}` contains no count", r"write `{0,3}`, or `\{` for the character")
        self.position = counted.end()
        least = int(counted[1])
        if counted[2] is None:
            return least, least
        most = int(counted[3]) if counted[3] else None
        if most is not None and most < least:
            raise Unreadable(f"`{counted[0]}` has a minimum above its maximum", "swap the numbers")
        return least, most


def _unknown_group(rest: str) -> Unreadable:
    if rest.startswith(("(?=", "(?!", "(?<=", "(?<!", "(?P=")):
        return Unreadable(
            "look-around and back references are not supported", "use several patterns: `… && !…`"
        )
    if rest.startswith(("(?<", "(?'")):
        return Unreadable("a named group is written `(?P<name>…)`", "write it like that")
    return Unreadable(f"`{rest[:3]}` does not start a group", "use `(…)` or `(?:…)`")
