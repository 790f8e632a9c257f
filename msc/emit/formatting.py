"""Formats Python with the pinned formatter, which also proves that the texts parse."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping

from ruff import find_ruff_bin

from msc.emit.long_strings import break_long_strings, has_long_lines

# The bytes of an output depend on it; so does the digest of the inputs, which covers this line.
VERSION = "0.17.6"
MEMORY = "/dev/shm"
PAGE = 4096
SETTINGS = (
    "--isolated",
    "--no-cache",
    f'--config=required-version="=={VERSION}"',
    "--target-version=py312",
    "--config=line-length=100",
)
SORTING = (
    "--select=I,F401",
    "--fix",
    # Explicit, so that the result does not depend on other files in the folder.
    "--config=src=[]",
    '--config=lint.isort.known-first-party=["src","shared","testing","tests","simulators"]',
)


def format_python(texts: Mapping[str, str]) -> dict[str, str]:
    """The formatted texts; raises RuntimeError for invalid Python, which is a bug in msc."""
    if not texts:
        return {}
    with tempfile.TemporaryDirectory(prefix="msc-", dir=_in_memory(texts)) as folder:
        _write(folder, texts)
        # Imports first: the formatter has the last word on the shape of a long one.
        _ruff(folder, "check", *SETTINGS, *SORTING, ".")
        _ruff(folder, "format", *SETTINGS, ".")
        formatted = {path: _read(os.path.join(folder, path)) for path in texts}
        broken = {path: break_long_strings(text) for path, text in formatted.items()
                  if has_long_lines(text)}  # fmt: skip
        if not broken:
            return formatted
        _write(folder, broken)
        _ruff(folder, "format", *SETTINGS, *broken)
        return formatted | {path: _read(os.path.join(folder, path)) for path in broken}


def _in_memory(texts: Mapping[str, str]) -> str | None:
    """The system's in-memory folder, if there is one with enough space.

    The files are short-lived: writing and removing them on a disk takes longer than formatting.
    """
    pages = sum(len(text) // PAGE + 1 for text in texts.values())
    try:
        has_room = shutil.disk_usage(MEMORY).free > 8 * PAGE * pages
    except OSError:
        return None
    return MEMORY if has_room and os.access(MEMORY, os.W_OK) else None


def _write(folder: str, texts: Mapping[str, str]) -> None:
    for parent in sorted({os.path.dirname(path) for path in texts}):
        os.makedirs(os.path.join(folder, parent), exist_ok=True)
    for path, text in texts.items():
        with open(os.path.join(folder, path), "wb") as file:
            file.write(text.encode())


def _read(path: str) -> str:
    with open(path, "rb") as file:
        return file.read().decode()


def _ruff(folder: str, *arguments: str) -> None:
    # The user's environment must not influence the formatter.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("RUFF_")}
    done = subprocess.run(
        [find_ruff_bin(), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    # Complaints that stay end `check` with 1; text that is not Python ends `format` with 2.
    if done.returncode not in (0, 1):
        raise RuntimeError(f"the formatter failed: {done.stderr}{done.stdout}")
