"""Diagnostics for people: place, code, message, the marked line and a hint."""

from collections.abc import Iterator, Mapping

from msc.core.diagnostics import Diagnostic, Severity
from msc.core.source import SourceFile, Span
from msc.core.visible import visible

COLOURS = {
    Severity.ERROR: "\033[1;31m",
    Severity.WARNING: "\033[1;33m",
    Severity.NOTE: "\033[1;36m",
}
RESET = "\033[0m"
MAX_LINE = 160


def render(
    diagnostics: tuple[Diagnostic, ...], sources: Mapping[str, SourceFile], *, colour: bool = False
) -> str:
    """One block per diagnostic, and a summary line."""
    blocks = ["\n".join(_block(diagnostic, sources, colour)) for diagnostic in diagnostics]
    return "\n\n".join([*blocks, counts(diagnostics)]) + "\n" if blocks else ""


def counts(diagnostics: tuple[Diagnostic, ...]) -> str:
    """The counts by severity, such as `2 errors, 1 warning`."""
    parts = []
    for severity in Severity:
        number = sum(diagnostic.code.severity is severity for diagnostic in diagnostics)
        if number:
            parts.append(f"{number} {severity}{'s' if number > 1 else ''}")
    return ", ".join(parts)


def _block(
    diagnostic: Diagnostic, sources: Mapping[str, SourceFile], colour: bool
) -> Iterator[str]:
    severity = f"{diagnostic.code.severity} {diagnostic.code.id}"
    if colour:
        severity = f"{COLOURS[diagnostic.code.severity]}{severity}{RESET}"
    span = diagnostic.span
    place = f"{visible(span.file)}:{span.start_line}:{span.start_column}"
    yield f"{place}: {severity} {diagnostic.code.name}: {visible(diagnostic.message)}"
    yield from _frame(span, sources)
    yield f"  hint: {visible(diagnostic.hint)}"
    yield from (f"    + {visible(line)}" for line in diagnostic.paste)
    for related in diagnostic.related:
        other = related.span
        where = f"{visible(other.file)}:{other.start_line}:{other.start_column}"
        yield f"  note: {visible(related.message)} ({where})"


def _frame(span: Span, sources: Mapping[str, SourceFile]) -> Iterator[str]:
    source = sources.get(span.file)
    lines = source.text.split("\n") if source else []
    if span.start_line > len(lines) or not source:
        return
    line = lines[span.start_line - 1]
    column = min(span.start_column, len(line) + 1)
    end = span.end_column if span.end_line == span.start_line else len(line) + 1
    # A long line is shown around the place, so the mark stays in sight.
    offset = max(0, column - MAX_LINE // 2) if len(line) > MAX_LINE else 0
    shown = visible(line[offset : offset + MAX_LINE])
    before = visible(line[offset : column - 1])
    marked = visible(line[column - 1 : max(end - 1, column)])
    number = str(span.start_line)
    yield f"  {number} | {shown}"
    yield f"  {' ' * len(number)} | {' ' * len(before)}{'^' * max(1, min(len(marked), MAX_LINE))}"
