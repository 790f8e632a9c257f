"""A cache of checked expressions, so that CEL checks each one only once.

The result of a correct expression depends only on its text, the expected type and the types of the
names in it. Incorrect ones are checked again, because their messages may mention any other name of
the system.
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

import msgspec

from msc.expr.problem import Problem
from msc.expr.scope import Entities, Scope, reachable
from msc.ir.expressions import Expression, ListValue, RecordValue, RowValue, ValueType

SIZE = 16


class KnownExpressions:
    """Checks the expressions of one system; `used` collects the digests of the correct ones."""

    def __init__(self, earlier: Mapping[bytes, Expression] | None = None) -> None:
        self._earlier = earlier or {}
        self.used: dict[bytes, Expression] = {}
        # Entities are those of one system, and compared by identity.
        self._digests: dict[tuple[Entities, str], tuple[bytes, frozenset[str]]] = {}
        self._checked: set[bytes] = set()
        self._rows: set[str] = set()

    def check(
        self, text: str, scope: Scope, expected: ValueType | None = None
    ) -> Expression | tuple[Problem, ...]:
        """The checked expression, or the problems in it."""
        digest = self._digest(text, scope, expected)
        known = self.used.get(digest) or self._earlier.get(digest)
        result = _checked(text, scope, expected) if known is None else known
        self._checked.add(digest)
        if isinstance(result, Expression):
            self.used[digest] = result
        return result

    def begin(self) -> None:
        """Begins to note what is checked."""
        self._checked.clear()
        self._rows.clear()

    def noted(self) -> tuple[tuple[bytes, ...], frozenset[str]]:
        """The digests of the expressions checked since, and the entities that they could read."""
        return tuple(sorted(self._checked)), frozenset(self._rows)

    def recalled(self, digests: tuple[bytes, ...]) -> bool:
        """Whether these expressions are known; then they count as used."""
        known = {
            digest: expression
            for digest in digests
            if (expression := self.used.get(digest) or self._earlier.get(digest)) is not None
        }
        if len(known) < len(digests):
            return False
        self.used |= known
        return True

    def _digest(self, text: str, scope: Scope, expected: ValueType | None) -> bytes:
        names = tuple(scope.mentioned(text).items())
        read = (text, expected, names, scope.entities.time_zone)
        total = blake2b(msgspec.msgpack.encode(read), digest_size=SIZE)
        for entity in sorted(set(_rows(type_ for _, type_ in names))):
            total.update(self._entity(scope.entities, entity))
        return total.digest()

    def _entity(self, entities: Entities, name: str) -> bytes:
        """The digest of an entity and of everything reachable from it."""
        known = self._digests.get((entities, name))
        if known is None:
            reached = sorted(reachable(entities, list(entities.index[name].values())))
            fields = [(one, entities.index[one]) for one in (name, *reached)]
            digest = blake2b(msgspec.msgpack.encode(fields), digest_size=SIZE).digest()
            known = self._digests[entities, name] = (digest, frozenset([name, *reached]))
        self._rows |= known[1]
        return known[0]


def _checked(
    text: str, scope: Scope, expected: ValueType | None
) -> Expression | tuple[Problem, ...]:
    # Few builds check an expression, and loading the checker takes as long as checking a hundred.
    from msc.expr.check import check  # noqa: PLC0415

    return check(text, scope, expected)


def _rows(types: Iterable[ValueType]) -> Iterator[str]:
    """The entities whose rows appear in values of these types."""
    for type_ in types:
        match type_:
            case RowValue(entity):
                yield entity
            case ListValue(item):
                yield from _rows([item])
            case RecordValue(fields):
                yield from _rows(inner for _, inner in fields)
