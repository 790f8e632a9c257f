"""Templates: compiled once, and the code is kept only for the source that it was made of."""

import sys
from pathlib import Path

import jinja2
import pytest

from msc.emit import templates
from msc.emit.settings import Settings
from msc.emit.templates import Templates


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of compiled templates, empty, for a Python that keeps what it compiles."""
    folder = tmp_path / "kept"
    folder.mkdir()
    monkeypatch.setattr(templates, "KEPT", folder)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return folder


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "greeting.jinja"
    path.write_text("Hello {{ name }}")
    return path


def greeting(template: Path, *, keep: bool = True) -> str:
    settings = Settings(template.parent, ".jinja", {"keep_trailing_newline": keep})
    return Templates().text(template, {"name": "Ada"}, settings)


def test_a_kept_template_is_not_compiled_again(
    kept: Path, template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert greeting(template) == "Hello Ada"
    monkeypatch.setattr(jinja2.Environment, "compile", None)
    assert greeting(template) == "Hello Ada"
    assert len(list(kept.iterdir())) == 1


def test_a_changed_template_is_compiled_anew(kept: Path, template: Path) -> None:
    assert greeting(template) == "Hello Ada"
    template.write_text("Good bye {{ name }}")
    assert greeting(template) == "Good bye Ada"
    assert greeting(template) == "Good bye Ada"
    assert len(list(kept.iterdir())) == 1


def test_a_spoilt_file_is_replaced(kept: Path, template: Path) -> None:
    assert greeting(template) == "Hello Ada"
    (file,) = kept.iterdir()
    file.write_bytes(file.read_bytes()[:-20])
    assert greeting(template) == "Hello Ada"


@pytest.mark.usefixtures("kept")
def test_a_template_of_other_options_is_compiled_anew(template: Path) -> None:
    template.write_text("{{ name }}\n")
    assert greeting(template) == "Ada\n"
    assert greeting(template, keep=False) == "Ada"


def test_without_a_folder_templates_are_compiled(kept: Path, template: Path) -> None:
    kept.rmdir()
    assert greeting(template) == "Hello Ada"


def test_a_python_that_keeps_nothing_keeps_no_templates(
    kept: Path, template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert greeting(template) == "Hello Ada"
    assert list(kept.iterdir()) == []
