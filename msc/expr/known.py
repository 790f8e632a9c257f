"""Expressions that were checked before, so that CEL is asked once for each.

A right expression depends on its text, the type that is expected of it, and what the names in it
stand for: on nothing else of a system. A wrong one is checked anew, because its message may name
whatever else there is.
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

import msgspec

from msc.expr.check import check
from msc.expr.environment import reachable
from msc.expr.problem import Problem
from msc.expr.scope import Entities, Scope
from msc.ir.expressions import Expression, ListValue, RecordValue, RowValue, ValueType

SIZE = 16


class KnownExpressions:
    """Checks the expressions of one system; `used` are those that were right, by their digests."""

    def __init__(self, earlier: Mapping[bytes, Expression] | None = None) -> None:
        self._earlier = earlier or {}
        self.used: dict[bytes, Expression] = {}
        # Entities are those of one system, and compared by identity.
        self._digests: dict[tuple[Entities, str], bytes] = {}

    def check(
        self, text: str, scope: Scope, expected: ValueType | None = None
    ) -> Expression | tuple[Problem, ...]:
        """The checked expression, or what is wrong with it."""
        digest = self._digest(text, scope, expected)
        known = self.used.get(digest) or self._earlier.get(digest)
        result = check(text, scope, expected) if known is None else known
        if isinstance(result, Expression):
            self.used[digest] = result
        return result

    def _digest(self, text: str, scope: Scope, expected: ValueType | None) -> bytes:
        names = tuple(scope.mentioned(text).items())
        total = blake2b(msgspec.msgpack.encode((text, expected, names)), digest_size=SIZE)
        for entity in sorted(set(_rows(type_ for _, type_ in names))):
            total.update(self._entity(scope.entities, entity))
        return total.digest()

    def _entity(self, entities: Entities, name: str) -> bytes:
        """The digest of an entity and of all that can be reached from it."""
        digest = self._digests.get((entities, name))
        if digest is None:
            reached = sorted(reachable(entities, list(entities.index[name].values())))
            fields = [(one, entities.index[one]) for one in (name, *reached)]
            digest = blake2b(msgspec.msgpack.encode(fields), digest_size=SIZE).digest()
            self._digests[entities, name] = digest
        return digest


def _rows(types: Iterable[ValueType]) -> Iterator[str]:
    """The entities whose rows values of these types are or hold."""
    for type_ in types:
        match type_:
            case RowValue(entity):
                yield entity
            case ListValue(item):
                yield from _rows([item])
            case RecordValue(fields):
                yield from _rows(inner for _, inner in fields)
