"""What a view says is what a template shows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from msc.core import resources
from msc.emit import views
from msc.emit.fingerprints import JINJA, STRING

# They name the file of a view and its cause, for plans.
NAMING = frozenset({"module", "element"})
# Another view contains them in a text of its own.
JOINED = frozenset({("AuditView", "imports"), ("ProblemsView", "text"), ("TableView", "imports")})
WORD = re.compile(r"[A-Za-z_]\w*")


BLUEPRINTS = resources.folder("blueprints")
VIEWS = Path(views.__file__).parent


def shown(blueprint: Path) -> frozenset[str]:
    """The words of its templates and of their names, texts inside of them left out."""
    words = set[str]()
    for path in (blueprint / "template").rglob("*"):
        if path.is_file():
            text = path.read_bytes().decode("utf-8", "replace")
            for source in (text, path.as_posix()):
                for code in JINJA.findall(source):
                    words |= set(WORD.findall(re.sub(STRING, "", code)))
    return frozenset(words)


def fields(blueprint: str) -> Iterator[tuple[str, str]]:
    """The fields of its views, each with its class."""
    folder = VIEWS / blueprint
    for path in sorted(folder.rglob("*.py")) or [folder.with_suffix(".py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name.endswith("View"):
                for field in node.body:
                    if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                        yield node.name, field.target.id


@pytest.mark.parametrize(
    "blueprint", sorted(path.parent.name for path in BLUEPRINTS.glob("*/template"))
)
def test_each_field_of_a_view_is_shown(blueprint: str) -> None:
    words = shown(BLUEPRINTS / blueprint) | NAMING
    hidden = {(view, field) for view, field in fields(blueprint) if field not in words}
    assert hidden - JOINED == set()
