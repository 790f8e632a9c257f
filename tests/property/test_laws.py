"""Laws that hold for any input, not for chosen examples."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msc.diff.compare import compare
from msc.ir.canonical import from_json, to_json
from msc.ir.system import System
from msc.syntax.canonical import canonical
from msc.syntax.comments import pieces
from msc.syntax.tree import read
from tests.fronts import front

EXAMPLE = Path(__file__).parents[2] / "specs" / "examples" / "p2p-lending"
DOCUMENTS = tuple(
    (path.relative_to(EXAMPLE).as_posix(), path.read_bytes())
    for path in sorted(EXAMPLE.rglob("*.yaml"))
)
FAST = settings(
    max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
# What a YAML text is made of: every style of value, every place of a comment, and what a formatter
# takes for a date, a number or a line break of its own.
PIECES = (
    "a: ", "b: ", "c:", "- ", "? ", ": ", "{", "}", "[", "]", ", ", "x", "'it # is'", '"q: \\n"',
    "\n", "\n", "\n  ", "\n  ", "\n    ", " # one", "# two", "\n# three\n", "|", ">-", "|2-",
    "2024-02-30", "12:30", "010", "1_0", "0x1F", ".inf", "~", "null", "yes", "5" * 5000, "=", "<<",
    "&x ", "*x", "!!str ", "! ", "%YAML 1.1\n", "---\n", "\n...", "\t", "\u2028", "\x85", "\ufeff",
)  # fmt: skip
MANY = settings(
    max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def load() -> System:
    system = front(DOCUMENTS).checked.value
    assert system is not None
    return system


@FAST
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    result = read("any.yaml", data)
    assert result.value is not None or result.diagnostics


@FAST
@given(st.text(max_size=400))
def test_every_place_lies_in_its_file(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for diagnostic in read("any.yaml", text.encode("utf-8", "replace")).diagnostics:
        assert 1 <= diagnostic.span.start_line <= len(lines) + 1
        assert diagnostic.span.start_column >= 1


@settings(MANY, max_examples=80)
@given(st.data())
def test_no_mutation_of_a_spec_ends_in_an_exception(data: st.DataObject) -> None:
    require_an_answer(data)


@pytest.mark.slow
@settings(MANY, max_examples=1_000)
@given(st.data())
def test_none_of_many_mutations_ends_in_an_exception(data: st.DataObject) -> None:
    require_an_answer(data)


def require_an_answer(data: st.DataObject) -> None:
    """A spec with some of its lines changed is a system, or has diagnostics."""
    index = data.draw(st.integers(0, len(DOCUMENTS) - 1))
    path, content = DOCUMENTS[index]
    lines = content.decode().split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        kind = data.draw(st.sampled_from(["drop", "repeat", "cut", "insert", "swap"]))
        if kind == "drop":
            del lines[at]
            lines = lines or [""]
        elif kind == "repeat":
            lines.insert(at, lines[at])
        elif kind == "cut":
            lines[at] = lines[at][: data.draw(st.integers(0, len(lines[at])))]
        elif kind == "swap":
            other = data.draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        else:
            position = data.draw(st.integers(0, len(lines[at])))
            lines[at] = lines[at][:position] + data.draw(st.text(max_size=6)) + lines[at][position:]
    changed = "\n".join(lines).encode("utf-8", "replace")
    documents = [*DOCUMENTS[:index], (path, changed), *DOCUMENTS[index + 1 :]]
    result = front(documents)
    assert result.checked.value is not None or result.checked.diagnostics


YAML = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@MANY
@given(YAML)
def test_what_can_be_read_keeps_values_and_comments_in_canonical_form(text: str) -> None:
    require_canonical_form(text)


@pytest.mark.slow
@settings(MANY, max_examples=3_000)
@given(YAML)
def test_of_many_texts_each_keeps_values_and_comments_in_canonical_form(text: str) -> None:
    require_canonical_form(text)


def require_canonical_form(text: str) -> None:
    form = canonical_after_reading(text)
    if form is None:
        return
    read_again = canonical_after_reading(form)
    assert read_again == form
    assert [piece.text for piece in pieces(text)] == [piece.text for piece in pieces(form)]


def canonical_after_reading(text: str) -> str | None:
    """The canonical form of a text that can be read; what keeps its form has a reason."""
    result = read("any.yaml", text.encode())
    if result.value is None or not result.ok:
        return None
    formed = canonical("any.yaml", result.value[0].text)
    assert formed.value is not None
    assert formed.diagnostics == () or formed.value == result.value[0].text
    return formed.value


def test_canonical_text_round_trips() -> None:
    system = load()
    assert from_json(to_json(system)) == system


def test_a_system_does_not_differ_from_itself() -> None:
    system = load()
    assert compare(system, system) == ()


def test_the_order_of_files_does_not_matter() -> None:
    assert to_json(load()) == to_json(front(tuple(reversed(DOCUMENTS))).checked.value)  # type: ignore[arg-type]


@pytest.mark.parametrize("kept", range(len(DOCUMENTS)))
def test_a_missing_file_is_never_a_crash(kept: int) -> None:
    """All files but one, and that one alone."""
    rest = [document for index, document in enumerate(DOCUMENTS) if index != kept]
    for documents in (rest, [DOCUMENTS[kept]]):
        result = front(documents)
        assert result.checked.value is not None or result.checked.diagnostics


def test_lone_brackets_in_texts_are_no_nesting() -> None:
    text = "\n".join(f"key_{number}: '{{ ['" for number in range(400))
    assert read("any.yaml", text.encode()).diagnostics == ()
    assert [
        diagnostic.code.id for diagnostic in read("any.yaml", b"a: " + b"[" * 70).diagnostics
    ] == ["MSC107"]
