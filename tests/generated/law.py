"""The law: a spec that `check` accepts builds, and what is built passes its own gates."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from msc.core.diagnostics import Diagnostic
from msc.emit import emission
from msc.emit.tree import FileTree
from msc.ir.system import System
from msc.lower.program import lower
from msc.pipeline.front import front
from tests.generated.drawing import spec_of
from tests.generated.exercise import exercised
from tests.generated.gates import Workshop
from tests.generated.writing import written


@dataclass(slots=True)
class Run:
    """What came of the specs of some numbers; `uses` counts what of the language they use."""

    accepted: list[int] = field(default_factory=list)
    refused: dict[int, list[str]] = field(default_factory=dict)
    broken: dict[int, list[str]] = field(default_factory=dict)
    uses: Counter[str] = field(default_factory=Counter)


def run(
    numbers: Iterable[int],
    workshop: Workshop,
    *,
    whole: bool,
    report: Callable[[int, list[str]], None] = lambda number, failures: None,
) -> Run:
    """Draws each spec and holds its system to the gates; `whole` with types and unit tests."""
    done = Run()
    for number in numbers:
        spec = spec_of(number)
        system, diagnostics = _checked(written(spec))
        failures = [f"{each.code.id} {each.message}" for each in diagnostics]
        if system is None:
            done.refused[number] = failures
        else:
            done.accepted.append(number)
            done.uses += exercised(spec)
            failures = _judged(system, workshop, whole=whole)
            if failures:
                done.broken[number] = failures
        report(number, failures)
    return done


def _checked(text: bytes) -> tuple[System | None, tuple[Diagnostic, ...]]:
    checked = front([("spec.yaml", text)]).checked
    return checked.value, checked.diagnostics


def _judged(system: System, workshop: Workshop, *, whole: bool) -> list[str]:
    try:
        tree = _built(system)
    except Exception as error:
        return [f"build: {type(error).__name__}: {error}"]
    return [str(each) for each in workshop.judge(tree, whole=whole)]


def _built(system: System) -> FileTree:
    program = lower(system).value
    assert program is not None
    emitted = emission.emit(program)
    assert emitted.value is not None, [each.message for each in emitted.diagnostics]
    return emitted.value.tree
