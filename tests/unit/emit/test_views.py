"""What a view says is what a template shows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from msc.core import resources
from msc.emit import views
from msc.emit.fingerprints import JINJA, STRING

# They name the file of a view and its cause, for plans.
NAMING = frozenset({"module", "element"})
WORD = re.compile(r"[A-Za-z_]\w*")


def shown() -> frozenset[str]:
    """The words of all templates and of their names, texts inside of them left out."""
    words = set[str]()
    for path in resources.folder("blueprints").rglob("*"):
        if path.is_file() and "template" in path.parts:
            text = path.read_bytes().decode("utf-8", "replace")
            for source in (text, path.as_posix()):
                for code in JINJA.findall(source):
                    words |= set(WORD.findall(re.sub(STRING, "", code)))
    return frozenset(words)


def fields() -> Iterator[tuple[str, str]]:
    """The fields of all views, each with its class."""
    for path in sorted(Path(views.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name.endswith("View"):
                for field in node.body:
                    if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                        yield node.name, field.target.id


def test_each_field_of_a_view_is_shown() -> None:
    words = shown() | NAMING
    assert [(view, field) for view, field in fields() if field not in words] == []
