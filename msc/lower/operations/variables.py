"""Variables of a use case, named when all other names are known."""

import re
from collections.abc import Mapping

from msc.core.naming import NameScope
from msc.lower.operations.naming import names_said

# No name of a spec begins so, and Python takes it for one.
MARK = re.compile(r"__\d+__")
# What every module of a use case binds around the statements.
OWN = frozenset(["self", "inputs", "caller", "dataclass", "field", "with_retries"])


class Variables:
    """Hands out marks, placeholders for variables until the use case is complete."""

    def __init__(self) -> None:
        self._wishes: list[str] = []

    def mark(self, wish: str) -> str:
        """A mark for a variable with a preferred name."""
        self._wishes.append(wish)
        return f"__{len(self._wishes) - 1}__"

    def allotted(self, lines: list[str], imported: frozenset[str]) -> dict[str, str]:
        """The name of each mark, distinct from all names in the lines and their module."""
        scope = NameScope({*imported, *names_in(lines)})
        names: dict[str, str] = {}
        for number, wish in enumerate(self._wishes):
            names[f"__{number}__"] = scope.unique(named(wish, names))
        return names


def named(text: str, names: Mapping[str, str]) -> str:
    """The text with its marks replaced by names."""
    return MARK.sub(lambda mark: names[mark[0]], text)


def names_in(lines: list[str]) -> set[str]:
    """The names that statements read or bind, except marks."""
    names = {place.id for place in names_said(lines)}
    return {name for name in names if not MARK.fullmatch(name)} | OWN
