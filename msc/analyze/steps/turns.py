"""Turns of loops: a row from outside is moved in the first, and again in the next."""

from collections.abc import Iterator

from msc.core.record import Mutable, Record, field
from msc.expr.target import conjuncts, path_of
from msc.ir.entities import Entity, Transition
from msc.ir.expressions import Call, Node, RowValue, Select, Variable
from msc.ir.steps import Query
from msc.model.places import Path

type RowPath = tuple[str, ...]


class Move(Record):
    """A step that moves a row along a transition, and where it is written."""

    row: RowPath
    transition: Transition
    path: Path


class _Turn(Mutable):
    """The names that arise anew in each turn, and the moves of rows that do not."""

    names: set[str] = field(default_factory=set)
    moves: list[Move] = field(default_factory=list)


class Turns(Mutable):
    """The loops that are open. A result of a change is another name of the row that it changes."""

    loops: list[_Turn] = field(default_factory=list)
    renamed: dict[str, RowPath] = field(default_factory=dict)

    def begin(self) -> None:
        """Opens a loop."""
        self.loops.append(_Turn())

    def arises(self, name: str) -> None:
        """Notes a name for what each turn finds or makes anew."""
        self.renamed.pop(name, None)
        if self.loops:
            self.loops[-1].names.add(name)

    def changed(self, row: RowPath, result: str) -> None:
        """Notes another name of a row."""
        if result:
            self.renamed[result] = self.origin(row)

    def moved(self, move: Move) -> None:
        """Notes a transition, if it is one of a row from outside of the loop."""
        origin = self.origin(move.row)
        if self.loops and origin[0] not in self.loops[-1].names:
            self.loops[-1].moves.append(Move(origin, move.transition, move.path))

    def end(self) -> Iterator[Move]:
        """Closes a loop: the moves that cannot begin where its turn has left their row."""
        moves = self.loops.pop().moves
        for row in dict.fromkeys(move.row for move in moves):
            first, *_, last = [move for move in moves if move.row == row] * 2
            if last.transition.target not in first.transition.sources:
                yield first

    def origin(self, row: RowPath) -> RowPath:
        """The row under the name that it had first."""
        return (*self.renamed.get(row[0], row[:1]), *row[1:])


def finds_one(query: Query, entity: Entity) -> bool:
    """Whether the condition names one row, so that the loop has one turn at most."""
    return query.condition is not None and any(
        _names_one(part, query.variable, entity) for part in conjuncts(query.condition.root)
    )


def _names_one(node: Node, variable: str, entity: Entity) -> bool:
    match node:
        case Call("==", (left, right)):
            return any(
                _identifies(one, variable, entity) and (path_of(other) or ("",))[0] != variable
                for one, other in ((left, right), (right, left))
            )
    return False


def _identifies(node: Node, variable: str, entity: Entity) -> bool:
    match node:
        case Variable(name, RowValue()):
            return name == variable
        case Select(Variable(name), field_name) if name == variable:
            unique = {known.name for known in entity.fields if known.unique}
            return field_name in {"id", *unique}
    return False
