"""What is taken over from an earlier build: only a file that is still what it came to then."""

import pytest

from msc.core.record import replace
from msc.emit import emission
from msc.emit.emission import Earlier, Emission, emit
from msc.emit.formatting import format_python
from msc.emit.renderings import Rendering
from msc.ir.system import System
from msc.lower.program import Program, lower


@pytest.fixture(scope="module")
def program(system: System) -> Program:
    lowered = lower(system).value
    assert lowered is not None
    return lowered


@pytest.fixture(scope="module")
def first(program: Program) -> Emission:
    return emit(program, earlier=Earlier({}, {}))


@pytest.fixture
def formatted(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The generated files that are formatted."""
    paths: set[str] = set()

    def noting(texts: dict[str, str]) -> dict[str, str]:
        paths.update(texts)
        return format_python(texts)

    monkeypatch.setattr(emission, "format_python", noting)
    return paths


def digests(first: Emission) -> dict[str, str | None]:
    return {file.path: file.digest for file in first.tree.files}


def other_data(first: Emission) -> dict[str, Rendering]:
    return {path: replace(one, data=b"other") for path, one in first.renderings.items()}


def python_of(first: Emission) -> set[str]:
    return {path for path in first.renderings if path.endswith(".py")}


def test_what_is_rendered_as_before_is_not_formatted(
    program: Program, first: Emission, formatted: set[str]
) -> None:
    again = emit(program, earlier=Earlier(other_data(first), digests(first)))
    assert not formatted & python_of(first)
    assert again.tree.paths == first.tree.paths
    assert again.renderings == first.renderings


def test_what_is_rendered_otherwise_is_formatted(
    program: Program, first: Emission, formatted: set[str]
) -> None:
    known = {path: replace(one, draft=b"other") for path, one in other_data(first).items()}
    again = emit(program, earlier=Earlier(known, digests(first)))
    assert python_of(first) <= formatted
    assert again.tree == first.tree
    assert again.renderings == first.renderings


def test_what_was_edited_is_formatted(
    program: Program, first: Emission, formatted: set[str]
) -> None:
    path = sorted(python_of(first))[0]
    edited = {**digests(first), path: "of an edit"}
    again = emit(program, earlier=Earlier(other_data(first), edited))
    assert formatted & python_of(first) == {path}
    assert again.renderings == first.renderings
