"""The rules of a spec: those under `rules`, and the conditions that steps require on the spot."""

from collections.abc import Iterator, Mapping

from msc.core.record import Record
from msc.model.operations import OperationSpec
from msc.model.places import Path
from msc.model.spec import Spec
from msc.model.steps import RequireStepSpec

# As long as a name of the author's may be.
LONGEST = 40
CONFLICT = 409


class DeclaredRule(Record):
    """A rule as written; its condition is below `path`, under `key`."""

    holds: str
    message: str
    code: str
    status: int
    path: Path
    key: str = "holds"

    @property
    def place(self) -> Path:
        """Where the condition is written."""
        return (*self.path, self.key)

    @property
    def is_of_a_step(self) -> bool:
        """Whether a step requires it on the spot."""
        return self.key == "require"


def declared_rules(spec: Spec) -> Mapping[str, DeclaredRule]:
    """The rules by name; one of a step is called after its operation and its code.

    A code says what is wrong, and a rule what has to hold: `book_room_unless_day_is_over`.
    """
    rules = {
        name: DeclaredRule(rule.holds, rule.message, rule.code, rule.status, ("rules", name))
        for name, rule in spec.rules.items()
    }
    for operation in sorted(spec.operations):
        for rule in _of_steps(operation, spec.operations[operation]):
            rules[_free(f"{operation}_unless_{rule.code.lower()}", rules)] = rule
    return rules


def _of_steps(name: str, operation: OperationSpec) -> Iterator[DeclaredRule]:
    for index, step in enumerate(operation.steps):
        if isinstance(step, RequireStepSpec) and step.message is not None and step.code is not None:
            path = ("operations", name, "steps", index)
            status = CONFLICT if step.status is None else step.status
            yield DeclaredRule(step.require, step.message, step.code, status, path, "require")


def _free(wish: str, taken: Mapping[str, DeclaredRule]) -> str:
    name, number = wish[:LONGEST].rstrip("_"), 2
    while name in taken:
        end = f"_{number}"
        name, number = wish[: LONGEST - len(end)].rstrip("_") + end, number + 1
    return name
