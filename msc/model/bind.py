"""A merged mapping -> the typed spec, with the place of every key and value."""

import json
from typing import Any

import msgspec
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from msc.core import resources
from msc.core.catalogue import structure as codes
from msc.core.diagnostics import Checked, Diagnostic, at
from msc.core.record import Record
from msc.core.source import SourceFile
from msc.model.answers import AnswerSpec, AnswersSpec
from msc.model.misplaced import without_misplaced
from msc.model.places import Path, Places
from msc.model.planned import without_planned
from msc.model.spec import Spec
from msc.model.steps import STEPS
from msc.syntax.nodes import Mapping
from msc.syntax.plain import Plain, plain

SPEC_SCHEMA = "spec.schema.json"
ANSWERS_SCHEMA = "answers.schema.json"


class BoundSpec(Record):
    """A spec with a valid structure, and its source positions."""

    spec: Spec
    places: Places


class BoundAnswers(Record):
    """Answers with a valid structure, and their source positions."""

    answers: dict[str, AnswerSpec]
    places: Places | None


def bind(root: Mapping, sources: tuple[SourceFile, ...] = ()) -> Checked[BoundSpec]:
    """The typed spec, or every structural mistake in it."""
    data = plain(root)
    try:
        spec = Spec.model_validate(data)
    except ValidationError:
        return Checked(None, _explain_spec(root))
    refused = _refused_nulls(root, data, SPEC_SCHEMA)
    return Checked(None, refused) if refused else Checked(BoundSpec(spec, Places(root, sources)))


def _explain_spec(root: Mapping) -> tuple[Diagnostic, ...]:
    """The structural mistakes, with planned words replaced by a single diagnostic each."""
    rest, planned = without_planned(root)
    data = plain(rest)
    try:
        Spec.model_validate(data)
    except ValidationError as error:
        return (*planned, *_explain(rest, error, SPEC_SCHEMA))
    return (*planned, *_refused_nulls(rest, data, SPEC_SCHEMA))


def bind_answers(root: Mapping) -> Checked[BoundAnswers]:
    """The typed answers, or every structural mistake in them."""
    data = plain(root)
    try:
        answers = AnswersSpec.model_validate(data)
    except ValidationError as error:
        return Checked(None, _explain(root, error, ANSWERS_SCHEMA))
    refused = _refused_nulls(root, data, ANSWERS_SCHEMA)
    return (
        Checked(None, refused) if refused else Checked(BoundAnswers(answers.answers, Places(root)))
    )


def _refused_nulls(root: Mapping, data: Plain, schema: str) -> tuple[Diagnostic, ...]:
    """Keys without a value, which the models cannot distinguish from missing keys."""
    return _validate(root, schema) if _has_null(data) else ()


def _has_null(data: Plain) -> bool:
    # Looking at each value takes longer than writing them all.
    if b"null" not in msgspec.json.encode(data, enc_hook=str):
        return False
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if value is None:
            return True
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return False


def _validate(root: Mapping, name: str) -> tuple[Diagnostic, ...]:
    # The validator with good positions is slow to load, so only a wrong spec pays for it.
    from msc.syntax.schema import validate  # noqa: PLC0415

    schema = json.loads((resources.folder("schemas") / name).read_text("utf-8"))
    rest, misplaced = without_misplaced(root, schema)
    return (*misplaced, *validate(rest, schema))


def _explain(root: Mapping, error: ValidationError, name: str) -> tuple[Diagnostic, ...]:
    """The violations of the schema, and those that only the models detect."""
    places = Places(root)
    diagnostics = _validate(root, name)
    blamed = {diagnostic.span for diagnostic in diagnostics}
    own = (_own(places, detail) for detail in error.errors(include_url=False) if _is_own(detail))
    return (*diagnostics, *(diagnostic for diagnostic in own if diagnostic.span not in blamed)) or (
        _fallback(places, error.errors(include_url=False)[0]),
    )


def _is_own(detail: ErrorDetails) -> bool:
    return detail["type"] in {"union_tag_not_found", "union_tag_invalid"}


def _own(places: Places, detail: ErrorDetails) -> Diagnostic:
    """A step without a verb, which the schema accepts because its keys belong to other steps."""
    path = _path(detail["loc"])
    in_journey = path[:1] == ("journeys",)
    verbs = ("request", "tell_bot", "wait_for") if in_journey else tuple(STEPS)
    return at(
        codes.NO_FORM_FITS, places.start(path), place="this step", reason="it has no verb",
        suggestion=f"begin it with one of {', '.join(f'`{verb}`' for verb in verbs)}",
    )  # fmt: skip


def _fallback(places: Places, detail: ErrorDetails) -> Diagnostic:
    return at(
        codes.NO_FORM_FITS, places.value(_path(detail["loc"])), place="this value",
        reason="it does not have the expected form",
        suggestion="see `msc schema` for what is allowed here",
    )  # fmt: skip


def _path(location: tuple[Any, ...]) -> Path:
    return tuple(location)
