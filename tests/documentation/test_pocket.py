"""The small example shows every key of the language, and every word that a key is limited to."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import yaml
from pydantic import BaseModel

from msc.analyze.types import BUILT_IN
from msc.model.answers import AnswerSpec, AnswersSpec
from msc.model.base import ShortFormModel, SpecModel
from msc.model.fields import ValueSpec
from msc.model.spec import Spec
from msc.syntax.canonical import canonical

SPEC = Path(__file__).parents[2] / "specs" / "examples" / "pocket" / "spec.yaml"
# Keys that would not make the example clearer, and where to find them.
AS_IN_A_FIELD = (
    "minimum", "maximum", "min_length", "max_length", "pattern", "scale", "precision",
)  # fmt: skip
ELSEWHERE = {
    "AuthenticationSpec.login": "the default says the same",
    "AuthenticationSpec.password": "the default says the same",
    "AuthenticationSpec.role": "the default says the same",
    "FieldSpec.fill": "it says what older rows get, and an example has none",
    "FieldSpec.narrowed_from": "it allows a loss of digits of older rows",
    "Spec.removed": "it allows a loss of older rows",
    "QuestionSpec.blocks": "a question that blocks has to be answered first",
    **{f"InputSpec.{key}": "a field shows it" for key in AS_IN_A_FIELD},
}


def parts(value: Any) -> Iterator[SpecModel]:
    """Every mapping of a spec."""
    match value:
        case BaseModel():
            if isinstance(value, SpecModel):
                yield value
            for name in value.model_fields_set:
                yield from parts(getattr(value, name))
        case dict():
            for part in value.values():
                yield from parts(part)
        case tuple() | list():
            for part in value:
                yield from parts(part)


def models(base: type[SpecModel]) -> Iterator[type[SpecModel]]:
    for subclass in base.__subclasses__():
        yield subclass
        yield from models(subclass)


def words(annotation: Any) -> Iterator[str]:
    """The fixed words in a type."""
    if get_origin(annotation) is Literal:
        yield from (arg for arg in get_args(annotation) if isinstance(arg, str))
    else:
        for arg in get_args(annotation):
            yield from words(arg)


POCKET = list(parts(Spec.model_validate(yaml.safe_load(SPEC.read_text("utf-8")))))
# What only others inherit from, and what another document holds.
APART = {ShortFormModel, ValueSpec, AnswersSpec, AnswerSpec, *Spec.__bases__}
WRITTEN = [model for model in models(SpecModel) if model not in APART]


def test_every_key_is_shown() -> None:
    shown = {f"{type(part).__name__}.{name}" for part in POCKET for name in part.model_fields_set}
    declared = {f"{part.__name__}.{name}" for part in WRITTEN for name in part.model_fields}
    assert declared - shown == set(ELSEWHERE)


def test_every_fixed_word_is_shown() -> None:
    declared = {
        (model.__name__, name, word)
        for model in WRITTEN
        for name, field in model.model_fields.items()
        for word in words(field.annotation)
    }
    defaults = {
        (model.__name__, name, str(field.default))
        for model in WRITTEN
        for name, field in model.model_fields.items()
    }
    shown = {
        (type(part).__name__, name, word)
        for part in POCKET
        for name in type(part).model_fields
        for word in listed(getattr(part, name))
        if isinstance(word, str)
    }
    assert declared - shown - defaults == set()


def listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def test_every_type_is_shown() -> None:
    assert set(BUILT_IN) - {part.type for part in POCKET if isinstance(part, ValueSpec)} == set()


def test_the_examples_are_in_canonical_form() -> None:
    for path in SPEC.parents[1].rglob("*.yaml"):
        text = path.read_text("utf-8")
        assert canonical(path.name, text).value == text, path
