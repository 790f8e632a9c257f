"""A mistake in an expression is reported at its place in the YAML file, however that is quoted."""

import json
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msc.core.source import Span
from msc.expr import text as texts
from msc.expr.check import check
from msc.expr.known import KnownExpressions
from msc.model.places import Places
from msc.syntax.tree import read
from tests.property.expressions.model import SCOPE

MISSPELT = "zq_missing"
BEFORE = (
    "actor.a_bool", "actor.a_int == -1", "input.a_string == 'a b'", 'input.a_string != "it\'s"',
    "actor.a_string == '\U0001f600 é'", 'actor.a_string == "x"', r"actor.a_string == '\\'",
    "[1, 2].exists(n, n > actor.a_int)", "(actor.a_decimal > 2 || input.a_bool)",
)  # fmt: skip
MISTAKES = (
    f"actor.{MISSPELT} == 1", f"{MISSPELT} == 1", f"input.{MISSPELT}", f"actor.team.{MISSPELT} > 2",
    f"people.filter(p, p.{MISSPELT} == 2).size() > 1",
)  # fmt: skip
FAST = settings(
    max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
type Draw = Callable[..., str]


def words(draw: Draw) -> list[str]:
    """Conditions around the one with the mistake, each with the operator before it."""
    before = draw(st.lists(st.sampled_from(BEFORE), max_size=3))
    after = draw(st.lists(st.sampled_from(BEFORE), max_size=2))
    conditions = [*before, draw(st.sampled_from(MISTAKES)), *after]
    return [conditions[0], *(f"&& {condition}" for condition in conditions[1:])]


def wrapped(draw: Draw, pieces: list[str], breaks: tuple[str, ...]) -> str:
    text = pieces[0]
    for piece in pieces[1:]:
        text += draw(st.sampled_from(breaks)) + piece
    return text


def plain(draw: Draw, pieces: list[str]) -> str:
    return wrapped(draw, [f"true || {pieces[0]}", *pieces[1:]], (" ", "\n      ", "\n\n      "))


def single(draw: Draw, pieces: list[str]) -> str:
    quoted = [piece.replace("'", "''") for piece in pieces]
    return f"'{wrapped(draw, quoted, (' ', '  ', chr(10) + '   ', chr(10) * 3 + '   '))}'"


def double(draw: Draw, pieces: list[str]) -> str:
    ascii_only = draw(st.booleans())
    quoted = [json.dumps(piece, ensure_ascii=ascii_only)[1:-1] for piece in pieces]
    # Surrogate pairs are JSON's way; YAML has escapes of eight digits.
    quoted = [piece.replace("\\ud83d\\ude00", "\\U0001f600") for piece in quoted]
    return (
        f'"{wrapped(draw, quoted, (" ", chr(10) + "   ", r"\n", " " + chr(92) + chr(10) + "   "))}"'
    )


def block(mark: str) -> Callable[[Draw, list[str]], str]:
    def written(draw: Draw, pieces: list[str]) -> str:
        header = mark + draw(st.sampled_from(("", "-", "+")))
        breaks = (" ", "\n    ", "\n      ", "\n\n    ", "\n\n      ")
        return f"{header}\n    {wrapped(draw, pieces, breaks)}"

    return written


STYLES = {
    "plain": plain, "single": single, "double": double, "literal": block("|"), "folded": block(">")
}  # fmt: skip


def place(document: str, *, text: bool) -> tuple[Span, str]:
    """Where the first problem of the value of `k` is reported, and what that marks."""
    value = read("spec.yaml", document.encode()).value
    assert value is not None, document
    source, root = value
    given_text = root.entries[1].value.text.strip()  # type: ignore[union-attr]
    problems = (
        texts.parse(given_text, SCOPE, KnownExpressions()) if text else check(given_text, SCOPE)
    )
    assert isinstance(problems, tuple), given_text
    problem = next(candidate for candidate in problems if MISSPELT in candidate.message)
    span = Places(root, (source,)).inside(("k",), problem.line, problem.column, problem.length)
    line = document.split("\n")[span.start_line - 1]
    return span, line[span.start_column - 1 : span.end_column - 1]


def written_at(document: str) -> tuple[int, int]:
    before = document[: document.index(MISSPELT)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@FAST
@given(st.data())
def test_a_misspelt_name_is_marked_where_it_stands(data: st.DataObject) -> None:
    style = data.draw(st.sampled_from(sorted(STYLES)))
    document = f"é: 1\nk: {STYLES[style](data.draw, words(data.draw))}\nz: 2\n"
    span, marked = place(document, text=False)
    assert ((span.start_line, span.start_column), marked) == (written_at(document), MISSPELT)


@FAST
@given(st.data())
def test_it_is_marked_inside_a_text(data: st.DataObject) -> None:
    style = data.draw(st.sampled_from(sorted(STYLES)))
    lead, trail = (data.draw(st.sampled_from(("", " ", "  "))) for _ in range(2))
    mistake = f"${{{lead}{data.draw(st.sampled_from(MISTAKES))}{trail}}}"
    others = st.sampled_from(("${actor.a_string}", '$${"no"}', "100 % {a}", "\\n"))
    pieces = ["Dear \U0001f600 it's", *data.draw(st.lists(others, max_size=3)), mistake, "end"]
    document = f"é: 1\nk: {STYLES[style](data.draw, pieces)}\nz: 2\n"
    span, marked = place(document, text=True)
    assert ((span.start_line, span.start_column), marked) == (written_at(document), MISSPELT)
