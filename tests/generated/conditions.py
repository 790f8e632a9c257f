"""Conditions of every form, over what is in scope."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.generated.kinds import BOOL, DATE, DECIMAL, INT, STRING, TIMESTAMP, UUID, Kind
from tests.generated.scopes import Path, Scope

if TYPE_CHECKING:
    from collections.abc import Callable

SCALARS = (STRING, INT, DECIMAL, DATE, TIMESTAMP, BOOL, UUID)
LITERALS = {
    "string": ("'x'", "''", "'a b'", "'%'", "'_'", '"it\'s"', "'\\\\'", "'Größe'"),
    "int": ("0", "1", "42", "-7", "9007199254740993"),
    "decimal": ("0.0", "1.5", "2", "0.01", "1000000.25"),
    "bool": ("true", "false"),
    "date": ("today", "today + days(3)", "today - days(30)"),
    "timestamp": ("now", "now + hours(24)", "now - minutes(30)"),
}
PATTERNS = ("^a", "b$", "[0-9]+%", "^$", "[Zz]{2}", "a.b", "[$]1|é")


@dataclass(slots=True)
class Conditions:
    """Draws conditions; with `sql`, of what the database can say."""

    scope: Scope
    sql: bool
    stored: bool = False
    depth: int = 0
    taken: set[str] = field(default_factory=set)

    def condition(self, depth: int) -> str:
        chance = self.scope.draft.chance
        simple: list[Callable[[int], str]] = [
            self.comparison, self.ordering, self.null_test, self.membership, self.text_test,
            self.flag, self.row_test, self.word_test,
        ]  # fmt: skip
        if depth > 0:
            simple += [self.logic, self.logic, self.negation, self.length, self.choice]
            if not self.sql:
                simple += [self.pattern, self.presence]
        return chance.pick(simple)(depth - 1)

    def one(self, kind: Kind, *, optional: bool = False) -> str:
        """A path of the kind, or a literal."""
        chance = self.scope.draft.chance
        paths = self.scope.of(kind, optional=optional)
        literals = LITERALS.get(kind.name, ())
        if paths and not (literals and chance.one_in(4)):
            return chance.pick(paths).text
        return chance.pick(literals) if literals else ""

    def path(self, kind: Kind, *, optional: bool) -> str:
        texts = [path.text for path in self.scope.of(kind, optional=optional)]
        return self.scope.draft.chance.pick(texts) if texts else ""

    def fallback(self) -> str:
        return self.scope.draft.chance.pick(("today > today - days(1)", "now > now - hours(1)"))

    def comparison(self, _: int) -> str:
        chance = self.scope.draft.chance
        kind = chance.pick(SCALARS)
        one, other = self.path(kind, optional=True), self.one(kind, optional=True)
        if not one or not other:
            return self.flag(0)
        return f"{one} {chance.pick(('==', '!='))} {other}"

    def ordering(self, _: int) -> str:
        chance = self.scope.draft.chance
        kind = chance.pick((STRING, INT, DECIMAL, DATE, TIMESTAMP))
        one, other = self.path(kind, optional=True), self.one(kind, optional=True)
        if not one or not other:
            return self.flag(0)
        return f"{one} {chance.pick(('<', '<=', '>', '>='))} {other}"

    def null_test(self, _: int) -> str:
        chance = self.scope.draft.chance
        optionals = [path.text for path in self.scope.paths() if path.optional and not path.behind
                 and path.kind.name != "json"]  # fmt: skip
        if not optionals:
            return self.comparison(0)
        return f"{chance.pick(optionals)} {chance.pick(('==', '!='))} null"

    def presence(self, _: int) -> str:
        """`has`, which asks for fields of rows."""
        texts = [
            path.text for path in self.scope.paths()
            if path.optional and not path.text.startswith("input.") and "." in path.text
            and path.kind.name != "json"
        ]  # fmt: skip
        if not texts:
            return self.null_test(0)
        return f"has({self.scope.draft.chance.pick(texts)})"

    def membership(self, _: int) -> str:
        chance = self.scope.draft.chance
        kind = chance.pick((STRING, INT, DECIMAL))
        one = self.path(kind, optional=True)
        if not one:
            return self.word_test(0)
        items = [chance.pick(LITERALS[kind.name]) for _ in range(chance.number(1, 3))]
        items = [f"{item}.0" if kind is DECIMAL and "." not in item else item for item in items]
        return f"{one} in [{', '.join(items)}]"

    def text_test(self, _: int) -> str:
        chance = self.scope.draft.chance
        one, other = self.path(STRING, optional=True), self.one(STRING, optional=True)
        if not one:
            return self.comparison(0)
        return f"{one}.{chance.pick(('startsWith', 'endsWith', 'contains'))}({other})"

    def pattern(self, _: int) -> str:
        one = self.path(STRING, optional=True)
        if not one:
            return self.comparison(0)
        return f"{one}.matches('{self.scope.draft.chance.pick(PATTERNS)}')"

    def length(self, _: int) -> str:
        chance = self.scope.draft.chance
        one = self.path(STRING, optional=False)
        return f"{one}.size() {chance.pick(('<', '>=', '=='))} 3" if one else self.comparison(0)

    def flag(self, _: int) -> str:
        chance = self.scope.draft.chance
        sure = self.path(BOOL, optional=False)
        maybe = self.path(BOOL, optional=True)
        if sure and chance.one_in(2):
            return sure
        if maybe:
            return f"{maybe} {chance.pick(('==', '!='))} {chance.pick(('true', 'false'))}"
        return self.fallback()

    def word_test(self, _: int) -> str:
        chance = self.scope.draft.chance
        enums: list[Path] = [path for path in self.scope.paths() if path.kind.name == "enum"]
        if not enums:
            return self.flag(0)
        one = chance.pick(enums)
        if chance.one_in(2):
            listed = ", ".join(f"'{word}'" for word in chance.some(one.kind.words, 3, 1))
            return f"{one.text} in [{listed}]"
        return f"{one.text} {chance.pick(('==', '!='))} '{chance.pick(one.kind.words)}'"

    def row_test(self, _: int) -> str:
        chance = self.scope.draft.chance
        rows = [path for path in self.scope.paths() if path.kind.name == "row"]
        if not rows:
            return self.flag(0)
        one = chance.pick(rows)
        others = [row for row in rows if row.kind == one.kind and row.text != one.text]
        if not others:
            return self.flag(0)
        return f"{one.text} {chance.pick(('==', '!='))} {chance.pick(others).text}"

    def logic(self, depth: int) -> str:
        word = self.scope.draft.chance.pick(("&&", "||"))
        return f"({self.condition(depth)} {word} {self.condition(depth)})"

    def negation(self, depth: int) -> str:
        return f"!({self.condition(depth)})"

    def choice(self, depth: int) -> str:
        parts = [self.condition(depth) for _ in range(3)]
        return f"({parts[0]} ? {parts[1]} : {parts[2]})"
