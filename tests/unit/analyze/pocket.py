"""The small example spec with something changed, and what the front half says of it."""

from pathlib import Path

from msc.core.diagnostics import Diagnostic, Severity
from msc.ir.system import System
from msc.pipeline.front import Front
from tests.fronts import front

SPEC = Path(__file__).parents[3] / "specs" / "examples" / "pocket" / "spec.yaml"

type Finding = tuple[str, str]
"""A code's id and the text that its mark underlines."""


def changed(*changes: tuple[str, str]) -> str:
    """The text of the example; each change replaces a piece that occurs once."""
    text = SPEC.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
        text = text.replace(old, new)
    return text


def run(text: str, answers: str | None = None) -> Front:
    """The front half on a spec of one file."""
    document = None if answers is None else ("answers.yaml", answers.encode())
    return front([("spec.yaml", text.encode())], document)


def system(text: str) -> System:
    """The system of a spec that is right."""
    checked = run(text).checked
    assert checked.value is not None, [diagnostic.message for diagnostic in checked.diagnostics]
    return checked.value


def without_journeys(text: str) -> str:
    """The spec without its stories, which send what it asks for as it is."""
    start = text.index("journeys:\n")
    return text[:start] + text[text.index("questions:\n", start) :]


def findings(text: str, answers: str | None = None) -> list[Finding]:
    """Every diagnostic by its code and the marked text."""
    result = run(text, answers)
    sources = {source.path: source.text.split("\n") for source in result.sources}
    return [
        (diagnostic.code.id, marked(diagnostic, sources))
        for diagnostic in result.checked.diagnostics
    ]


def marked(diagnostic: Diagnostic, sources: dict[str, list[str]]) -> str:
    """The first line of what a diagnostic underlines."""
    span = diagnostic.span
    line = sources[span.file][span.start_line - 1]
    end = span.end_column if span.end_line == span.start_line else len(line) + 1
    return line[span.start_column - 1 : end - 1]


def messages(text: str) -> list[str]:
    """The texts of all errors, with their hints."""
    diagnostics = run(text).checked.diagnostics
    errors = [
        diagnostic for diagnostic in diagnostics if diagnostic.code.severity is Severity.ERROR
    ]
    return [f"{error.message}; {error.hint}" for error in errors]
