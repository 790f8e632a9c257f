"""What an operation is going to commit, and how the commit ends."""

from collections.abc import Iterable, Iterator, Mapping

from msc.core.record import Mutable, Record, field
from msc.expr.target import Unsupported
from msc.reference.stored import Row, Stored
from msc.reference.values import Value


class Write(Record):
    """A new row, changes of a row, or the end of one; `origin` tells the names of rows apart."""

    origin: int
    entity: str
    id: str
    changes: Mapping[str, Value] = {}
    is_new: bool = False
    is_end: bool = False


class Message(Record):
    """An event with its payload, or what a channel sends to its recipient."""

    name: str
    values: Mapping[str, Value]
    recipient: str | None = None


class Unit(Mutable):
    """The writes and messages of an operation, in their order.

    `turns` holds where turns of loops that write rows of an entity begin and end, as the number of
    writes before.
    """

    writes: list[Write] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    turns: list[tuple[str, int]] = field(default_factory=list)
    origins: int = 0

    def origin(self) -> int:
        """The mark of a name that nothing was written under yet."""
        self.origins += 1
        return self.origins

    def of(self, entity: str, id_: str) -> Iterator[Write]:
        """The writes to a row."""
        return (write for write in self.writes if (write.entity, write.id) == (entity, id_))

    def turn(self, entities: Iterable[str]) -> None:
        """Notes that a turn of a loop that writes rows of the entities begins or has ended."""
        self.turns.extend((entity, len(self.writes)) for entity in entities)

    def shown_to_all(self, entity: str, origin: int) -> int:
        """How many of the writes a name shows, its own ones included.

        They are those before rows of the entity are written under another name, or in a loop.
        """
        new = {(write.entity, write.id) for write in self.writes if write.is_new}
        others = (
            place + 1
            for place, write in enumerate(self.writes)
            if write.entity == entity and write.origin != origin
            if (write.entity, write.id) not in new
        )
        loops = (place for written, place in self.turns if written == entity)
        return max((*others, *loops), default=0)

    def ends(self, entity: str, id_: str) -> bool:
        """Whether the row is going to be removed."""
        return any(write.is_end for write in self.of(entity, id_))

    def apply(self, stored: Stored) -> Stored:
        """The store after the commit; raises Refused."""
        after = stored.copy()
        for write in self._merged():
            if write.is_new:
                after.put(Row(write.entity, write.id, write.changes))
                continue
            row = after.row(write.entity, write.id)
            if row is None:
                raise Unsupported("a row that another one has taken along is written")
            if write.is_end:
                after.remove(write.entity, write.id)
            else:
                after.put(Row(row.entity, row.id, {**row.values, **write.changes}))
        return after

    def _merged(self) -> Iterator[Write]:
        """One write for each row, at the place of the first; the end of a row at its own."""
        done = set[tuple[str, str]]()
        for write in self.writes:
            row = (write.entity, write.id)
            ends = self.ends(*row)
            if row in done or (ends and not write.is_end and not write.is_new):
                continue
            if write.is_end or (write.is_new and ends):
                if write.is_end:
                    done.add(row)
                yield write
                continue
            done.add(row)
            changes = {
                name: value for other in self.of(*row) for name, value in other.changes.items()
            }
            yield Write(write.origin, *row, changes, is_new=write.is_new)
