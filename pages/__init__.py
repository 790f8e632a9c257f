"""The pages, schemas and names that are generated from the code, so they cannot fall behind."""

from collections.abc import Callable
from pathlib import Path

from pages import commands, diagnostics, emitted, reference, sayings, spelling
from pages.schemas import schemas

ROOT = Path(__file__).resolve().parents[1]
SAYINGS = "msc/core/catalogue/sayings.json"
PAGES: dict[str, Callable[[], str]] = {
    SAYINGS: sayings.sayings,
    "docs/commands.md": commands.page,
    "docs/diagnostics.md": diagnostics.page,
    "docs/emitted-system.md": emitted.page,
    "docs/language/reference.md": reference.page,
    "msc/spelling/bound.py": spelling.page,
}


def generated() -> dict[str, str]:
    """The text of every generated file by its path."""
    published = {f"schemas/{name}": text for name, text in schemas().items()}
    return {**published, **{path: page() for path, page in PAGES.items()}}
