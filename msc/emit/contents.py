"""The files at the paths of a destination."""

import hashlib
import os
import re
from pathlib import Path

from msc.core.source import Span

RECORDS = ".msc"
# Represents anything but a file: a folder, or a dangling link.
NO_FILE = "no file"
# Most paths have no part that begins with a dot, which is found out much faster.
USUAL = re.compile(r"(?:[^./\\\0][^/\\\0]*+/)*+[^./\\\0][^/\\\0]*+")
# A part of a path that leads elsewhere or nowhere, or a character that no part may have.
OUTSIDE = re.compile(r"(?:\A|/)\.{0,2}(?:/|\Z)|[\\\0]")


def is_inside(path: str) -> bool:
    """Whether a recorded path stays inside its folder."""
    return USUAL.fullmatch(path) is not None or OUTSIDE.search(path) is None


def link_before(root: Path, path: str) -> str | None:
    """The first parent folder of a path that is a link, which could lead anywhere."""
    parts = path.split("/")
    folders = ("/".join(parts[:number]) for number in range(1, len(parts)))
    return next((folder for folder in folders if os.path.islink(os.path.join(root, folder))), None)


def digest(data: bytes) -> str:
    """The digest of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def digest_at(root: Path, path: str) -> str | None:
    """The digest of the file at a path below the root; None if there is none.

    Line endings are normalised: a clone on Windows may have others than msc wrote.
    """
    name = os.path.join(root, path)
    # Opening a pipe would block until somebody writes to it.
    if os.path.lexists(name) and not os.path.isfile(name):
        return NO_FILE
    try:
        with open(name, "rb") as file:
            return digest(file.read().replace(b"\r\n", b"\n"))
    except (FileNotFoundError, NotADirectoryError):
        return None


def place(path: str) -> Span:
    """A place that refers to a whole file of the destination."""
    return Span(path, 1, 1, 1, 1)
