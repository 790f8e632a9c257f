"""`msc views` prints what makes `copier copy` render a blueprint as a build does."""

import json
import runpy
import sys
from pathlib import Path

import pytest
import yaml

from msc.core import resources
from msc.core.record import Record
from msc.emit.blueprints import BLUEPRINTS, Blueprint
from msc.emit.data import as_text, data_file
from msc.emit.render import render_blueprint
from msc.lower.program import Program
from tests.unit.cli.running import msc

POCKET = resources.folder("examples") / "pocket"
METHODS = frozenset(dir(dict))


@pytest.mark.parametrize("blueprint", BLUEPRINTS, ids=lambda blueprint_: blueprint_.name)
def test_copier_renders_the_data_as_a_build_does(
    blueprint: Blueprint, pocket: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = msc("views", blueprint.name, str(POCKET))
    assert printed.exit_code == 0
    data, out = tmp_path / "data.json", tmp_path / "out"
    data.write_text(printed.output, "utf-8", newline="")
    template = resources.folder("blueprints") / blueprint.name
    options = ["--quiet", "--defaults", "--data-file", str(data)]
    monkeypatch.setattr(sys, "argv", ["copier", "copy", *options, str(template), str(out)])
    # Copier asks git for its settings once per file, if it finds it.
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("copier", run_name="__main__")
    assert ended.value.code == 0
    copied = {
        path.relative_to(out).as_posix(): path.read_bytes().decode()
        for path in out.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert copied == render_blueprint(blueprint.name, blueprint.view(pocket))


@pytest.mark.parametrize("blueprint", BLUEPRINTS, ids=lambda blueprint_: blueprint_.name)
def test_the_data_are_the_same_as_json_and_as_yaml(blueprint: Blueprint, pocket: Program) -> None:
    text = data_file(blueprint.name, pocket)
    assert yaml.load(text, Loader=yaml.CSafeLoader) == json.loads(text)


class Hostile(Record):
    text: str = 'a\x00\x1f\x7f\x85\xa0\u2028\u2029\ufeff\uffff\U0001f600 \\ " {{ x }} #: -\r\n\t'


def test_characters_that_yaml_reads_in_another_way_are_escaped() -> None:
    text = as_text(Hostile())
    assert yaml.load(text, Loader=yaml.CSafeLoader)["text"] == Hostile().text
    assert json.loads(text)["text"] == Hostile().text


@pytest.mark.parametrize("blueprint", BLUEPRINTS, ids=lambda blueprint_: blueprint_.name)
def test_no_value_hides_behind_a_method_of_a_mapping(blueprint: Blueprint, pocket: Program) -> None:
    """Copier's data are mappings, of which Jinja reads `x.items` as their method."""

    def names(value: object) -> set[str]:
        match value:
            case dict():
                return set(value).union(*map(names, value.values()))
            case list():
                return set().union(*map(names, value))
        return set()

    data = json.loads(data_file(blueprint.name, pocket))
    inner = set().union(*map(names, data.values()))
    assert METHODS.isdisjoint(inner)
