"""Two variables of a use case may hold one row: an input and the row of a loop, two inputs.

What is written under one name must be seen under the other: a variable that may be behind is
refreshed from the unit of work before a statement reads it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from msc.expr.target import path_of
from msc.ir.steps import DeleteStep, ForEachStep, TransitionStep, UpdateStep
from msc.ir.walk import all_steps
from msc.lower.pycode import literal

CHANGES = (UpdateStep, TransitionStep, DeleteStep)


@dataclass(slots=True)
class Aliases:
    """Variables that hold rows, by what they hold.

    `origins` maps the variable of a row as a step changed it to the one that held it first. A row
    that the work itself makes has one origin only, so `new` ones have no other name. `changed` are
    the origins that were written; `loops` the entities whose rows the loops around this point write
    under some other name. `behind` are the variables whose row may have been written since.
    """

    entities: dict[str, str] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    loops: frozenset[str] = frozenset()
    behind: set[str] = field(default_factory=set)

    def hold(self, variable: str, entity: str, *, optional: bool = False) -> None:
        """Notes a variable that holds a stored row as it was read."""
        self.entities[variable] = entity
        if optional:
            self.optional.add(variable)
        if self.may_be_written(variable):
            self.behind.add(variable)

    def hold_new(self, variable: str, entity: str) -> None:
        """Notes a variable that holds a row which the work makes."""
        self.entities[variable] = entity
        self.new.add(variable)
        self.changed.add(variable)

    def hold_changed(self, variable: str, row: str) -> None:
        """Notes a variable that holds the row of another as a step changed it."""
        self.entities[variable] = self.entities[row]
        self.origins[variable] = self.origin_of(row)

    def origin_of(self, variable: str) -> str:
        """The variable that held the row first."""
        return self.origins.get(variable, variable)

    def may_be_written(self, variable: str) -> bool:
        """Whether an earlier statement, or an earlier turn of a loop, writes under another name."""
        origin, entity = self.origin_of(variable), self.entities[variable]
        if origin in self.new:
            return False
        others = self.changed - self.new - {origin}
        return entity in self.loops or any(self.entities[other] == entity for other in others)

    def is_perhaps_written(self, variable: str) -> bool:
        """Whether the work may have written the row, be it in a loop or under another name."""
        if variable not in self.entities or variable in self.optional:
            return False
        return self.origin_of(variable) in self.changed or self.may_be_written(variable)

    def note_write(self, variable: str) -> None:
        """Leaves the other variables behind that may hold the row."""
        origin = self.origin_of(variable)
        self.changed.add(origin)
        if origin not in self.new:
            self._leave_behind(self.entities[variable], origin)

    def enter(self, loop: ForEachStep) -> None:
        """Notes what earlier turns of the loop may have written."""
        entities = frozenset(_written_by_others(loop))
        self.loops |= entities
        for entity in entities:
            self._leave_behind(entity)

    def leave(self, loop: ForEachStep, loops: frozenset[str], behind: set[str]) -> None:
        """Goes back to what was noted before the loop; what it refreshed, it may have written."""
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
        """The statements that refresh the variables which the lines read, and these variables."""
        text = "\n".join(lines)
        read = {name for name in behind if re.search(rf"\b{name}\b", text)}
        return [line for variable in sorted(read) for line in self.refresh(variable)], read

    def refresh(self, variable: str) -> list[str]:
        """The statements that bring a row up to date with what the work has written."""
        row = f"unit.current({literal(self.entities[variable])}, {variable})"
        if variable in self.optional:
            return [f"if {variable} is not None:", f"    {variable} = {row}"]
        return [f"{variable} = {row}"]


def _written(loop: ForEachStep) -> Iterator[str]:
    steps = (step for step in all_steps(loop.steps) if isinstance(step, CHANGES))
    return (step.entity for step in steps)


def _written_by_others(loop: ForEachStep) -> Iterator[str]:
    """The entities of rows that the steps of a loop write, its own row apart."""
    own = {loop.variable}
    for step in all_steps(loop.steps):
        if not isinstance(step, CHANGES):
            continue
        path = path_of(step.target.root) or ()
        if len(path) != 1 or path[0] not in own:
            yield step.entity
        elif not isinstance(step, DeleteStep) and step.result:
            own.add(step.result)
