"""What of an emitted file must not depend on the texts of a spec."""

import ast
import json
import re
import tomllib
from typing import Any

import yaml

LINES = ("Makefile", "Dockerfile", ".env.example", ".env", ".ini", ".cfg", ".sh", ".txt", ".sql")
MARKDOWN = re.compile(r"\s*(#{1,6} |[-*+] |\d+[.)] |>|\||```|~~~|<)?")


def structure(path: str, text: str) -> Any:
    """A value that is the same for two texts of one structure; raises if there is none."""
    name = path.rpartition("/")[2]
    if name.endswith(".py"):
        return _python(text)
    if name.endswith((".yml", ".yaml")):
        return _shape(list(yaml.load_all(text, Loader=yaml.CSafeLoader)))
    if name.endswith(".json"):
        return _shape(json.loads(text))
    if name.endswith(".toml"):
        return _shape(tomllib.loads(text))
    if name.endswith(".md"):
        return [_markdown(line) for line in _lines(text)]
    return [_first_word(line) for line in _lines(text)]


def _lines(text: str) -> list[str]:
    # What other programs take for the end of a line counts as one.
    return re.split(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", text)


def _python(text: str) -> str:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


def _shape(value: Any) -> Any:
    match value:
        case dict():
            return {key: _shape(item) for key, item in value.items()}
        case list():
            return [_shape(item) for item in value]
        case _:
            return type(value).__name__


def _markdown(line: str) -> tuple[str, int, int]:
    """What kind of line it is, its cells and its code marks."""
    match = MARKDOWN.match(line)
    bare = re.sub(r"\\.", "", line)
    inside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", bare)
    return (match[0] if match else ""), bare.count("|"), inside.count("<")


def _first_word(line: str) -> str:
    """What decides the kind of a line of a Makefile, a Dockerfile or a file of settings."""
    match = re.match(r"\s*[^\s=:#]*[=:]?", line)
    return match[0] if match else ""


def texts_of(text: str) -> set[str]:
    """Every text that a Python file holds as a value."""
    return {
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
