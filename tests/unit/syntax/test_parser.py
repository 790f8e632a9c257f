"""What the parser has to read, whichever library it comes from."""

import pytest

from msc.syntax.nodes import Mapping
from msc.syntax.plain import plain
from msc.syntax.tree import read


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{every: daily at 09:00}", {"every": "daily at 09:00"}),
        ("{url: http://localhost:8080/a?b=c}", {"url": "http://localhost:8080/a?b=c"}),
        ("[what?, a:b]", ["what?", "a:b"]),
        ("{a: b?c}", {"a": "b?c"}),
        ('"a\\/b"', "a/b"),
        ("no", "no"),
        ("12:30", "12:30"),
    ],
)
def test_plain_texts_of_yaml_1_2_are_texts_inside_of_brackets_too(text: str, value: object) -> None:
    checked = read("spec.yaml", f"key: {text}\n".encode())
    assert checked.diagnostics == ()
    assert checked.value is not None
    tree = checked.value[1]
    assert isinstance(tree, Mapping)
    assert plain(tree) == {"key": value}
