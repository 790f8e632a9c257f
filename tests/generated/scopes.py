"""What an expression can name at a place, and the paths that lead from there."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from tests.generated import texts
from tests.generated.draft import Draft
from tests.generated.kinds import HIDDEN, TIMESTAMP, UUID, Entity, Field, Kind, Payload, Spec
from tests.generated.names import FIELDS, NOUNS

LIMITS = (
    "type", "enum", "minimum", "maximum", "min_length", "max_length", "pattern", "scale",
    "precision",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Path:
    """A path, the kind of its value, whether that may be missing, and the field that it ends in.

    What is `behind` a reference that may be null is not compared with null itself.
    """

    text: str
    kind: Kind
    optional: bool = False
    field: Field | None = None
    behind: bool = False


@dataclass(slots=True)
class Scope:
    """Variables, inputs that an operation has so far, and whether it may get more."""

    draft: Draft
    variables: dict[str, Kind] = field(default_factory=dict)
    inputs: dict[str, Payload] | None = None
    only_rows: bool = False
    actor: Any = "system"
    reach: int = 2
    gone: frozenset[str] = frozenset()
    stored: frozenset[str] = frozenset()

    def with_variable(self, name: str, kind: Kind, *, stored: bool = False) -> "Scope":
        """With one more name; `stored` if it stands for rows of a collection."""
        also = {name} if stored else set()
        variables = {**self.variables, name: kind}
        return replace(self, variables=variables, stored=self.stored | also)

    def paths(self, reach: int | None = None) -> list[Path]:
        """Every path to a value that is there."""
        paths: list[Path] = []
        far = self.reach if reach is None else reach
        for name, kind in self.variables.items():
            paths += self._from(Path(name, kind), far)
        for input_ in (self.inputs or {}).values():
            paths += self._from(
                Path(f"input.{input_.name}", input_.kind, input_.optional, input_.source), far
            )
        return [path for path in paths if not self._is_gone(path.text)]

    def _is_gone(self, text: str) -> bool:
        return any(text == row or text.startswith(f"{row}.") for row in self.gone)

    def _from(self, start: Path, far: int) -> Iterator[Path]:
        if start.kind.name != "row":
            yield start
            return
        yield start
        if start.optional and start.text.partition(".")[0] not in self.stored:
            return
        yield Path(f"{start.text}.id", UUID, start.optional, None, start.optional)
        yield Path(f"{start.text}.created_at", TIMESTAMP, start.optional, None, start.optional)
        for candidate in self.draft.entities[start.kind.entity].fields:
            if candidate.kind is HIDDEN:
                continue
            optional = start.optional or candidate.optional
            inner = Path(f"{start.text}.{candidate.name}", candidate.kind, optional,
                         candidate, start.optional)  # fmt: skip
            if candidate.kind.name == "row" and far > 0 and self._can_follow(inner):
                yield from self._from(inner, far - 1)
            else:
                yield inner

    def _can_follow(self, row: Path) -> bool:
        """Whether fields of the row may be read: in the database, of one other row only."""
        root, *between = row.text.split(".")
        if root not in self.stored:
            return not row.optional
        return len(between) == 1 and row.kind != self.variables[root]

    def of(self, kind: Kind, *, optional: bool = False, reach: int | None = None) -> list[Path]:
        """The paths to values of a kind; those that may be missing only where they may."""
        return [
            path
            for path in self.paths(reach)
            if (path.optional <= optional) and same(path.kind, kind)
        ]

    def rows(self, entity: str = "") -> list[Path]:
        """The rows at hand, or those of one entity; none may be missing."""
        return [
            path
            for path in self.paths()
            if path.kind.name == "row" and not path.optional
            and (not entity or path.kind.entity == entity)
        ]  # fmt: skip

    def takeable(self) -> list[Entity]:
        """The entities of which the caller may name rows."""
        return [row for row in self.draft.rows() if row.visible(self.actor)]

    def row_input(self, entity: str, *, optional: bool = False) -> Path:
        """A new input that is a row."""
        assert self.inputs is not None
        pool = (entity,) if self.draft.chance.one_in(2) else NOUNS
        space = f"inputs {id(self.inputs)}"
        name = self.draft.names.of_row(pool, space, {*self.inputs})
        kind = self.draft.entities[entity].row
        self.inputs[name] = Payload(name, entity, kind, optional)
        return Path(f"input.{name}", kind, optional)

    def copied_input(self, entity: str, source: Field, *, optional: bool) -> Path:
        """A new input with the type of a field."""
        assert self.inputs is not None
        name = self._new((source.name,) if self.draft.chance.one_in(2) else FIELDS)
        kind = UUID if source.kind.name == "row" else source.kind
        input_ = Payload(name, f"{entity}.{source.name}", kind, optional or source.optional, source)
        self.inputs[name] = input_
        return Path(f"input.{name}", kind, input_.optional, source)

    def plain_input(self, type_: str, kind: Kind, *, optional: bool = False) -> Path:
        """A new input of a built-in type."""
        assert self.inputs is not None
        name = self._new(FIELDS)
        source = Field(name, kind, {"type": type_, **self._limits(type_)})
        self.inputs[name] = Payload(name, type_, kind, optional, source)
        return Path(f"input.{name}", kind, optional, self.inputs[name].source)

    def _limits(self, type_: str) -> Spec:
        """Limits of an input's own, where its type has some; every value still fits the type."""
        chance = self.draft.chance
        spec: Spec = {}
        if type_ in {"string", "text"} and chance.one_in(2):
            spec |= {"min_length": chance.pick((0, 1)), "max_length": chance.pick((1, 40, 255))}
        if type_ == "string" and chance.one_in(4):
            spec |= {"pattern": "^[A-Z]", "max_length": 40}
        if type_ in {"integer", "money"} and chance.one_in(2):
            spec |= {"minimum": chance.pick((0, 1)), "maximum": chance.pick((1, 1000))}
        if type_ in {"string", "text", "integer", "money"} and spec and chance.one_in(3):
            spec["description"] = texts.line(chance)
        if type_ in {"integer", "money"} and chance.one_in(3):
            spec["default"] = spec.get("minimum", 1)
        return spec

    def _new(self, pool: tuple[str, ...]) -> str:
        assert self.inputs is not None
        return self.draft.names.new(pool, f"inputs {id(self.inputs)}", {*self.inputs})


def same(one: Kind, other: Kind) -> bool:
    """Whether a value of the one kind is one of the other: words may be some of the words."""
    if one.name == other.name == "enum":
        return set(one.words) <= set(other.words)
    return one == other


def fits(source: Field | None, target: Field) -> bool:
    """Whether every value of the one field is a value of the other."""
    limits = {key: target.spec[key] for key in LIMITS if key in target.spec}
    if target.kind.name in {"row", "uuid", "date", "timestamp", "bool", "enum", "json"}:
        return True
    if limits in ({"type": "text"}, {"type": "integer"}):
        return source is not None and source.kind == target.kind
    return source is not None and limits == {
        key: source.spec[key] for key in LIMITS if key in source.spec
    }
