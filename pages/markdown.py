"""Pieces of Markdown."""

from collections.abc import Iterable, Sequence
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"


def prose(name: str) -> str:
    """The part of a page that people write."""
    return (TEXTS / f"{name}.md").read_text("utf-8")


def fenced(language: str, text: str) -> str:
    """A block of text in another language."""
    return f"```{language}\n{text.rstrip()}\n```\n"


def code(text: str) -> str:
    """Text as code within a line of a table."""
    mark = "``" if "`" in text else "`"
    return f"{mark}{text}{mark}".replace("|", "\\|")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are finished text."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(cells)} |" for cells in rows]
    return "\n".join(lines) + "\n"
