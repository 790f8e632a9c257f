"""What conditions and steps require of the places that they read: rows, the actor, inputs."""

from collections.abc import Iterator

from msc.core.record import Mutable, Record, field
from msc.expr.target import path_of
from msc.ir.expressions import (
    Call,
    Constant,
    EnumValue,
    ListLiteral,
    Node,
    ScalarKind,
    ScalarValue,
)

type Path = tuple[str, ...]
TRUTH = frozenset({"true", "false"})


class Demand(Record):
    """The values that a place must have one of, and the source of the requirement.

    `is_effect` means that the source gives the place its value.
    """

    path: Path
    words: frozenset[str]
    source: str
    is_effect: bool = False

    @property
    def text(self) -> str:
        """What the source has to do with the place."""
        place = ".".join(self.path)
        verb = f"leaves `{place}` at" if self.is_effect else f"wants `{place}` to be"
        return f"{self.source} {verb} {self.listed}"

    @property
    def listed(self) -> str:
        """The values."""
        return " or ".join(f"`{word}`" for word in sorted(self.words))


class Demands(Mutable):
    """The requirements of an operation so far; `conflict` is the first contradiction."""

    known: dict[Path, list[Demand]] = field(default_factory=dict)
    conflict: tuple[Demand, Demand] | None = None

    def add(self, demand: Demand) -> None:
        """Adds a requirement, and records a contradiction with an earlier one."""
        for other in self.known.setdefault(demand.path, []):
            if self.conflict is None and not other.words & demand.words:
                self.conflict = other, demand
        self.known[demand.path].append(demand)

    def become(self, path: Path, word: str, source: str) -> None:
        """Replaces the requirements on a place by the value that a step gives it."""
        self.known[path] = [Demand(path, frozenset({word}), source, is_effect=True)]

    def rebind(self, name: str) -> None:
        """Drops the requirements on a name that denotes another row from here on."""
        self.known = {path: some for path, some in self.known.items() if path[0] != name}


def demanded(node: Node, source: str) -> Iterator[Demand]:
    """The requirements that a true condition implies."""
    if isinstance(node, Call) and node.function == "&&":
        for argument in node.arguments:
            yield from demanded(argument, source)
        return
    words = _words(node)
    if words is not None:
        yield Demand(*words, source)


def _words(node: Node) -> tuple[Path, frozenset[str]] | None:
    """The place that a condition tests, and the values for which it holds."""
    match node:
        case Call("||", arguments):
            return _joined([_words(argument) for argument in arguments])
        case Call("!", (inner,)):
            return _others(inner)
        case Call("==" | "!=" as function, (left, right)):
            compared = _compared(left, right) or _compared(right, left)
            if compared is None or function == "==":
                return compared
            return _complement(left if path_of(left) == compared[0] else right, compared)
        case Call("in", (item, ListLiteral(items))):
            return _joined([_compared(item, listed) for listed in items])
        case _ if node.type == ScalarValue(ScalarKind.BOOL) and (path := path_of(node)):
            return path, frozenset({"true"})
    return None


def _joined(
    parts: list[tuple[Path, frozenset[str]] | None],
) -> tuple[Path, frozenset[str]] | None:
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts) or len({path for path, _ in known}) > 1:
        return None
    return known[0][0], frozenset().union(*(words for _, words in known))


def _others(inner: Node) -> tuple[Path, frozenset[str]] | None:
    path = path_of(inner)
    if path is not None and inner.type == ScalarValue(ScalarKind.BOOL):
        return path, frozenset({"false"})
    match inner:
        case Call("in", (item, ListLiteral())) | Call("==", (item, Constant())):
            words = _words(inner)
            return None if words is None else _complement(item, words)
    return None


def _compared(value: Node, constant: Node) -> tuple[Path, frozenset[str]] | None:
    path = path_of(value)
    if path is None or not isinstance(constant, Constant):
        return None
    match value.type, constant.value:
        case EnumValue(), str(word):
            return path, frozenset({word})
        case ScalarValue(ScalarKind.BOOL), bool(truth):
            return path, frozenset({"true" if truth else "false"})
    return None


def _complement(
    value: Node, words_of_path: tuple[Path, frozenset[str]]
) -> tuple[Path, frozenset[str]] | None:
    path, words = words_of_path
    match value.type:
        # Of what may be null, null is one more value that differs from a word.
        case EnumValue(_, values, False):
            return path, frozenset(values) - words
        case ScalarValue(ScalarKind.BOOL, False):
            return path, TRUTH - words
    return None
