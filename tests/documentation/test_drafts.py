"""The drafts: what they mark working is accepted, what they mark planned is refused by name."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from msc.analyze import fields, providers
from msc.analyze.resolve import resolve
from msc.core.catalogue.architecture import NOT_YET
from msc.core.catalogue.names import UNKNOWN_NAME
from msc.core.catalogue.types import WRONG_EXPRESSION
from msc.core.diagnostics import Diagnostic, has_errors
from msc.core.source import SourceFile
from msc.model.bind import BoundAnswers, bind
from msc.model.planned import KEYS, WHOLE
from msc.model.steps import STEPS
from msc.syntax.nodes import Entry, Mapping, Node, Sequence
from msc.syntax.tree import read

FOLDER = Path(__file__).parents[2] / "docs" / "language" / "drafts"
WHOLE_LINE = re.compile(r"# \[(working|planned)\]")
ONE_WORD = re.compile(r"`(\w+)` is \[planned\]")
# A key further right lies inside of braces, which begin further left.
MARGIN = 30
FOLLOWS = "[planned] its "
VERBS = {*STEPS, *WHOLE["operations", "*", "steps", "*"]}


@dataclass(frozen=True, slots=True)
class Construct:
    """A key that a draft marks as planned: its file, first and last line, and its word.

    One that `follows` is only planned because it names something that is.
    """

    file: str
    line: int
    last_line: int
    word: str
    follows: bool

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.word}"


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft: its tree, its source, and its planned constructs."""

    root: Mapping
    source: SourceFile
    planned: tuple[Construct, ...]


def draft(path: Path) -> Draft:
    result = read(path.name, path.read_bytes())
    assert result.value is not None, result.diagnostics
    source, root = result.value
    return Draft(root, source, tuple(constructs(path.name, source.text.split("\n"), root)))


def constructs(file: str, lines: list[str], node: Node) -> Iterator[Construct]:
    """The outermost keys with a planned mark."""
    for entry, first, end in entries(node):
        word = str(entry.key.value)
        line = entry.key.span.start_line
        mark = WHOLE_LINE.search(lines[line - 1])
        if (mark and mark[1] == "planned" and first) or word in ONE_WORD.findall(lines[line - 1]):
            follows = FOLLOWS in lines[line - 1]
            yield Construct(file, line, max(end, entry.value.span.end_line), word, follows)
        else:
            yield from constructs(file, lines, entry.value)


def entries(node: Node) -> Iterator[tuple[Entry, bool, int]]:
    """Entries of a mapping or of a list's items: the entry, whether it begins its line, and the
    last line of the step that it is the verb of (0 if it is none).
    """
    if isinstance(node, Sequence):
        for item in node.items:
            yield from entries(item)
    elif isinstance(node, Mapping):
        line = 0
        for entry in node.entries:
            begins = entry.key.span.start_line != line and entry.key.span.start_column < MARGIN
            verb = str(entry.key.value) in VERBS
            yield entry, begins, node.span.end_line if verb else 0
            line = entry.key.span.start_line


def without(node: Node, left_out: Callable[[Entry], bool]) -> Node | None:
    """The node without some entries; a step whose verb is left out goes as a whole."""
    if isinstance(node, Sequence):
        items = tuple(rest for item in node.items if (rest := without(item, left_out)) is not None)
        return Sequence(items, node.span)
    if not isinstance(node, Mapping):
        return node
    if any(left_out(entry) and str(entry.key.value) in VERBS for entry in node.entries):
        return None
    kept = (
        (entry.key, without(entry.value, left_out)) for entry in node.entries if not left_out(entry)
    )
    return Mapping(tuple(Entry(key, value) for key, value in kept if value is not None), node.span)


def diagnostics_of(of: Draft, *, keep: Construct | None = None) -> tuple[Diagnostic, ...]:
    """What msc says of a draft without its planned constructs, or with one of them."""
    gone = {(construct.line, construct.word) for construct in of.planned if construct != keep}
    root = without(of.root, lambda entry: (entry.key.span.start_line, str(entry.key.value)) in gone)
    assert isinstance(root, Mapping)
    bound = bind(root, (of.source,))
    if bound.value is None:
        return bound.diagnostics
    return resolve(bound.value, BoundAnswers({}, None)).checked.diagnostics


DRAFTS = [draft(path) for path in sorted(FOLDER.glob("*.yaml"))]
PLANNED = [(of, construct) for of in DRAFTS for construct in of.planned]


@pytest.mark.parametrize("of", DRAFTS, ids=lambda of: of.source.path)
def test_what_is_marked_working_is_accepted(of: Draft) -> None:
    diagnostics = diagnostics_of(of)
    assert not has_errors(diagnostics), [
        f"{diagnostic.span.start_line}: {diagnostic.message}" for diagnostic in diagnostics
    ]


@pytest.mark.parametrize(
    ("of", "construct"), PLANNED, ids=[str(construct) for _, construct in PLANNED]
)
def test_what_is_marked_planned_is_refused_by_name(of: Draft, construct: Construct) -> None:
    codes = {
        diagnostic.code
        for diagnostic in diagnostics_of(of, keep=construct)
        if construct.line <= diagnostic.span.start_line <= construct.last_line
    }
    assert codes & ({UNKNOWN_NAME, WRONG_EXPRESSION} if construct.follows else {NOT_YET})


@pytest.mark.parametrize("of", DRAFTS, ids=lambda of: of.source.path)
def test_every_section_has_a_mark(of: Draft) -> None:
    lines = of.source.text.split("\n")
    bare = [entry.key.value for entry, *_ in entries(of.root)
            if not WHOLE_LINE.search(lines[entry.key.span.start_line - 1])]  # fmt: skip
    assert bare == []


def test_every_planned_word_type_and_provider_is_in_a_draft() -> None:
    words = {word for table in (KEYS, WHOLE) for entry in table.values() for word in entry}
    texts = "\n".join(of.source.text for of in DRAFTS)
    assert words - set(re.findall(r"\b\w+(?=:)", texts)) == set()
    assert {*fields.PLANNED, *providers.PLANNED} - set(re.findall(r"\w+", texts)) == set()
