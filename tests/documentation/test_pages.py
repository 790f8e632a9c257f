"""Pages generated from the code: current, complete, and true where they show examples."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from msc.expr.target import children
from msc.expr.typing import OPERATORS, RESULTS
from msc.ir.expressions import Call, Comprehension, ComprehensionKind, Node
from msc.model.planned import KEYS, WHOLE
from pages import PAGES, ROOT, emitted, expressions, reference

type Schema = dict[str, Any]
type Key = tuple[str, Schema]

# Refused wherever it stands, so no example can have it.
NOT_COMPILED = {"[]", "%"}
REFERENCE = "docs/language/reference.md"


@cache
def written(path: str) -> str:
    """The text of a generated file."""
    return PAGES[path]()


def keys(kind: str) -> Iterator[Key]:
    """Every key that a schema declares, with its own schema."""
    schema = reference.read(kind)
    for name, definition in {"": schema, **schema["$defs"]}.items():
        for key, value in definition["properties"].items():
            yield f"{name}.{key}", value


KEYS_OF_SCHEMAS = [key for kind in ("spec", "answers") for key in keys(kind)]
DEFINITIONS = {
    name: schema
    for kind in ("spec", "answers")
    for name, schema in reference.read(kind)["$defs"].items()
}


@pytest.mark.parametrize("path", PAGES)
def test_a_generated_file_is_current(path: str) -> None:
    assert (ROOT / path).read_text("utf-8") == written(path), f"{path} is old: run `make docs`"


@pytest.mark.parametrize("key", KEYS_OF_SCHEMAS, ids=lambda key: key[0])
def test_a_key_has_a_sentence_and_an_example_that_fits(key: Key) -> None:
    name, value = key
    assert value["description"].endswith("."), name
    assert value["examples"], name
    validator = Draft202012Validator({**value, "$defs": DEFINITIONS})
    for example in value["examples"]:
        assert list(validator.iter_errors(example)) == []


def test_every_key_is_on_the_page() -> None:
    page = written(REFERENCE)
    named = {name.rpartition(".")[2] for name, _ in KEYS_OF_SCHEMAS}
    missing = {name for name in named if f"`{name}`" not in page and f"## {name}\n" not in page}
    assert missing == set()


def test_every_planned_word_is_on_the_page() -> None:
    page = written(REFERENCE)
    words = {word for table in (KEYS, WHOLE) for entry in table.values() for word in entry}
    assert {word for word in words if f"| `{word}` |" not in page} == set()


def test_every_function_and_operator_of_the_language_is_shown() -> None:
    shown = {
        name for text, _ in expressions.FORMS for name in names(expressions.checked(text).root)
    }
    assert shown >= {*RESULTS, *OPERATORS.values(), *ComprehensionKind} - NOT_COMPILED


def names(node: Node) -> Iterator[str]:
    """The functions, operators and macros in an expression."""
    if isinstance(node, Call):
        yield node.function
    if isinstance(node, Comprehension):
        yield node.kind
    for child in children(node):
        yield from names(child)


def test_every_setting_of_a_service_is_explained() -> None:
    assert {setting.name for setting in emitted.settings(emitted.files())} == set(emitted.MEANING)


def test_every_value_of_the_environment_file_is_a_setting_or_fills_one() -> None:
    files = emitted.files()
    assigned = set(re.findall(r"^([A-Z_]+)=", files[".env.example"], re.MULTILINE))
    settings = {setting.name for setting in emitted.settings(files)}
    compose = files["docker-compose.yml"] + files["docker-compose.prod.yml"]
    passed_on = set(re.findall(r"\$\{([A-Z_]+)\}", compose))
    assert assigned - settings <= passed_on | {"COMPOSE_PROJECT_NAME"}
    assert passed_on <= assigned
