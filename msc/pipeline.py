"""The order of the stages. The only module that runs more than one, and that reads a spec."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msc
from msc.core import resources
from msc.core.catalogue import syntax as syntax_codes
from msc.core.diagnostics import Diagnostic, Severity, at
from msc.core.source import SourceFile, Span

if TYPE_CHECKING:
    from msc.ir.system import Question, System

VERSION = "0.1.0"
SUFFIXES = (".yaml", ".yml")
ANSWERS = "answers.yaml"
SPEC = "spec.yaml"
SKIPPED = frozenset({"build", "node_modules"})
MAX_FILES = 2_000
MAX_BYTES = 16 * 1024 * 1024

type Document = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of a spec, by their path below its root, and the answers if there are any."""

    documents: tuple[Document, ...]
    answers: Document | None


@dataclass(frozen=True, slots=True)
class Outcome[T]:
    """What a run of stages made, what it has to say, and the sources to show it with."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...]
    sources: tuple[SourceFile, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether a person has to do something before there is a result."""
        errors = any(each.code.severity is Severity.ERROR for each in self.diagnostics)
        return errors or self.value is None


def find_spec(start: Path) -> Path:
    """The nearest folder upwards that holds `spec.yaml`, or the start itself."""
    for folder in (start, *start.parents):
        if (folder / SPEC).is_file():
            return folder
    return start


def read_inputs(path: Path) -> Outcome[Inputs]:
    """The files of a spec; nothing outside of its folder is followed."""
    if path.is_file():
        answers = path.parent / ANSWERS
        given = (ANSWERS, answers.read_bytes()) if answers.is_file() else None
        return Outcome(Inputs(((path.name, _bounded(path)),), given), ())
    root = path.resolve()
    files = [each for each in sorted(root.rglob("*")) if _is_part(each, root)]
    if not files:
        span = Span(SPEC, 1, 1, 1, 1)
        return Outcome(None, (at(syntax_codes.NO_SPEC, span, path="this folder"),))
    if len(files) > MAX_FILES or sum(each.stat().st_size for each in files) > MAX_BYTES:
        span = Span(path.name, 1, 1, 1, 1)
        limit = f"{MAX_FILES:,} files of 16 MiB together"
        return Outcome(None, (at(syntax_codes.TOO_LARGE, span, what="the spec", limit=limit),))
    documents = tuple((each.relative_to(root).as_posix(), _bounded(each)) for each in files)
    given = next((each for each in documents if each[0] == ANSWERS), None)
    rest = tuple(each for each in documents if each[0] != ANSWERS)
    return Outcome(Inputs(rest, given), ())


def _is_part(path: Path, root: Path) -> bool:
    if path.suffix not in SUFFIXES or not path.is_file():
        return False
    parts = path.relative_to(root).parts
    hidden = any(part.startswith(".") or part in SKIPPED for part in parts)
    built = any((root / Path(*parts[:end]) / ".msc").is_dir() for end in range(1, len(parts)))
    return not hidden and not built and path.resolve().is_relative_to(root)


def _bounded(path: Path) -> bytes:
    # One byte over the limit of the reader is enough for it to refuse the file.
    with path.open("rb") as file:
        return file.read(4 * 1024 * 1024 + 1)


def load(path: Path) -> "Outcome[System]":
    """The resolved system of a spec."""
    from msc.analyze.front import front

    inputs = read_inputs(path)
    if inputs.value is None:
        return Outcome(None, inputs.diagnostics)
    result = front(inputs.value.documents, inputs.value.answers)
    return Outcome(result.checked.value, result.checked.diagnostics, result.sources)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. `up_to_date` says that nothing had to be looked at further."""

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    up_to_date: bool = False
    edits: tuple[str, ...] = ()


def build(path: Path, out: Path, *, dry_run: bool = False, check: bool = False) -> Outcome[Built]:
    """Brings the destination to what the spec says, or says what that would change."""
    from msc.emit.write import look, untouched

    inputs = read_inputs(path)
    if inputs.value is None:
        return Outcome(None, inputs.diagnostics)
    key = inputs_digest(inputs.value)
    seen = look(out)
    if seen.value is None:
        return Outcome(None, seen.diagnostics)
    same = seen.value.manifest is not None and seen.value.manifest.inputs == key
    if same and untouched(seen.value) and seen.value.manifest is not None:
        seeded = all(seen.value.digests[each.path] for each in seen.value.manifest.files)
        if seeded:
            count = len(seen.value.manifest.files)
            return Outcome(Built(unchanged=count, up_to_date=True), ())
    loaded = load(path)
    if loaded.failed or loaded.value is None:
        return Outcome(None, loaded.diagnostics, loaded.sources)
    return _emit(loaded, loaded.value, out, key, dry_run=dry_run, check=check)


def _emit(
    loaded: "Outcome[System]", system: "System", out: Path, key: str, *, dry_run: bool, check: bool
) -> Outcome[Built]:
    from msc.emit.emission import plan, render
    from msc.emit.write import look, stale, survey, write
    from msc.ir.canonical import to_json

    planned = plan(system)
    if planned.value is None:
        return Outcome(None, (*loaded.diagnostics, *planned.diagnostics), loaded.sources)
    tree = render(system)
    seen = look(out, tuple(each.path for each in tree.files))
    if seen.value is None:
        return Outcome(None, seen.diagnostics)
    if check:
        found = stale(tree, seen.value)
        value = None if found else Built(unchanged=len(tree.files))
        return Outcome(value, (*loaded.diagnostics, *found), loaded.sources)
    report = survey(tree, seen.value)
    if report.value is None:
        edits = _edits(report.diagnostics, out)
        return Outcome(
            Built(edits=edits), (*loaded.diagnostics, *report.diagnostics), loaded.sources
        )
    if not dry_run:
        write(tree, seen.value, report.value, to_json(system), key)
    done = report.value
    built = Built(done.created, done.changed, done.removed, done.unchanged)
    return Outcome(built, loaded.diagnostics, loaded.sources)


def _edits(diagnostics: tuple[Diagnostic, ...], out: Path) -> tuple[str, ...]:
    """The edits of generated files, against the text of the system that was built last."""
    from msc.core.catalogue.destination import EDITED_FILE, EDITED_ORPHAN
    from msc.emit.emission import render
    from msc.emit.write import edit_of

    previous = last_build(out)
    paths = [each.span.file for each in diagnostics if each.code in (EDITED_FILE, EDITED_ORPHAN)]
    if previous is None or not paths:
        return ()
    pristine = {each.path: each.text for each in render(previous).files}
    return tuple(edit_of(path, pristine[path], out) for path in paths if path in pristine)


def last_build(out: Path) -> "System | None":
    """The system that the destination was built from, or None."""
    from msc.emit.manifest import SYSTEM
    from msc.ir.canonical import from_json

    try:
        return from_json((out / SYSTEM).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def inputs_digest(inputs: Inputs) -> str:
    """A digest of everything that the output is a function of, the compiler itself included."""
    import hashlib

    total = hashlib.sha256(VERSION.encode())
    for path, data in (*inputs.documents, *((inputs.answers,) if inputs.answers else ())):
        total.update(f"\0{path}\0{len(data)}\0".encode())
        total.update(data)
    for folder in (Path(msc.__file__).parent, resources.folder("blueprints")):
        for each in sorted(folder.rglob("*")):
            shipped = all(
                part != "__pycache__" and not part.endswith("_cache") and part != "_data"
                for part in each.relative_to(folder).parts
            )
            if each.is_file() and shipped:
                total.update(each.relative_to(folder).as_posix().encode())
                total.update(each.read_bytes())
    return total.hexdigest()


def load_questions(path: Path) -> "Outcome[tuple[Question, ...]]":
    """The questions of a spec; a spec that only waits for answers still has them."""
    from msc.analyze.front import front

    inputs = read_inputs(path)
    if inputs.value is None:
        return Outcome(None, inputs.diagnostics)
    result = front(inputs.value.documents, inputs.value.answers)
    return Outcome(result.questions, result.checked.diagnostics, result.sources)


def format_spec(path: Path, *, write: bool) -> Outcome[tuple[str, ...]]:
    """The files that are not in canonical form, which are rewritten if so told."""
    from msc.syntax.canonical import canonical
    from msc.syntax.tree import read

    inputs = read_inputs(path)
    if inputs.value is None:
        return Outcome(None, inputs.diagnostics)
    root = path if path.is_dir() else path.parent
    made: dict[str, str] = {}
    for name, data in inputs.value.documents:
        result = read(name, data)
        if result.value is None or not result.ok:
            sources = (SourceFile(name, data.decode("utf-8", "replace")),)
            return Outcome(None, result.diagnostics, sources)
        text = canonical(name, result.value[0].text)
        if text.encode() != data:
            made[name] = text
    for name, text in made.items():
        if write:
            aside = root / f"{name}.new"
            aside.write_text(text, "utf-8", newline="\n")
            aside.replace(root / name)
    return Outcome(tuple(made), ())
