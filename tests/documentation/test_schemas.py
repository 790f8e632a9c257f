"""The published schemas: equal to the models, and every key explained."""

import json
import re
from collections.abc import Iterator

import pytest

from msc.analyze.types import BUILT_IN
from msc.core import resources
from msc.model.answers import AnswersSpec
from msc.model.base import SpecModel
from msc.model.steps import STEPS
from msc.providers import CATALOGUE
from pages.schemas import schemas


def models(base: type[SpecModel]) -> Iterator[type[SpecModel]]:
    for subclass in base.__subclasses__():
        yield subclass
        yield from models(subclass)


def test_published_schemas_are_those_of_the_models() -> None:
    folder = resources.folder("schemas")
    assert schemas() == {name: (folder / name).read_text("utf-8") for name in schemas()}
    assert AnswersSpec in set(models(SpecModel))


@pytest.mark.parametrize("name", sorted(schemas()))
def test_a_reader_of_a_schema_sees_titles_and_no_classes(name: str) -> None:
    schema = json.loads(schemas()[name])
    assert schema["title"]
    for definition, value in schema.get("$defs", {}).items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", definition)
        assert value["title"]
        assert value["description"]
    assert "Spec" not in schemas()[name]


def test_an_editor_offers_every_type_actor_and_provider() -> None:
    definitions = json.loads(schemas()["part.schema.json"])["$defs"]
    for owner in ("field", "input"):
        assert set(BUILT_IN) <= set(definitions[owner]["properties"]["type"]["examples"])
        assert set(BUILT_IN) <= set(definitions[owner]["examples"])
    actors = definitions["operation"]["properties"]["actor"]["examples"]
    assert {"any", "public", "system"} <= {actor for actor in actors if isinstance(actor, str)}
    assert set(CATALOGUE) <= set(definitions["integration"]["properties"]["provider"]["examples"])


def test_an_editor_offers_every_step_where_none_is_written_yet() -> None:
    steps = json.loads(schemas()["spec.schema.json"])["$defs"]["operation"]["properties"]["steps"]
    last = steps["items"]
    while "if" in last:
        last = last["else"]
    offered = last["properties"]
    assert list(offered)[: len(STEPS)] == list(STEPS)
    assert all(offered[verb]["description"] for verb in STEPS)


def test_every_key_has_a_description_and_an_example() -> None:
    bare = [
        f"{model.__name__}.{name}"
        for model in models(SpecModel)
        for name, field in model.model_fields.items()
        if not field.description or not field.examples
    ]
    assert bare == []
