"""Quoting for other languages: hostile text stays one value."""

import json
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from msc.emit import quoting

TEXT = st.text(st.characters(blacklist_categories=["Cs"]))
HOSTILE = (
    "plain",
    "it's",
    '"quoted" \\ $HOME $(id) `id` ${X:-y}',
    "a: b # c",
    "two\nlines",
    "*{{ x }}*|_a_",
    "ends with \\",
    "\u202eright to left\0",
)


@given(TEXT)
def test_yaml_keeps_any_text(text: str) -> None:
    assert yaml.safe_load(f"key: {quoting.yaml(text)}") == {"key": text}


@given(TEXT)
def test_toml_and_json_keep_any_text(text: str) -> None:
    assert tomllib.loads(f"key = {quoting.toml(text)}") == {"key": text}
    assert json.loads(quoting.json({text: [text]})) == {text: [text]}


@given(TEXT)
def test_shell_gives_one_word(text: str) -> None:
    assert shlex.split(quoting.shell(text)) == [quoting.one_line(text)]


@given(TEXT)
def test_other_languages_stay_on_one_line(text: str) -> None:
    for quote in (quoting.env, quoting.makefile, quoting.dockerfile, quoting.markdown):
        assert len(quote(text).splitlines()) <= 1


@pytest.mark.parametrize("text", HOSTILE)
def test_env_is_read_back_by_a_shell(text: str) -> None:
    script = f'KEY={quoting.env(text)}\nprintf %s "$KEY"'
    shown = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout == quoting.one_line(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_makefile_recipe_prints_the_text(text: str, tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text(
        f"NAME := {quoting.makefile(text)}\nall:\n\t@printf %s {quoting.makefile_shell(text)}\n"
    )
    shown = subprocess.run(
        ["make", "-s", "-C", str(tmp_path), "--no-print-directory"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert shown.stdout == quoting.one_line(text)


def test_compose_and_dockerfile_substitute_nothing() -> None:
    assert quoting.compose("a $B") == '"a $$B"'
    assert quoting.dockerfile('a $B "c"') == '"a \\$B \\"c\\""'


def test_markdown_shows_the_text() -> None:
    assert quoting.markdown("# a *b* | snake_case _c_") == r"\# a \*b\* \| snake_case \_c\_"
    assert quoting.markdown_code("a `b`") == "`` a `b` ``"


def test_sql_doubles_quotes() -> None:
    assert quoting.sql("it's") == "'it''s'"
