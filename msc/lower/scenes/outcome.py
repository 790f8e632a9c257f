"""A success scene of an operation -> the expected content of its unit of work, as Python texts."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from msc.core.record import Mutable, field, replace
from msc.expr.evaluate import Path, Value, evaluate
from msc.expr.target import Unsupported, path_of
from msc.ir.behaviour import Operation
from msc.ir.entities import Entity
from msc.ir.expressions import Expression, ValueType
from msc.ir.fields import Field
from msc.ir.steps import Assignment
from msc.ir.system import System
from msc.lower.pycode import literal
from msc.lower.scenes.results import Result, Write
from msc.lower.scenes.stage import Scene
from msc.lower.services.channels import BULK, PROMPT_MESSAGES
from msc.lower.shapes.queries import StoredCode
from msc.lower.shapes.samples import held


class Outcome(Mutable):
    """The committed changes. `created` maps the variables of new rows to their entities."""

    system: System
    operation: Operation
    scene: Scene
    stored: StoredCode
    created: list[tuple[str, Entity]] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)
    guards: list[str] = field(default_factory=list)
    changes: dict[str, Write] = field(default_factory=dict)
    events: list[str] = field(default_factory=list)
    messages: int = 0
    results: dict[str, Result] = field(default_factory=dict)
    written: list[Result] = field(default_factory=list)
    lasting: list[Result] = field(default_factory=list)

    @property
    def writes(self) -> list[str]:
        """The writes, one per row."""
        return [write.text for write in self.changes.values()]

    def arrivals(self) -> Iterator[tuple[str, str]]:
        """The variables of new rows, and the expression that finds the identifier of each."""
        for variable, entity in self.created:
            alike = [name for name, other in self.created if other is entity]
            method = f"data.units_of_work.created({literal(entity.name)})"
            if len(alike) > 1:
                method = f"data.units_of_work.all_created({literal(entity.name)})"
                method += f"[{alike.index(variable)}]"
            yield variable, method

    def look_up(self, path: Path, type_: ValueType) -> Value:
        """The value at a place; results of steps shadow earlier values."""
        result = self.results.get(path[0])
        if result is None:
            return self.scene.look_up(path, type_)
        if len(path) == 1:
            return result.identity
        if len(path) > 2:
            raise Unsupported(f"{'.'.join(path)} is not known before the commit")
        return result.value(path[1])

    def returned(self) -> Result | None:
        """The single row that the operation returns."""
        returns = self.operation.returns
        if returns is None or returns.many:
            return None
        row = self.row(path_of(returns.value.root) or ())
        # A row that a step changed without naming the result is answered as it is afterwards.
        changed = (result for result in reversed(self.written) if result.identity == row.identity)
        return next(changed, row)

    def row(self, path: Path) -> Result:
        """The row at a place after the steps so far."""
        if path and path[0] in self.results and len(path) == 1:
            return self.results[path[0]]
        row = self.scene.row(path)
        if row is None:
            raise Unsupported(f"no row is at {'.'.join(path)}")
        return Result(row.entity, row.identity, row.values)

    def assigned(self, values: Iterable[Assignment], fields: Iterable[Field]) -> dict[str, Value]:
        """The assignments of a step, converted to the types of the fields."""
        types = {field.name: field.type for field in fields}
        return {
            value.field: held(types[value.field], evaluate(value.value.root, self.look_up))
            for value in values
        }

    def change(self, target: Expression, changes: Mapping[str, Value], result: str) -> None:
        """Merges changes of a row into its write."""
        row = self.row(path_of(target.root) or ())
        before = self.changes.get(row.identity.text)
        if before is None or before.values is None:
            before = Write("UpdateWrite", row.entity, row.identity.text, {})
        values = {**(before.values or {}), **changes}
        self.changes[row.identity.text] = replace(before, values=values)
        after = Result(row.entity, row.identity, {**row.values, **changes}, row.is_new)
        self.remember(result, after)

    def variable(self, name: str) -> str:
        """A unique variable for the identifier of a new row."""
        taken = {variable for variable, _ in self.created}
        names = (f"{name}_{number}_id" if number > 1 else f"{name}_id" for number in count(1))
        return next(variable for variable in names if variable not in taken)

    def remember(self, name: str, result: Result) -> None:
        """Records a written row under the name of the step's result."""
        self.written.append(result)
        self.lasting.append(result)
        if name:
            self.results[name] = result

    def publish(self, name: str, aggregate: tuple[str, str], data: str) -> None:
        """Adds an event."""
        self.events.append(f"Published({literal(name)}, {aggregate[0]}, {aggregate[1]}, {data})")

    def tell(self, name: str, aggregate: tuple[str, str], data: str) -> None:
        """Adds a message to a person; many let those to single people pass."""
        self.messages += 1
        self.publish(name if self.messages <= PROMPT_MESSAGES else name + BULK, aggregate, data)
