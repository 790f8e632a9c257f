"""Keys without a value, which are looked for only where there may be one."""

import pytest

from msc.model.bind import bind
from msc.syntax.tree import read
from tests.unit.analyze.pocket import changed


def messages(text: str) -> list[str]:
    """What binding says of a spec."""
    result = read("spec.yaml", text.encode())
    assert result.value is not None
    return [diagnostic.message for diagnostic in bind(result.value[1]).diagnostics]


@pytest.mark.parametrize("null", ["", " ~", " null"])
def test_a_key_without_a_value_is_reported(null: str) -> None:
    text = changed(("system:\n", f"system:\n  description:{null}\n"))
    assert messages(text) != []


@pytest.mark.parametrize("words", ["null", "it is null and void", '\\"null\\"'])
def test_a_text_about_null_is_none(words: str) -> None:
    assert messages(changed(("system:\n", f'system:\n  description: "{words}"\n'))) == []
