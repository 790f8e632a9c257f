"""What commands keep between runs, and that it changes nothing but the time."""

from pathlib import Path

import pytest

from msc.cli.caches import VARIABLE, cache_of
from tests.unit.cli.running import EXAMPLE, msc
from tests.unit.cli.test_commands import loaded

SPEC = """\
language: 1
system: {name: shop, description: Sells books., currency: EUR}
entities:
  book:
    fields:
      title: {type: string, max_length: 40}
operations:
  add_book: {actor: public, input: {title: book.title}, steps: [{create: book, set: {TITLE}}]}
"""


def test_a_spec_that_was_accepted_is_not_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    first = msc("check", str(EXAMPLE))
    unneeded = {"msc.syntax", "msc.analyze", "msc.lower", "msc.model", "pydantic", "yaml", "google"}
    assert loaded("check", str(EXAMPLE)).isdisjoint(unneeded)
    assert loaded("diff", str(EXAMPLE), "--spec", str(EXAMPLE)).isdisjoint(unneeded - {"msc.lower"})
    assert msc("check", str(EXAMPLE)).output == first.output


def test_a_mistake_is_reported_every_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "caches"))
    spec = tmp_path / "spec.yaml"
    right, wrong = (SPEC.replace("TITLE", f"title: input.{name}") for name in ("title", "tilte"))
    outputs = []
    for text in (wrong, right, wrong):
        spec.write_text(text)
        outputs.append((msc("check", str(spec)).exit_code, msc("check", str(spec)).output))
    assert [code for code, _ in outputs] == [1, 0, 1]
    assert outputs[0] == outputs[2]


def test_nothing_is_kept_where_the_variable_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    assert cache_of(EXAMPLE).folder is None
    monkeypatch.setenv(VARIABLE, "/somewhere")
    folder = cache_of(EXAMPLE).folder
    assert folder is not None
    assert folder.parent == Path("/somewhere")
