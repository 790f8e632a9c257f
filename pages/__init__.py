"""The pages, schemas and names that are generated from the code, so they cannot fall behind."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from pages import commands, diagnostics, emitted, reference, sayings, spelling
from pages.schemas import FILES, schema

ROOT = Path(__file__).resolve().parents[1]
SAYINGS = "msc/core/catalogue/sayings.json"
PAGES: dict[str, Callable[[], str]] = {
    **{f"schemas/{file}": partial(schema, file) for file in FILES},
    SAYINGS: sayings.sayings,
    "docs/commands.md": commands.page,
    "docs/diagnostics.md": diagnostics.page,
    "docs/emitted-system.md": emitted.page,
    "docs/language/reference.md": reference.page,
    "msc/spelling/bound.py": spelling.page,
}


def generated() -> dict[str, str]:
    """The text of every generated file by its path."""
    return {path: page() for path, page in PAGES.items()}
