"""Aliasing: two variables of a use case may hold the same row, such as an input and a loop's row.

A write through one name must be visible through the other: a variable that may be stale is
refreshed from the unit of work before a statement reads it.
"""

import re
from collections.abc import Iterator

from msc.core.record import Mutable, field
from msc.expr.target import path_of
from msc.ir.steps import DeleteStep, ForEachStep, TransitionStep, UpdateStep
from msc.ir.walk import all_steps
from msc.lower.pycode import literal

CHANGES = (UpdateStep, TransitionStep, DeleteStep)


class Aliases(Mutable):
    """The variables that hold rows, by what they hold.

    `origins` maps the variable of a changed row to the variable that held it first. A row that the
    use case creates has only one origin, so `new` variables have no aliases. `changed` holds the
    written origins, and `loops` the entities whose rows the enclosing loops write under another
    name. `behind` holds the variables that may be stale.
    """

    entities: dict[str, str] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    loops: frozenset[str] = frozenset()
    behind: set[str] = field(default_factory=set)

    def hold(self, variable: str, entity: str, *, optional: bool = False) -> None:
        """Records a variable that holds a stored row as read."""
        self.entities[variable] = entity
        if optional:
            self.optional.add(variable)
        if self.may_be_written(variable):
            self.behind.add(variable)

    def hold_new(self, variable: str, entity: str) -> None:
        """Records a variable that holds a row created by the use case."""
        self.entities[variable] = entity
        self.new.add(variable)
        self.changed.add(variable)

    def hold_changed(self, variable: str, row: str) -> None:
        """Records a variable that holds a changed version of another variable's row."""
        self.entities[variable] = self.entities[row]
        self.origins[variable] = self.origin_of(row)

    def origin_of(self, variable: str) -> str:
        """The variable that held the row first."""
        return self.origins.get(variable, variable)

    def may_be_written(self, variable: str) -> bool:
        """Whether an earlier statement or loop iteration writes the row under another name."""
        origin, entity = self.origin_of(variable), self.entities[variable]
        if origin in self.new:
            return False
        others = self.changed - self.new - {origin}
        return entity in self.loops or any(self.entities[other] == entity for other in others)

    def is_perhaps_written(self, variable: str) -> bool:
        """Whether the use case may have written the row, in a loop or under another name."""
        if variable not in self.entities or variable in self.optional:
            return False
        return self.origin_of(variable) in self.changed or self.may_be_written(variable)

    def note_write(self, variable: str) -> None:
        """Marks the other variables that may hold the row as stale."""
        origin = self.origin_of(variable)
        self.changed.add(origin)
        if origin not in self.new:
            self._leave_behind(self.entities[variable], origin)

    def enter(self, loop: ForEachStep) -> None:
        """Records what earlier iterations of the loop may have written."""
        entities = frozenset(_written_by_others(loop))
        self.loops |= entities
        for entity in entities:
            self._leave_behind(entity)

    def leave(self, loop: ForEachStep, loops: frozenset[str], behind: set[str]) -> None:
        """Restores the state before the loop; refreshed rows may have been written by it."""
        self.loops = loops
        self.behind |= behind
        for entity in _written(loop):
            self._leave_behind(entity)

    def _leave_behind(self, entity: str, origin: str | None = None) -> None:
        self.behind |= {
            variable
            for variable, held in self.entities.items()
            if held == entity
            and self.origin_of(variable) != origin
            and self.origin_of(variable) not in self.new
        }

    def refreshed(self, behind: set[str], lines: list[str]) -> tuple[list[str], set[str]]:
        """The statements that refresh stale variables in the lines, and these variables."""
        text = "\n".join(lines)
        read = {name for name in behind if re.search(rf"\b{name}\b", text)}
        return [line for variable in sorted(read) for line in self.refresh(variable)], read

    def refresh(self, variable: str) -> list[str]:
        """The statements that update a row with the pending writes."""
        row = f"unit.current({literal(self.entities[variable])}, {variable})"
        if variable in self.optional:
            return [f"if {variable} is not None:", f"    {variable} = {row}"]
        return [f"{variable} = {row}"]


def _written(loop: ForEachStep) -> Iterator[str]:
    steps = (step for step in all_steps(loop.steps) if isinstance(step, CHANGES))
    return (step.entity for step in steps)


def _written_by_others(loop: ForEachStep) -> Iterator[str]:
    """The entities whose rows the steps of a loop write, except the loop's own row."""
    own = {loop.variable}
    for step in all_steps(loop.steps):
        if not isinstance(step, CHANGES):
            continue
        path = path_of(step.target.root) or ()
        if len(path) != 1 or path[0] not in own:
            yield step.entity
        elif not isinstance(step, DeleteStep) and step.result:
            own.add(step.result)
