"""What the steps of an operation have done to rows so far."""

from dataclasses import dataclass, field

from tests.generated.draft import Draft
from tests.generated.kinds import Payload
from tests.generated.scopes import Path


@dataclass(slots=True)
class Touched:
    """Paths of rows that steps have changed, deleted or made, and where results come from.

    `swept` are the entities all of whose rows a loop has moved, and `written` those of which some
    row was changed.
    """

    changed: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    swept: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    roots: dict[str, str] = field(default_factory=dict)

    def root(self, text: str) -> str:
        """The path of a row, told by that which its first name was the result of."""
        first, dot, rest = text.partition(".")
        return f"{self.root(self.roots[first])}{dot}{rest}" if first in self.roots else text

    def is_behind(self, text: str) -> bool:
        """Whether a reference leads to the row: `booking.guest`, or what a change made of it."""
        return self.root(text).removeprefix("input.").count(".") > 0

    def is_free(self, row: Path) -> bool:
        """Whether a step may change the row."""
        if row.text in self.changed:
            return False
        if self.root(row.text) in {self.root(row) for row in self.deleted}:
            return False
        return not any(row.text.startswith(f"{deleted_row}.") for deleted_row in self.deleted)

    def is_fresh(self, row: Path, *, in_loop: bool) -> bool:
        """Whether no step before has made, moved or changed the row.

        A loop finds rows as they are stored, so also the one that a step before it has moved.
        """
        if in_loop and row.kind.entity in self.moved:
            return False
        taken = {self.root(changed) for changed in (*self.changed, *self.new)}
        return row.kind.entity not in self.swept and self.root(row.text) not in taken

    def states(self, draft: Draft, inputs: dict[str, Payload]) -> set[str]:
        """The states of input rows that a loop over all rows moves."""
        return {
            f"input.{row.name}.{draft.entities[row.kind.entity].state}"
            for row in inputs.values()
            if row.kind.entity in self.swept
        }
