"""The law: a spec that `check` accepts builds, and what is built passes its own gates."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

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


def run(numbers: Iterable[int], workshop: Workshop, *, whole: bool) -> Run:
    """Draws each spec and holds its system to the gates; `whole` with types and unit tests."""
    done = Run()
    for number in numbers:
        spec = spec_of(number)
        text = written(spec)
        failures = refusals(text)
        if failures:
            done.refused[number] = failures
        else:
            done.accepted.append(number)
            done.uses += exercised(spec)
            failures = judged(text, workshop, whole=whole)
            if failures:
                done.broken[number] = failures
    return done


def refusals(text: bytes) -> list[str]:
    """What `check` has against a spec; some of it only shows when operations become code."""
    checked = front([("spec.yaml", text)]).checked
    system, diagnostics = checked.value, checked.diagnostics
    if system is not None:
        diagnostics = lower(system).diagnostics
    return [f"{diagnostic.code.id} {diagnostic.message}" for diagnostic in diagnostics]


def judged(text: bytes, workshop: Workshop, *, whole: bool) -> list[str]:
    """What the gates say against the system of a spec that `check` accepts."""
    system = front([("spec.yaml", text)]).checked.value
    assert system is not None
    try:
        tree = _built(system)
    except Exception as error:
        return [f"build: {type(error).__name__}: {error}"]
    return [str(failure) for failure in workshop.judge(tree, whole=whole)]


def _built(system: System) -> FileTree:
    program = lower(system).value
    assert program is not None
    return emission.emit(program).tree
