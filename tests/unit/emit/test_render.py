"""Rendering: Copier's rules for paths, and Copier's bytes for every blueprint."""

from collections.abc import Callable
from pathlib import Path

import copier
import pytest
from jinja2.exceptions import UndefinedError

from msc.core import resources
from msc.core.record import Record
from msc.emit.blueprints import BLUEPRINTS, Blueprint
from msc.emit.render import data_of, render_blueprint
from msc.ir.system import System
from msc.lower.program import lower

type Templates = Callable[[dict[str, str]], None]

ITEM = "{% yield item from items %}{{ item.module }}{% endyield %}"
COPIER_YML = """\
_min_copier_version: "9.15.0"
_subdirectory: template
_templates_suffix: .jinja
_envops: {undefined: jinja2.StrictUndefined, trim_blocks: true, lstrip_blocks: true, keep_trailing_newline: true}
"""  # noqa: E501


class Item(Record):
    module: str
    element: str
    text: str


class View(Record):
    items: tuple[Item, ...]
    has_bot: bool
    title: str


VIEW = View((Item("a", "entity a", "one"), Item("", "entity b", "two")), False, "{{ title }}")


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Templates:
    """Lays down a blueprint called `tiny`."""

    def write(files: dict[str, str]) -> None:
        root = tmp_path / "blueprints" / "tiny"
        for path, text in files.items():
            target = root / "template" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        (root / "copier.yml").write_text(COPIER_YML, "utf-8")
        monkeypatch.setattr(resources, "folder", lambda name: tmp_path / name)

    return write


def copied(
    blueprint: Path, view: object, folder: Path, patch: pytest.MonkeyPatch
) -> dict[str, str]:
    """What Copier itself makes of a blueprint; without git it is several times faster."""
    patch.setenv("PATH", "")
    copier.run_copy(
        str(blueprint), str(folder), data=data_of(view), quiet=True, defaults=True, overwrite=True
    )
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


# What `msc views` prints for a smaller system is rendered by Copier in every run of the tests.
@pytest.mark.slow
@pytest.mark.parametrize("blueprint", BLUEPRINTS, ids=lambda blueprint_: blueprint_.name)
def test_every_blueprint_is_what_copier_makes_of_it(
    blueprint: Blueprint, system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = blueprint.view(lower(system).value)
    folder = resources.folder("blueprints") / blueprint.name
    expected = copied(folder, view, tmp_path, monkeypatch)
    assert render_blueprint(blueprint.name, view) == expected


def test_suffix_and_options_are_those_of_copier_yml(
    templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates({"a.txt.tmpl": "[[ title ]] {{ title }}\n", "b.jinja": "[[ title ]]\n"})
    root = tmp_path / "blueprints" / "tiny"
    (root / "template").rename(root / "files")
    (root / "copier.yml").write_text(
        "_subdirectory: files\n_templates_suffix: .tmpl\n"
        "_envops: {variable_start_string: '[[', variable_end_string: ']]'}\n"
    )
    rendered = render_blueprint("tiny", VIEW)
    assert rendered == {"a.txt": "{{ title }} {{ title }}\n", "b.jinja": "[[ title ]]\n"}
    assert rendered == copied(root, VIEW, tmp_path / "out", monkeypatch)


def test_paths_follow_copier(
    templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates(
        {
            f"{ITEM}_router.py.jinja": "x{{ item.text }}\n",
            f"{ITEM}/deep/x.py.jinja": "{{ item.text }}",
            "{% if has_bot %}bot.py{% endif %}.jinja": "no\n",
            "{% if has_bot %}bot{% endif %}/static.txt": "no\n",
            "static.txt": "{{ title }}\n",
            "title.txt.jinja": "{% if has_bot %}\nno\n{% endif %}\n{{ title }}\n\n",
        }
    )  # fmt: skip
    rendered = render_blueprint("tiny", VIEW)
    assert rendered == {
        "a_router.py": "xone\n",
        "_router.py": "xtwo\n",
        "a/deep/x.py": "one",
        "static.txt": "{{ title }}\n",
        "title.txt": "{{ title }}\n\n",
    }
    expected = copied(tmp_path / "blueprints" / "tiny", VIEW, tmp_path / "out", monkeypatch)
    assert rendered == expected


@pytest.mark.parametrize(
    "path",
    ["{{ missing }}.txt.jinja", "{% yield item from items %}{{ item.nmae }}{% endyield %}.jinja"],
)
def test_misspelt_name_in_a_path_is_an_error(templates: Templates, path: str) -> None:
    templates({path: ""})
    with pytest.raises(UndefinedError):
        render_blueprint("tiny", VIEW)


def test_misspelt_name_in_a_text_is_an_error(templates: Templates) -> None:
    templates({"a.txt.jinja": "{{ titel }}"})
    with pytest.raises(UndefinedError):
        render_blueprint("tiny", VIEW)
