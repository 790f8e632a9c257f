"""A node tree against a JSON Schema: what is told, and what is told already."""

from msc.syntax.schema import validate
from msc.syntax.tree import read

ITEM = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "size": {"type": "integer"}},
    "required": ["name", "size"],
    "additionalProperties": False,
}
SCHEMA = {"type": "object", "properties": {"box": {"properties": {"items": {"items": ITEM}}}}}


def messages(text: str) -> list[tuple[int, str]]:
    """Each message, with its line."""
    tree = read("spec.yaml", text.encode()).value
    assert tree is not None
    return [(error.span.start_line, error.message) for error in validate(tree[1], SCHEMA)]


def test_key_that_is_misspelt_is_not_missing_too() -> None:
    assert messages("box:\n items:\n  - {naem: one, size: 1}") == [
        (3, "`naem` is not a key of an item of `box.items`")
    ]


def test_key_that_another_item_misspells_is_missing_all_the_same() -> None:
    assert messages("box:\n items:\n  - {naem: one, size: 1}\n  - {size: 2}") == [
        (3, "`naem` is not a key of an item of `box.items`"),
        (4, "`name` is missing in an item of `box.items`"),
    ]


def test_each_missing_key_is_told_once() -> None:
    assert messages("box:\n items:\n  - {}") == [
        (3, "`name` is missing in an item of `box.items`"),
        (3, "`size` is missing in an item of `box.items`"),
    ]


def test_required_is_what_is_not_optional() -> None:
    tree = read("spec.yaml", b"language: 1\nname: {required: true}").value
    assert tree is not None
    name = {"properties": {"optional": {"type": "boolean"}}, "additionalProperties": False}
    schema = {"type": "object", "properties": {"language": {}, "name": name}}
    assert [error.hint for error in validate(tree[1], schema)] == [
        "a value is required unless it is declared `optional: true`"
    ]
