"""Quoting for other languages: hostile text stays one value."""

import json
import shlex
import subprocess

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from msc.lower import quoting

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
def test_json_keeps_any_text(text: str) -> None:
    assert json.loads(quoting.json({text: [text]})) == {text: [text]}


@given(TEXT)
def test_shell_gives_one_word(text: str) -> None:
    assert shlex.split(quoting.shell(text)) == [quoting.one_line(text)]


@given(TEXT)
def test_other_languages_stay_on_one_line(text: str) -> None:
    for quote in (quoting.env, quoting.markdown):
        assert len(quote(text).splitlines()) <= 1


@pytest.mark.parametrize("text", HOSTILE)
def test_env_is_read_back_by_a_shell(text: str) -> None:
    script = f'KEY={quoting.env(text)}\nprintf %s "$KEY"'
    shown = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout == quoting.one_line(text)


def test_compose_substitutes_nothing() -> None:
    assert quoting.compose("a $B") == '"a $$B"'


def test_markdown_shows_the_text() -> None:
    assert quoting.markdown("# a *b* | snake_case _c_") == r"\# a \*b\* \| snake_case \_c\_"
    assert quoting.markdown_code("a `b`") == "`` a `b` ``"


def test_sql_doubles_quotes() -> None:
    assert quoting.sql("it's") == "'it''s'"
