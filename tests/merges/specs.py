"""Specs of a few random entities, and edits that two people make at the same time."""

import copy
from collections.abc import Callable
from random import Random
from typing import Any

type Model = dict[str, Any]
type Edit = Callable[[Model], bool]

ENTITIES = ("book", "order", "person", "visit")
FIELDS = ("title", "size", "price", "seen", "due", "active", "note", "code", "rank")
NEW = ("alpha", "beta", "gamma")
TYPES = (
    "type: string, max_length: 40", "type: string, max_length: 80", "type: text", "type: integer",
    "type: decimal, scale: 2", "type: money", "type: boolean", "type: date", "type: datetime",
)  # fmt: skip
DEFAULTS = {
    "string": "word", "text": "words", "integer": "7", "decimal": "'2.50'", "money": "'3.00'",
    "boolean": "true",
}  # fmt: skip
# Types that values can come to without losing anything, or with what has to be said.
WIDER = {
    "type: string, max_length: 40": ("type: string, max_length: 80", "type: text"),
    "type: integer": ("type: decimal, scale: 2", "type: text"),
    "type: date": ("type: datetime",),
    "type: datetime": ("type: date, narrowed_from: datetime",),
    "type: boolean": ("type: text",),
}


def field(random: Random, *, filled: bool) -> Model:
    """A field; one that is `filled` has a value for rows that exist before it."""
    type_ = random.choice(TYPES)
    default = DEFAULTS.get(kind(type_))
    has_default = default is not None and (filled or random.random() < 0.3)
    return {
        "type": type_,
        "default": default if has_default else None,
        "optional": filled and not has_default,
        "unique": False,
        "renamed_from": None,
    }


def kind(type_: str) -> str:
    return type_.removeprefix("type: ").partition(",")[0]


def base(random: Random) -> Model:
    """A spec of two or three entities."""
    names = sorted(random.sample(ENTITIES, random.choice((2, 3))))
    entities = {}
    for name in names:
        chosen = sorted(random.sample(FIELDS, random.choice((2, 3, 4))))
        entities[name] = {
            "fields": {name: field(random, filled=False) for name in chosen},
            "index": None,
            "renamed_from": None,
        }
    return {"title": "Shop", "entities": entities, "removed": {}}


def text(model: Model) -> str:
    """The spec of a model, a line per fact."""
    lines = ["language: 1", "", "system:", "  name: shop", f"  title: {model['title']}"]
    lines += ["  description: Sells things.", "  time_zone: Asia/Kolkata", "", "entities:"]
    for name, entity in sorted(model["entities"].items()):
        lines += [f"  {name}:", f"    description: A {name}."]
        if entity["renamed_from"]:
            lines.append(f"    renamed_from: {entity['renamed_from']}")
        lines.append("    fields:")
        lines += [
            f"      {field_name}: {{{as_yaml(one)}}}"
            for field_name, one in entity["fields"].items()
        ]
        if entity["index"] in entity["fields"]:
            lines.append(f"    indexes: [[{entity['index']}, created_at]]")
        lines.append("")
    lines.append("operations:")
    for name, entity in sorted(model["entities"].items()):
        lines += [f"  make_{name}:", "    actor: public", "    input:"]
        lines += [f"      {field_name}: {name}.{field_name}" for field_name in entity["fields"]]
        lines += ["    steps:", f"      - create: {name}", "        set:"]
        lines += [f"          {field_name}: input.{field_name}" for field_name in entity["fields"]]
        lines += ["        as: made", "    returns: made", ""]
    lines.append("endpoints:")
    lines += [
        f"  POST /{name.replace('_', '-')}-things: make_{name}"
        for name in sorted(model["entities"])
    ]
    if model["removed"]:
        lines += ["", "removed:"]
        lines += [f"  {name}: Nobody used it." for name in sorted(model["removed"])]
    return "\n".join(lines) + "\n"


def as_yaml(one: Model) -> str:
    """A field as the spec says it."""
    words = [one["type"]]
    words += ["optional: true"] if one["optional"] else []
    words += [f"default: {one['default']}"] if one["default"] is not None else []
    words += ["unique: true"] if one["unique"] else []
    words += [f"renamed_from: {one['renamed_from']}"] if one["renamed_from"] else []
    return ", ".join(words)


def edits(random: Random, model: Model) -> list[Edit]:
    """One to three edits of a model, of which each can be said again to another one."""
    chosen = []
    for _ in range(random.choice((1, 1, 2, 3))):
        entity = random.choice(sorted(model["entities"]))
        name = random.choice(sorted(model["entities"][entity]["fields"]))
        make = random.choice(EDITS)
        chosen.append(make(random, entity, name))
    return chosen


def applied(model: Model, chosen: list[Edit]) -> Model:
    """The model after the edits that still fit it."""
    model = copy.deepcopy(model)
    for edit in chosen:
        trial = copy.deepcopy(model)
        if edit(trial):
            model = trial
    return model


def _add_field(random: Random, entity: str, _: str) -> Edit:
    name, added = random.choice(NEW), field(random, filled=True)

    def edit(model: Model) -> bool:
        fields = model["entities"].get(entity, {"fields": {name: 0}})["fields"]
        if name in fields:
            return False
        fields[name] = dict(added)
        return True

    return edit


def _drop_field(_: Random, entity: str, name: str) -> Edit:
    def edit(model: Model) -> bool:
        fields = model["entities"].get(entity, {"fields": {}})["fields"]
        if name not in fields or len(fields) == 1:
            return False
        former = fields.pop(name)["renamed_from"]
        model["removed"][f"{entity}.{former or name}"] = True
        return True

    return edit


def _rename_field(random: Random, entity: str, name: str) -> Edit:
    new = f"{random.choice(NEW)}_{name}"

    def edit(model: Model) -> bool:
        fields = model["entities"].get(entity, {"fields": {}})["fields"]
        if name not in fields or new in fields or fields[name]["renamed_from"]:
            return False
        items = [(new if key == name else key, one) for key, one in fields.items()]
        fields.clear()
        fields.update(items)
        fields[new]["renamed_from"] = name
        return True

    return edit


def _retype(random: Random, entity: str, name: str) -> Edit:
    choice = random.random()

    def edit(model: Model) -> bool:
        one = model["entities"].get(entity, {"fields": {}})["fields"].get(name)
        wider = WIDER.get(one["type"]) if one else None
        if not wider or one is None or one["unique"]:
            return False
        new = wider[int(choice * len(wider))]
        # A text may be too large to be compared in an index.
        if new == "type: text" and model["entities"][entity]["index"] == name:
            return False
        one["type"] = new
        one["default"] = None
        return True

    return edit


def _make_unique(_: Random, entity: str, name: str) -> Edit:
    def edit(model: Model) -> bool:
        one = model["entities"].get(entity, {"fields": {}})["fields"].get(name)
        if one is None or kind(one["type"]) not in ("string", "integer", "date"):
            return False
        one["unique"] = not one["unique"]
        return True

    return edit


def _make_optional(_: Random, entity: str, name: str) -> Edit:
    def edit(model: Model) -> bool:
        one = model["entities"].get(entity, {"fields": {}})["fields"].get(name)
        if one is None or one["optional"]:
            return False
        one["optional"] = True
        return True

    return edit


def _add_index(_: Random, entity: str, name: str) -> Edit:
    def edit(model: Model) -> bool:
        one = model["entities"].get(entity, {"fields": {}})["fields"].get(name)
        if one is None or kind(one["type"]) == "text":
            return False
        model["entities"][entity]["index"] = name
        return True

    return edit


def _rename_entity(_: Random, entity: str, __: str) -> Edit:
    def edit(model: Model) -> bool:
        if entity not in model["entities"] or model["entities"][entity]["renamed_from"]:
            return False
        renamed = model["entities"].pop(entity)
        model["entities"][f"old_{entity}"] = {**renamed, "renamed_from": entity}
        return True

    return edit


def _add_entity(random: Random, _: str, __: str) -> Edit:
    name, one = random.choice(NEW), field(random, filled=True)

    def edit(model: Model) -> bool:
        if name in model["entities"]:
            return False
        added = {"fields": {"label": dict(one)}, "index": None, "renamed_from": None}
        model["entities"][name] = added
        return True

    return edit


def _drop_entity(_: Random, entity: str, __: str) -> Edit:
    def edit(model: Model) -> bool:
        if entity not in model["entities"] or len(model["entities"]) == 1:
            return False
        del model["entities"][entity]
        model["removed"][entity] = True
        return True

    return edit


def _change_title(random: Random, _: str, __: str) -> Edit:
    title = random.choice(("Market", "Store", "Stall"))

    def edit(model: Model) -> bool:
        model["title"] = title
        return True

    return edit


EDITS = (
    _add_field, _add_field, _add_field, _drop_field, _rename_field, _retype, _retype, _make_unique,
    _make_optional, _add_index, _rename_entity, _add_entity, _drop_entity, _change_title,
)  # fmt: skip
