"""A spec whose every kind of element bears names that mean something elsewhere."""

from collections.abc import Mapping
from typing import Any

import yaml

from msc.core.diagnostics import Severity
from msc.ir.system import System
from msc.lower.program import lower
from tests.fronts import front
from tests.property.positions import written

WORDS = """
class def from import lambda async match case type global pass with yield del as is in
id list dict str int set object print input filter map next all any sum min max len hash property
super range format open vars dir bool float bytes tuple iter zip round slice help repr
user order group table select where column index check primary references limit offset default
value key row desc asc to end join left right union constraint grant
event page settings container unit actor given base session router response request schema model
client caller clock rule error problem outbox inbox audit job message now today item data metadata
registry version status self cls args kwargs app main config core src shared local tests test
conftest health metrics admin pydantic fastapi sqlalchemy uuid decimal datetime date json typing
logging asyncio enum guard rows queues replies commitment paging ports machinery enums transaction
query uuid4 name names state states field fields token code email telegram journey consumer worker
none job_run resource unit_of_work xmin ctid tableoid bulk find
created_at updated_at is_active a ab a_b con aux nul model_config model_fields copy schema_json
a_name_as_long_as_a_name_can_be_40_chars
"""
NAMES = tuple(WORDS.split())

type Spec = dict[str, Any]


def crowded(names: Mapping[str, tuple[str, ...]]) -> Spec:
    """The spec with these names by section; each section is of use, so all is emitted."""
    text = {"type": "string", "optional": True}
    words = ("first", *names["words"])
    size = len(words) - 2
    return {
        "language": 1,
        "system": {"name": "crowd", "description": "Names that mean something elsewhere."},
        "roles": {"reader": "Reads.", **dict.fromkeys(names["roles"], "Reads, too.")},
        "types": {"word": {"enum": ["first", *names["words"]]}},
        "authentication": {
            "account": "person",
            "registration": {"roles": ["reader", *names["roles"]]},
        },
        "entities": {
            "person": {
                "fields": {
                    "email": {"type": "email", "unique": True},
                    "password": "password",
                    "role": "role",
                }
            },
            "keeper": {
                "fields": {
                    "progress": {"type": "word", "default": "first"},
                    **dict.fromkeys(names["fields"], text),
                },
                "states": {
                    "field": "progress",
                    "transitions": {
                        name: {"from": words[index % size], "to": words[-1 - index // size]}
                        for index, name in enumerate(("start", *names["transitions"]))
                    },
                },
            },
            **{name: {"fields": {"label": text}} for name in names["entities"]},
        },
        "rules": {
            name: {
                "holds": "input.keeper.id == input.keeper.id",
                "message": "No",
                "code": f"CODE_{index}",
            }
            for index, name in enumerate(names["rules"])
        },
        "operations": {
            "keep": {
                "actor": "any",
                "input": {name: {"type": "string", "optional": True} for name in names["inputs"]},
                "steps": [
                    {
                        "create": "keeper",
                        "set": {
                            name: f"input.{name}"
                            for name in names["inputs"]
                            if name in names["fields"]
                        },
                        "as": "kept",
                    }
                ],
                "returns": "kept",
            },
            "judge": {
                "actor": "any",
                "input": {"keeper": "keeper"},
                "rules": list(names["rules"]),
                "returns": "input.keeper",
            },
            **{
                name: {
                    "actor": "any",
                    "steps": [{"list": "keepers", "as": "found"}],
                    "returns": "found",
                }
                for name in names["operations"]
            },
            "tick": {
                "actor": "system",
                "steps": [
                    {"publish": f"{name}.made", "values": {"text": "'x'"}}
                    for name in names["events"]
                ],
            },
        },
        "endpoints": {
            "POST /keepers": "keep",
            "POST /keepers/{keeper}/judgement": "judge",
            **{
                f"GET /found/{index}-{name[:1]}": name
                for index, name in enumerate(names["operations"])
            },
        },
        "events": {
            f"{name}.made": {"payload": {"text": "string"}, "audience": "external"}
            for name in names["events"]
        },
        "jobs": {
            name: {"schedule": "daily at 03:00", "run": "tick"} for name in ("tick", *names["jobs"])
        },
        "questions": {name: {"text": "Why?"} for name in names["questions"]},
    }


SECTIONS = (
    "roles", "words", "fields", "transitions", "entities", "rules", "inputs", "operations",
    "events", "jobs", "questions",
)  # fmt: skip


def accepted(per_section: tuple[str, ...] = NAMES) -> tuple[Spec, System]:
    """The crowded spec with all names that the compiler takes."""
    names = dict.fromkeys(SECTIONS, per_section)
    while True:
        spec = crowded(names)
        result = front([("spec.yaml", written(spec))])
        diagnostics = result.checked.diagnostics
        if result.checked.value is not None and result.checked.ok:
            program = lower(result.checked.value)
            if program.value is not None:
                return spec, result.checked.value
            diagnostics = program.diagnostics
        lines = {
            diagnostic.span.start_line
            for diagnostic in diagnostics
            if diagnostic.code.severity is Severity.ERROR
        }
        rest = without(names, written(spec), lines)
        assert rest != names, [diagnostic.message for diagnostic in diagnostics]
        names = rest


def without(
    names: dict[str, tuple[str, ...]], text: bytes, lines: set[int]
) -> dict[str, tuple[str, ...]]:
    """The names but those that stand in one of the lines."""
    blamed = set(_named(yaml.compose(text, Loader=yaml.CSafeLoader), (), lines))
    places = {
        "roles": ("roles",), "words": ("types", "word", "enum"),
        "fields": ("entities", "keeper", "fields"),
        "transitions": ("entities", "keeper", "states", "transitions"),
        "entities": ("entities",), "rules": ("rules",), "inputs": ("operations", "keep", "input"),
        "operations": ("operations",), "events": ("events",), "jobs": ("jobs",),
        "questions": ("questions",),
    }  # fmt: skip
    return {
        section: tuple(
            name
            for name in names[section]
            if (*place, f"{name}.made" if section == "events" else name) not in blamed
        )
        for section, place in places.items()
    }


def _named(node: yaml.Node, place: tuple[str, ...], lines: set[int]) -> list[tuple[str, ...]]:
    """The places of all keys and words that stand in one of the lines."""
    places: list[tuple[str, ...]] = []
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, key.value)
            places += [inner] if key.start_mark.line + 1 in lines else []
            places += _named(value, inner, lines)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            places += _named(child, (*place, child.value) if child.id == "scalar" else place, lines)
    elif node.start_mark.line + 1 in lines:
        places.append(place)
    return places
