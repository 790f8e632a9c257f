"""The JSON Schemas that msc publishes, one per kind of document, made from the models."""

import json
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from msc.analyze.types import BUILT_IN
from msc.core.naming import kebab
from msc.model.answers import AnswersSpec
from msc.model.spec import Spec
from msc.providers import CATALOGUE

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLES = {
    "answers": "Answers to the open questions of an msc spec",
    "part": "One file of an msc spec: any of its sections",
    "spec": "An msc spec, whole",
}
INNER = ("items", "additionalProperties", "if", "then", "else", "contains")
NAMED = ("properties", "$defs", "patternProperties")
SEVERAL = ("anyOf", "allOf", "oneOf")

FILES = tuple(f"{kind}.schema.json" for kind in TITLES)

OFFERED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "FieldSpec": {"type": BUILT_IN},
    "InputSpec": {"type": BUILT_IN},
    "PayloadSpec": {"type": BUILT_IN},
    "OperationSpec": {"actor": ("any", "public", "system")},
    "IntegrationSpec": {"provider": tuple(CATALOGUE)},
}
SHORT = {"FieldSpec": "type", "InputSpec": "type", "PayloadSpec": "type"}
"""What a mapping may be written as instead, by the key whose value that is."""

type Schema = dict[str, Any]


def schema(file: str) -> str:
    """The text of one schema."""
    return schemas()[file]


@cache
def schemas() -> Mapping[str, str]:
    """The text of each schema by its file name; `part` is a spec file with any sections."""
    spec, answers = (named(tidy(model.model_json_schema())) for model in (Spec, AnswersSpec))
    part = {key: value for key, value in spec.items() if key != "required"}
    documents = {"answers": answers, "part": part, "spec": spec}
    return MappingProxyType(
        {f"{kind}.schema.json": _text(kind, schema) for kind, schema in sorted(documents.items())}
    )


def _text(kind: str, schema: Schema) -> str:
    whole = {"$schema": DIALECT, "title": TITLES[kind], **schema}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def named(schema: Schema) -> Schema:
    """The schema with definitions that are called what a reader calls them, not like classes."""
    names = {definition: _name(definition) for definition in schema.get("$defs", {})}
    renamed: Schema = _renamed(schema, names)
    definitions = {
        names[definition]: {
            "title": names[definition].replace("-", " ").capitalize(),
            **_completed(definition, value),
        }
        for definition, value in zip(names, renamed.pop("$defs", {}).values(), strict=True)
    }
    return {**renamed, "$defs": definitions} if definitions else renamed


def _name(definition: str) -> str:
    return kebab(definition.removesuffix("Spec"))


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    match value:
        case dict():
            return {
                key: f"#/$defs/{names[item.rpartition('/')[2]]}"
                if key == "$ref"
                else _renamed(item, names)
                for key, item in value.items()
            }
        case list():
            return [_renamed(item, names) for item in value]
        case _:
            return value


def _completed(definition: str, schema: Schema) -> Schema:
    """The definition with all words that an editor can offer as examples."""
    properties = dict(schema.get("properties", {}))
    for key, words in OFFERED.get(definition, {}).items():
        shown = properties[key]["examples"]
        more = [word for word in words if word not in shown]
        properties[key] = {**properties[key], "examples": [*shown, *more]}
    short = SHORT.get(definition)
    offered = {} if short is None else {"examples": list(properties[short]["examples"])}
    return {**schema, "properties": properties, **offered}


def tidy(schema: Schema) -> Schema:
    """The schema without what only pydantic needs, and with one form where it gave several.

    A value that may be left out is never null: pydantic's `anyOf` with null becomes the value's own
    schema. Alternatives of different types become one schema with a list of types, because a
    validator can say nothing useful about a failed `anyOf`.
    """
    tidied = {key: _inner(key, value) for key, value in schema.items() if key != "title"}
    if tidied.get("default", ...) is None:
        tidied.pop("default")
    alternatives = tidied.pop("anyOf", None)
    if alternatives is None:
        return tidied
    return {
        **_merged(
            [alternative for alternative in alternatives if alternative.get("type") != "null"]
        ),
        **tidied,
    }


def _inner(key: str, value: Any) -> Any:
    if key in INNER and isinstance(value, dict):
        return tidy(value)
    if key in NAMED:
        return {name: _inner("items", member) for name, member in value.items()}
    if key in SEVERAL:
        return [tidy(item) for item in value]
    return value


def _merged(alternatives: list[Schema]) -> Schema:
    if len(alternatives) == 1:
        return alternatives[0]
    types: list[str] = []
    merged: Schema = {}
    conditions: list[Schema] = []
    for alternative in alternatives:
        of = alternative["type"]
        types += [of] if isinstance(of, str) else of
        rest = {key: value for key, value in alternative.items() if key != "type"}
        if "const" in rest or "enum" in rest:
            conditions.append({"if": {"type": of}, "then": rest})
        else:
            merged.update(rest)
    if "number" in types:
        types = [type_ for type_ in types if type_ != "integer"]
    return {"type": types, **merged, **({"allOf": conditions} if conditions else {})}
