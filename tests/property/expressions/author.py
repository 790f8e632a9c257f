"""Writes well-typed expressions, each beside the CEL that says the same without our differences.

The differences are stated in docs/language/expressions.md. An ordering or a test of texts with a
null operand is false; a row is compared by its identifier; an integer beside a decimal is one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from tests.property.expressions.model import FINER, KINDS, PLURALS, POOLS, REFERENCES

ORDERED = ("string", "string", "int", "decimal", "date", "timestamp", "mood")
PATTERNS = ("^a", "b$", "[0-9]+%", "^$", "[Zz]{2}", r"\\d", "a.b", r"\\w$", "[$]1|é", r"\\$1$")


@dataclass(frozen=True, slots=True)
class Term:
    """What the spec says, what the evaluator is given, and whether the value may be null."""

    text: str
    reference: str
    optional: bool = False


def same(text: str, optional: bool = False) -> Term:
    return Term(text, text, optional)


@dataclass(slots=True)
class Author:
    """Draws terms; `rows` are the row variables in scope, `sql` limits it to what SQL can say."""

    draw: Callable[..., Any]
    rows: dict[str, str]
    sql: bool
    enclosing: tuple[str, ...] = ()
    counter: list[int] = field(default_factory=lambda: [0])

    def pick(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def condition(self, depth: int) -> Term:
        simple = (
            self.comparison, self.ordering, self.null_test, self.membership, self.text_test,
            self.flag, self.row_test, self.flag_test,
        )  # fmt: skip
        if depth == 0:
            return self.pick(*simple)(0)
        composed = (
            self.logic, self.logic, self.negation, self.quantifier, self.length, self.choice,
        )  # fmt: skip
        python = () if self.sql else (self.pattern, self.bool_comparison)
        return self.pick(*simple, *composed, *python)(depth - 1)

    def logic(self, depth: int) -> Term:
        one, other, word = self.condition(depth), self.condition(depth), self.pick("&&", "||")
        return Term(
            f"({one.text} {word} {other.text})", f"({one.reference} {word} {other.reference})"
        )

    def negation(self, depth: int) -> Term:
        inner = self.condition(depth)
        return Term(f"!({inner.text})", f"!({inner.reference})")

    def choice(self, depth: int) -> Term:
        parts = [self.condition(depth) for _ in range(3)]
        return Term(
            "({} ? {} : {})".format(*(part.text for part in parts)),
            "({} ? {} : {})".format(*(part.reference for part in parts)),
        )

    def bool_comparison(self, depth: int) -> Term:
        one, other, word = self.condition(depth), self.condition(depth), self.pick("==", "!=")
        return Term(
            f"(({one.text}) {word} ({other.text}))",
            f"(({one.reference}) {word} ({other.reference}))",
        )

    def comparison(self, depth: int) -> Term:
        kind = self.pick(*KINDS)
        one, other = self.value(kind, depth), self.value(kind, depth)
        word = self.pick("==", "!=")
        return Term(
            f"({one.text} {word} {other.text})", f"({one.reference} {word} {other.reference})"
        )

    def ordering(self, depth: int) -> Term:
        kind = self.pick(*ORDERED)
        one, other = self.value(kind, depth), self.value(kind, depth)
        if kind == "decimal" and self.pick(True, False):
            other = Term("2", "2.0")
        word = self.pick("<", "<=", ">", ">=")
        return Term(
            f"({one.text} {word} {other.text})",
            guarded(f"{one.reference} {word} {other.reference}", one, other),
        )

    def null_test(self, _: int) -> Term:
        word = self.pick("==", "!=")
        if self.pick(True, False):
            path = self.path(self.pick(*KINDS), optional=True)
            return Term(f"({path.text} {word} null)", f"({path.reference} {word} null)")
        row, entity = self.pick(*self.rows.items())
        names = [name for name, type_ in REFERENCES[entity].items() if type_.optional]
        return same(f"({row}.{self.pick(*names)} {word} null)")

    def membership(self, depth: int) -> Term:
        kind = self.pick(*KINDS)
        item = self.value(kind, depth)
        items = [self.value(kind, 0) for _ in range(self.pick(1, 2, 3))]
        return Term(
            f"({item.text} in [{', '.join(item.text for item in items)}])",
            f"({item.reference} in [{', '.join(item.reference for item in items)}])",
        )

    def text_test(self, depth: int) -> Term:
        one, other = self.value("string", depth), self.value("string", depth)
        word = self.pick("startsWith", "endsWith", "contains")
        return Term(
            f"{one.text}.{word}({other.text})",
            guarded(f"{one.reference}.{word}({other.reference})", one, other),
        )

    def pattern(self, depth: int) -> Term:
        target, pattern = self.value("string", depth), self.pick(*PATTERNS)
        return Term(
            f'{target.text}.matches("{pattern}")',
            guarded(f'{target.reference}.matches("{pattern}")', target),
        )

    def length(self, depth: int) -> Term:
        word, limit = self.pick("<", ">=", "=="), self.pick(0, 1, 2)
        if self.sql and self.pick(True, False):
            collection = self.collection(depth)
            if collection is not None and self.pick(True, False):
                return self.total(collection[0], collection[1], word)
            if collection is not None:
                return Term(
                    f"({collection[0].text}.size() {word} {limit})",
                    f"({collection[0].reference}.size() {word} {limit})",
                )
        value = self.value("string", 0, nullable=False)
        return Term(
            f"({value.text}.size() {word} {limit})", f"({value.reference}.size() {word} {limit})"
        )

    def total(self, rows: Term, entity: str, word: str) -> Term:
        inner, variable = self.inside(entity)
        value = inner.value("decimal", 0, nullable=False, only=variable)
        return Term(
            f"({rows.text}.map({variable}, {value.text}).sum() {word} 2)",
            f"({rows.reference}.map({variable}, {value.reference}).sum() {word} 2.0)",
        )

    def flag(self, _: int) -> Term:
        if self.pick(True, True, True, False):
            return self.path("bool", optional=False)
        return same(self.pick("true", "false"))

    def flag_test(self, _: int) -> Term:
        path = self.path("bool", optional=self.pick(True, False))
        test = f"{self.pick('==', '!=')} {self.pick('true', 'false')}"
        return Term(f"({path.text} {test})", f"({path.reference} {test})")

    def row_test(self, _: int) -> Term:
        one_row, one_entity = self.pick(*self.rows.items())
        choices = [
            (f"{one_row}.{name}", f"{one_row}.{name}_id", type_.entity)
            for name, type_ in REFERENCES[one_entity].items()
        ]
        one = self.pick(*choices)
        others = [(row, f"{row}.id") for row, entity in self.rows.items() if entity == one[2]] + [
            (f"{row}.{name}", f"{row}.{name}_id")
            for row, entity in self.rows.items()
            for name, type_ in REFERENCES[entity].items()
            if type_.entity == one[2]
        ]
        if one[2] == "team":
            others.append(("input.team", "input.team_id"))
        other, word = self.pick(*others), self.pick("==", "!=")
        return Term(f"({one[0]} {word} {other[0]})", f"({one[1]} {word} {other[1]})")

    def quantifier(self, depth: int) -> Term:
        return self.stored_quantifier(depth) if self.sql else self.listed_quantifier(depth)

    def listed_quantifier(self, depth: int) -> Term:
        kind = self.pick("int", "string", "decimal")
        items = [self.value(kind, 0, nullable=False) for _ in range(self.pick(1, 2, 3))]
        value, word = self.value(kind, depth, nullable=False), self.pick("exists", "all")
        word = self.pick("exists", "all", "exists_one")
        self.counter[0] += 1
        variable = f"n{self.counter[0]}"
        return Term(
            f"[{', '.join(item.text for item in items)}].{word}"
            f"({variable}, {variable} < {value.text})",
            f"[{', '.join(item.reference for item in items)}].{word}"
            f"({variable}, {variable} < {value.reference})",
        )

    def stored_quantifier(self, depth: int) -> Term:
        collection = self.collection(depth)
        if collection is None:
            return self.comparison(depth)
        rows, entity = collection
        inner, variable = self.inside(entity)
        body, word = inner.condition(depth), self.pick("exists", "all")
        return Term(
            f"{rows.text}.{word}({variable}, {body.text})",
            f"{rows.reference}.{word}({variable}, {body.reference})",
        )

    def collection(self, depth: int) -> tuple[Term, str] | None:
        free = [name for name in PLURALS if PLURALS[name] not in self.enclosing]
        if not free:
            return None
        name = self.pick(*free)
        entity = PLURALS[name]
        if self.pick(True, False):
            return same(name), entity
        inner, variable = self.inside(entity)
        body = inner.condition(max(depth - 1, 0))
        return Term(
            f"{name}.filter({variable}, {body.text})",
            f"{name}.filter({variable}, {body.reference})",
        ), entity

    def inside(self, entity: str) -> tuple["Author", str]:
        self.counter[0] += 1
        variable = f"r{self.counter[0]}"
        rows = {**self.rows, variable: entity}
        enclosing = (*self.enclosing, entity)
        return Author(self.draw, rows, self.sql, enclosing, self.counter), variable

    def value(
        self, kind: str, depth: int, *, nullable: bool = True, only: str | None = None
    ) -> Term:
        choices = (
            ["path", "path", "literal"] if kind not in {"date", "timestamp", "uuid"} else ["path"]
        )
        if depth and kind in {"int", "decimal", "date", "timestamp", "string"}:
            choices.append("computed")
        if depth:
            choices.append("choice")
        match self.pick(*choices):
            case "literal":
                return self.literal(kind)
            case "computed":
                return self.computed(kind, depth - 1)
            case "choice":
                return self.chosen(kind, depth - 1, nullable)
        return self.path(kind, optional=nullable and self.pick(True, False), only=only)

    def literal(self, kind: str) -> Term:
        finer = kind == "decimal" and self.pick(True, False)
        value = self.pick(*(FINER if finer else POOLS[kind]))
        match kind:
            case "string" | "mood":
                return same(quoted(str(value)))
            case "decimal":
                text = f"{value:f}"
                return same(text if "." in text else f"{text}.0")
            case _:
                return same(str(value).lower())

    def path(self, kind: str, *, optional: bool, only: str | None = None) -> Term:
        name = f"{'no' if optional else 'a'}_{kind}"
        fronts = [only] if only else [*self.rows, "input"]
        front = self.pick(*fronts)
        if not optional and kind == "timestamp" and not only and self.pick(True, False, False):
            return same("now")
        if not optional and kind == "date" and not only and self.pick(True, False, False):
            return same("today")
        if front in self.rows and not only and self.pick(True, False, False):
            return self.followed(front, name, optional)
        return same(f"{front}.{name}", optional)

    def followed(self, row: str, name: str, optional: bool) -> Term:
        """A field behind one reference; SQL follows optional ones, too, but those of rows only."""
        known = [
            (reference, type_)
            for reference, type_ in REFERENCES[self.rows[row]].items()
            if not type_.optional or (self.sql and optional)
            if not self.sql or (row != "actor" and type_.entity not in self.enclosing)
        ]
        if not known:
            return same(f"{row}.{name}", optional)
        reference, type_ = self.pick(*known)
        if not type_.optional:
            return same(f"{row}.{reference}.{name}", optional)
        return Term(
            f"{row}.{reference}.{name}",
            f"({row}.{reference} == null ? null : {row}.{reference}.{name})",
            True,
        )

    def computed(self, kind: str, depth: int) -> Term:
        word = self.pick("+", "-", "*") if kind in {"int", "decimal"} else "+"
        # Four factors of two bytes fit into eight; an overflow is an error of CEL.
        depth = min(depth, 1) if word == "*" and kind == "int" else depth
        one = self.value(kind, depth, nullable=False)
        if kind in {"date", "timestamp"}:
            unit, hours = ("days", 24) if kind == "date" else self.pick(("days", 24), ("hours", 1))
            count, word = self.pick(0, 1, 31, 366, -1), self.pick("+", "-")
            return Term(
                f"({one.text} {word} {unit}({count}))",
                f"({one.reference} {word} duration('{count * hours}h'))",
            )
        if kind == "decimal" and not self.sql and self.pick(True, False):
            # Halves, of which each goes to the even neighbour.
            return Term(f"round({one.text} * 0.5, 0)", f"round({one.reference} * 0.5, 0)")
        other = self.value(kind, depth, nullable=False)
        return Term(
            f"({one.text} {word} {other.text})", f"({one.reference} {word} {other.reference})"
        )

    def chosen(self, kind: str, depth: int, nullable: bool) -> Term:
        test = self.condition(depth)
        one, other = (self.value(kind, depth, nullable=nullable) for _ in range(2))
        if nullable and self.pick(True, False, False):
            nothing = Term("null", "dyn(null)", True)
            one, other = self.pick((one, nothing), (nothing, other))
        return Term(
            f"({test.text} ? {one.text} : {other.text})",
            f"({test.reference} ? {one.reference} : {other.reference})",
            one.optional or other.optional,
        )


def guarded(test: str, *operands: Term) -> str:
    """False where an operand is null."""
    checks = [f"{operand.reference} != null" for operand in operands if operand.optional]
    return f"({' && '.join([*checks, test])})"


def quoted(text: str) -> str:
    """The text as a literal of CEL."""
    escaped = "".join(
        f"\\U{ord(character):08x}"
        if ord(character) < 32 or ord(character) > 126 or character in "\"\\'"
        else character
        for character in text
    )
    return f'"{escaped}"'
