"""The files of a spec, and the digest of everything that determines an output."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

from msc.core.catalogue import syntax as codes
from msc.core.diagnostics import Diagnostic, at
from msc.core.record import Record
from msc.core.source import Span
from msc.pipeline.itself import digest_of_msc
from msc.pipeline.outcome import Outcome

SUFFIXES = (".yaml", ".yml")
ANSWERS = "answers.yaml"
SPEC = "spec.yaml"
SKIPPED = frozenset({"build", "node_modules", "__pycache__"})
MAX_FILES = 2_000
MAX_BYTES = 16 * 1024 * 1024
# One byte over the limit of the reader is enough for it to refuse a file.
MAX_FILE_BYTES = 4 * 1024 * 1024 + 1

type Document = tuple[str, bytes]


class Inputs(Record):
    """The files of a spec, by path relative to its root, and the answers if there are any."""

    documents: tuple[Document, ...]
    answers: Document | None


def find_spec(start: Path) -> Path:
    """The nearest folder upwards that holds `spec.yaml`, or the start itself."""
    for folder in (start, *start.parents):
        if (folder / SPEC).is_file():
            return folder
    return start


def read_inputs(path: Path) -> Outcome[Inputs]:
    """The files of a spec, sorted; links that lead outside its folder are not followed."""
    folder = path if path.is_dir() else path.parent
    try:
        names = sorted(part_names(path)) if folder is path else [path.name, *_beside(path)]
        if set(names) <= {ANSWERS}:
            return _refused(at(codes.NO_SPEC, _place(SPEC), path=_shown(path)))
        return _read(folder, names)
    except OSError as error:
        name = os.path.relpath(error.filename or path, folder)
        reason = (error.strerror or str(error)).lower()
        return _refused(at(codes.NOT_READABLE, _place(name), path=name, reason=reason))


def _shown(folder: Path) -> str:
    """The folder as the user named it; empty if it was found by going upwards."""
    named = not folder.is_absolute() and folder != Path()
    return f"`{folder.as_posix()}`" if named else "this folder"


def _beside(path: Path) -> list[str]:
    return [ANSWERS] if path.name != ANSWERS and (path.parent / ANSWERS).is_file() else []


def _refused(diagnostic: Diagnostic) -> Outcome[Inputs]:
    return Outcome(None, (diagnostic,))


def _place(path: str) -> Span:
    return Span(path, 1, 1, 1, 1)


def part_names(root: Path) -> Iterator[str]:
    """The YAML files below the root; outputs, hidden folders and linked folders are skipped."""
    for folder, folders, files in os.walk(root, onerror=_refuse):
        folders[:] = [
            child
            for child in folders
            if not child.startswith(".")
            and child not in SKIPPED
            and not os.path.isdir(os.path.join(folder, child, ".msc"))
        ]
        linked = [name for name in folders if not _is_inside(Path(folder, name), root)]
        for name in (*linked, *files):
            if name in linked or (name.endswith(SUFFIXES) and not name.startswith(".")):
                yield Path(folder, name).relative_to(root).as_posix()


def _refuse(error: OSError) -> NoReturn:
    # A folder that is passed over would be a spec with elements missing.
    raise error


def _is_inside(path: Path, root: Path) -> bool:
    return not path.is_symlink() or path.resolve().is_relative_to(root.resolve())


def _read(root: Path, names: list[str]) -> Outcome[Inputs]:
    documents: list[Document] = []
    for name in names:
        reason = _unreadable(root / name, root)
        if reason is not None:
            return _refused(at(codes.NOT_READABLE, _place(name), path=name, reason=reason))
        with (root / name).open("rb") as file:
            documents.append((name, file.read(MAX_FILE_BYTES)))
        if len(documents) > MAX_FILES or sum(len(data) for _, data in documents) > MAX_BYTES:
            limit = f"{MAX_FILES:,} files of 16 MiB together"
            return _refused(at(codes.TOO_LARGE, _place(name), what="the spec", limit=limit))
    answers = next((document for document in documents if document[0] == ANSWERS), None)
    rest = tuple(document for document in documents if document[0] != ANSWERS)
    return Outcome(Inputs(rest, answers))


def _unreadable(path: Path, root: Path) -> str | None:
    """Why a file cannot be read or must not be."""
    if not _is_inside(path, root):
        return "it is a link that leads outside the spec's folder"
    if not path.is_file():
        return "it is not a file"
    return None if os.access(path, os.R_OK) else "its permissions forbid it"


def digest_of(inputs: Inputs) -> str:
    """A digest of everything that determines the output, including the compiler itself.

    The compiler's sources pin the versions of the formatter and of the template engine. It differs
    from machine to machine.
    """
    answers = (inputs.answers,) if inputs.answers else ()
    return _digest(digest_of_msc(), (*inputs.documents, *answers))


def _digest(start: str, documents: Iterable[Document]) -> str:
    total = hashlib.sha256(start.encode())
    for path, data in documents:
        total.update(b"\0%b\0%d\0" % (os.fsencode(path), len(data)))
        total.update(data)
    return total.hexdigest()
