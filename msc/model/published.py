"""The JSON Schemas that msc publishes, one per kind of document, made from the models."""

import json
from typing import Any

from msc.model.answers import AnswersSpec
from msc.model.spec import Spec

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLES = {
    "answers": "Answers to the open questions of an msc spec",
    "part": "One file of an msc spec: any of its sections",
    "spec": "An msc spec, whole",
}
INNER = ("items", "additionalProperties", "if", "then", "else", "contains")
NAMED = ("properties", "$defs", "patternProperties")
SEVERAL = ("anyOf", "allOf", "oneOf")

type Schema = dict[str, Any]


def schemas() -> dict[str, str]:
    """The text of each schema by its file name; `part` is a spec file with any sections."""
    spec, answers = (tidy(each.model_json_schema()) for each in (Spec, AnswersSpec))
    part = {key: value for key, value in spec.items() if key != "required"}
    made = {"answers": answers, "part": part, "spec": spec}
    return {f"{kind}.schema.json": _text(kind, schema) for kind, schema in sorted(made.items())}


def _text(kind: str, schema: Schema) -> str:
    whole = {"$schema": DIALECT, "title": TITLES[kind], **schema}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def tidy(schema: Schema) -> Schema:
    """The schema without what only pydantic needs, and with one form where it gave several.

    A value that may be left out is never null: pydantic's `anyOf` with null becomes the value's own
    schema. Alternatives of different types become one schema with a list of types, because a
    validator can say nothing useful about a failed `anyOf`.
    """
    made = {key: _inner(key, value) for key, value in schema.items() if key != "title"}
    if made.get("default", ...) is None:
        made.pop("default")
    alternatives = made.pop("anyOf", None)
    if alternatives is None:
        return made
    return {**_merged([each for each in alternatives if each.get("type") != "null"]), **made}


def _inner(key: str, value: Any) -> Any:
    if key in INNER and isinstance(value, dict):
        return tidy(value)
    if key in NAMED:
        return {name: _inner("items", each) for name, each in value.items()}
    if key in SEVERAL:
        return [tidy(each) for each in value]
    return value


def _merged(alternatives: list[Schema]) -> Schema:
    if len(alternatives) == 1:
        return alternatives[0]
    types: list[str] = []
    merged: Schema = {}
    conditions: list[Schema] = []
    for each in alternatives:
        of = each["type"]
        types += [of] if isinstance(of, str) else of
        rest = {key: value for key, value in each.items() if key != "type"}
        if "const" in rest or "enum" in rest:
            conditions.append({"if": {"type": of}, "then": rest})
        else:
            merged.update(rest)
    if "number" in types:
        types = [each for each in types if each != "integer"]
    return {"type": types, **merged, **({"allOf": conditions} if conditions else {})}
