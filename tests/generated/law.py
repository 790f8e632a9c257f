"""The law: a spec that `check` accepts builds, and what is built passes its own gates."""

import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from msc.core.diagnostics import Diagnostic
from msc.emit import emission
from msc.emit.tree import FileTree
from msc.ir.system import System
from msc.lower.program import lower
from msc.pipeline.front import front
from tests.generated.drawing import spec_of
from tests.generated.exercise import exercised
from tests.generated.gates import Failure, static, types_and_units
from tests.generated.writing import written


@dataclass(slots=True)
class Run:
    """What came of the specs of some numbers; `uses` counts what of the language they use."""

    accepted: list[int] = field(default_factory=list)
    refused: dict[int, list[str]] = field(default_factory=dict)
    broken: dict[int, list[str]] = field(default_factory=dict)
    uses: Counter[str] = field(default_factory=Counter)


def run(numbers: Iterable[int], folder: Path, *, whole: bool) -> Run:
    """Draws each spec and holds its system to the gates; `whole` with types and unit tests."""
    done = Run()
    for number in numbers:
        spec = spec_of(number)
        text = written(spec)
        system, found = _checked(text)
        if system is None:
            done.refused[number] = [f"{each.code.id} {each.message}" for each in found]
            continue
        done.accepted.append(number)
        done.uses += exercised(spec)
        failures = _judged(system, folder / str(number), whole=whole)
        if failures:
            done.broken[number] = failures
    return done


def _checked(text: bytes) -> tuple[System | None, tuple[Diagnostic, ...]]:
    checked = front([("spec.yaml", text)]).checked
    return checked.value, checked.diagnostics


def _judged(system: System, folder: Path, *, whole: bool) -> list[str]:
    """What the gates have to say; a system without fault leaves nothing behind."""
    try:
        tree = _built(system)
    except Exception as error:
        return [f"build: {type(error).__name__}: {error}"]
    _write(tree, folder)
    failures: list[Failure] = [*static(folder), *(types_and_units(folder) if whole else ())]
    if not failures:
        shutil.rmtree(folder)
    return [str(each) for each in failures]


def _built(system: System) -> FileTree:
    program = lower(system).value
    assert program is not None
    emitted = emission.emit(program)
    assert emitted.value is not None, [each.message for each in emitted.diagnostics]
    return emitted.value.tree


def _write(tree: FileTree, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for each in tree.files:
        path = folder / each.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(each.text, "utf-8")
