"""Names for the elements of a spec: ordinary words, one meaning in one spec each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msc.analyze.types import BUILT_IN
from msc.core.naming import pascal, plural, snake
from msc.expr.words import BEGINNINGS, VARIABLES
from tests.generated.chance import Chance


def _words(name: str) -> tuple[str, ...]:
    return tuple((Path(__file__).with_name("words") / f"{name}.txt").read_text("utf-8").split())


NOUNS = _words("nouns")
FIELDS = _words("fields")
WORDS = _words("words")
VERBS = _words("verbs")
PARTICIPLES = _words("participles")
ROLES = _words("roles")
# What means something in emitted code, or in the languages that it is written in.
MEANINGFUL = (_words("languages"), _words("identifiers"))
ORDINARY = (NOUNS, FIELDS, WORDS, VERBS, PARTICIPLES, ROLES)
# Words that the language keeps for itself, by the first word of a space.
KEPT = {
    "fields": {"id", "created_at", "updated_at", "version"},
    "classes": {*BUILT_IN},
    "roles": {"any", "public", "system"},
}
EVERYWHERE = VARIABLES | BEGINNINGS | {"size"}


@dataclass(slots=True)
class Names:
    """Hands out names; those of one space differ, and so do all that become classes or tables."""

    chance: Chance
    taken: dict[str, set[str]] = field(default_factory=dict)

    def new(self, pool: Sequence[str], space: str, avoided: Iterable[str] = ()) -> str:
        """A name that its space does not have; a short one with a number when all are taken."""
        used = self.taken.setdefault(space, set())
        name = self._word(pool, space)
        number = 1
        tried = name
        while tried in avoided or used & self._forms(tried, space):
            number += 1
            tried = f"{name}_{number}"
        used |= self._forms(tried, space)
        return tried

    def of_row(self, pool: Sequence[str], space: str, avoided: Iterable[str] = ()) -> str:
        """A name for a row, which gets `_id` by itself where the row is named."""
        taken = {name_in_use.removesuffix("_id") for name_in_use in self.taken.get(space, set())}
        name = self.new(pool, space, {*avoided, *taken})
        if name.endswith("_id"):
            name = self.new((name.removesuffix("_id"),), space, {*avoided, *taken})
        self.taken[space].add(f"{name}_id")
        return name

    def _word(self, pool: Sequence[str], space: str) -> str:
        if pool in ORDINARY and self.chance.one_in(4):
            name = self.chance.pick(self.chance.pick(MEANINGFUL))
            if not _is_kept(name, space):
                return name
        return self.chance.pick(pool)

    def _forms(self, name: str, space: str) -> set[str]:
        if space not in {"classes", "verbs"}:
            return {name}
        return {name, pascal(name), snake(name), plural(name)}


def _is_kept(name: str, space: str) -> bool:
    return name in EVERYWHERE | KEPT.get(space.partition(" ")[0], set())
