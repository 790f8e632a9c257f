"""Locates the files that ship with msc: next to the package in a checkout, inside it in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
IN_CHECKOUT = {
    "blueprints": "blueprints",
    "schemas": "schemas",
    "examples": "specs/examples",
    "start": "specs/start",
}


def folder(name: str) -> Path:
    """The folder of that name."""
    shipped = PACKAGE / "_data" / name
    return shipped if shipped.is_dir() else PACKAGE.parent / IN_CHECKOUT[name]
