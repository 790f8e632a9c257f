"""The published schemas: equal to the models, and every key explained."""

from collections.abc import Iterator

from msc.core import resources
from msc.model.answers import AnswersSpec
from msc.model.base import SpecModel
from msc.model.published import schemas


def models(base: type[SpecModel]) -> Iterator[type[SpecModel]]:
    for each in base.__subclasses__():
        yield each
        yield from models(each)


def test_published_schemas_are_those_of_the_models() -> None:
    folder = resources.folder("schemas")
    assert schemas() == {name: (folder / name).read_text("utf-8") for name in schemas()}
    assert AnswersSpec in set(models(SpecModel))


def test_every_key_has_a_description_and_an_example() -> None:
    bare = [
        f"{model.__name__}.{name}"
        for model in models(SpecModel)
        for name, field in model.model_fields.items()
        if not field.description or not field.examples
    ]
    assert bare == []
