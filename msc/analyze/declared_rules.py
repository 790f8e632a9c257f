"""The rules of a spec: those under `rules`, and the conditions that steps require on the spot."""

from collections.abc import Iterator, Mapping
from hashlib import blake2s

from msc.analyze.context import MAX_NAME
from msc.core.record import Record
from msc.model.operations import OperationSpec
from msc.model.places import Path
from msc.model.spec import Spec
from msc.model.steps import RequireStepSpec

CONFLICT = 409
BETWEEN = "_unless_"
# Of a name that is too long, so much of the code stays readable, and so much tells it from others.
CODE_LENGTH, MARK_LENGTH = 14, 6


class DeclaredRule(Record):
    """A rule as written; its condition is below `path`, under `key`."""

    name: str
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


class DeclaredRules(Record):
    """The rules by name and by place; `clashes` are those whose name another one has."""

    by_name: Mapping[str, DeclaredRule]
    by_path: Mapping[Path, DeclaredRule]
    clashes: tuple[DeclaredRule, ...]


def declared_rules(spec: Spec) -> DeclaredRules:
    """The rules of a spec.

    One of a step is called after its operation and its code, and after nothing else of the spec:
    an operation that has not changed keeps the names of its rules. A code says what is wrong, and a
    rule what has to hold: `book_room_unless_day_is_over`.
    """
    named = (
        DeclaredRule(name, rule.holds, rule.message, rule.code, rule.status, ("rules", name))
        for name, rule in spec.rules.items()
    )
    of_steps = (
        rule for name in sorted(spec.operations) for rule in _of_steps(name, spec.operations[name])
    )
    by_name: dict[str, DeclaredRule] = {}
    rules = (*named, *of_steps)
    clashes = [rule for rule in rules if by_name.setdefault(rule.name, rule) is not rule]
    return DeclaredRules(by_name, {rule.path: rule for rule in rules}, tuple(clashes))


def _of_steps(operation: str, spec: OperationSpec) -> Iterator[DeclaredRule]:
    taken = set[str]()
    for index, step in enumerate(spec.steps):
        if isinstance(step, RequireStepSpec) and step.message is not None and step.code is not None:
            name = _free(operation, step.code.lower(), taken)
            taken.add(name)
            path = ("operations", operation, "steps", index)
            status = CONFLICT if step.status is None else step.status
            yield DeclaredRule(
                name, step.require, step.message, step.code, status, path, key="require"
            )


def _free(operation: str, code: str, taken: set[str]) -> str:
    name, number = _name(operation, code), 2
    while name in taken:
        name, number = _name(operation, f"{code}_{number}"), number + 1
    return name


def _name(operation: str, code: str) -> str:
    whole = f"{operation}{BETWEEN}{code}"
    if len(whole) <= MAX_NAME:
        return whole
    end = f"{BETWEEN}{code[:CODE_LENGTH]}".rstrip("_")
    mark = blake2s(whole.encode()).hexdigest()[:MARK_LENGTH]
    return f"{operation[: MAX_NAME - len(end) - MARK_LENGTH - 1].rstrip('_')}{end}_{mark}"
