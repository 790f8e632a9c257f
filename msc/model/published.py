"""The JSON Schemas that msc publishes, one per kind of document, made from the models."""

import json
from typing import Any

from msc.model.answers import AnswersSpec
from msc.model.spec import Spec

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS = {"spec": Spec, "answers": AnswersSpec}


def schemas() -> dict[str, str]:
    """The text of each schema by its file name; `part` is a spec file with any sections."""
    made = {kind: _schema(kind, model) for kind, model in KINDS.items()}
    part = {**made["spec"], "title": "msc part of a spec"}
    part.pop("required", None)
    made["part"] = part
    return {f"{kind}.schema.json": _text(schema) for kind, schema in sorted(made.items())}


def _schema(kind: str, model: type[Spec] | type[AnswersSpec]) -> dict[str, Any]:
    schema = model.model_json_schema()
    return {"$schema": DIALECT, **schema, "title": f"msc {kind}"}


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
