"""Entities: fields, references, states, uniques, indexes, access, documents."""

from msc.core.naming import plural
from tests.generated import texts, types
from tests.generated.draft import Draft
from tests.generated.kinds import (
    BOOL,
    HIDDEN,
    JSON,
    STRING,
    TIMESTAMP,
    Entity,
    Field,
    Kind,
    Spec,
    Transition,
)
from tests.generated.names import FIELDS, NOUNS, PARTICIPLES, WORDS

AUDIT: tuple[tuple[str, Spec], ...] = (
    ("operation", {"type": "string", "max_length": 80}),
    ("category", {"type": "string", "max_length": 40}),
    ("entity_type", {"type": "string", "max_length": 80}),
    ("entity_id", {"type": "string", "max_length": 64}),
    ("request_id", {"type": "string", "max_length": 80}),
    ("occurred_at", {"type": "datetime"}),
    ("details", {"type": "json", "default": {}}),
)
RETENTIONS = ("30 days", "1 day", "12 weeks", "6 months", "7 years", "90d", "24 hours")


def declare(draft: Draft, count: int) -> None:
    """So many entities, each of which may refer to those before it."""
    if draft.roles:
        _add(draft, _account(draft))
    for _ in range(count):
        _add(draft, _entity(draft))
    if draft.chance.one_in(5):
        _add(draft, _document(draft))


def _new(draft: Draft) -> Entity:
    name = draft.names.new(NOUNS, "classes")
    if not draft.chance.one_in(8):
        return Entity(name, plural(name))
    own = draft.names.new(NOUNS, "classes")
    return Entity(name, own, spec={"plural": own})


def _add(draft: Draft, entity: Entity) -> None:
    chance, spec = draft.chance, entity.spec
    if chance.one_in(4):
        spec["description"] = texts.line(chance)
    if chance.one_in(10):
        spec["renamed_from"] = draft.names.new(NOUNS, "classes")
    draft.entities[entity.name] = entity
    spec["fields"] = {field.name: _short(draft, field) for field in entity.fields}
    draft.section("entities")[entity.name] = spec


def _short(draft: Draft, field: Field) -> object:
    """The field, in its short form if it may be."""
    short = field.spec.keys() == {"type"} and not draft.chance.one_in(4)
    return field.spec["type"] if short else field.spec


def _account(draft: Draft) -> Entity:
    chance, entity = draft.chance, _new(draft)
    draft.account = entity.name
    own: dict[str, tuple[Kind, Spec]] = {
        "email": (STRING, {"type": "email", "unique": True}),
        "password": (HIDDEN, {"type": "password"}),
        "role": (Kind("enum", draft.roles), {"type": "role"}),
    }
    if chance.one_in(2):
        own["email"][1]["personal"] = True
    if chance.one_in(3):
        own["email"][1]["write_once"] = True
    if chance.one_in(3):
        own["password"][1]["min_length"] = chance.pick((8, 12, 20))
    entity.fields = [Field(name, kind, spec) for name, (kind, spec) in own.items()]
    space = f"fields of {entity.name}"
    draft.names.taken[space] = set(own)
    if chance.one_in(2):
        draft.names.taken[space].add("active")
        entity.fields.append(Field("active", BOOL, {"type": "boolean", "default": True}))
    if draft.channels:
        _verifiable(draft, entity)
    _fields(draft, entity, chance.number(0, 3))
    _access(draft, entity)
    return entity


def _verifiable(draft: Draft, entity: Entity) -> None:
    """What a verification and a linked chat need."""
    space = f"fields of {entity.name}"
    draft.names.taken[space] |= {"verified", "verified_at", "chat"}
    entity.fields += [
        Field("verified", BOOL, {"type": "boolean", "default": False}),
        Field("verified_at", TIMESTAMP, {"type": "datetime", "optional": True}),
        Field("chat", STRING, {"type": "string", "max_length": 32, "optional": True,
                               "unique": True}),
    ]  # fmt: skip


def _entity(draft: Draft) -> Entity:
    chance, entity = draft.chance, _new(draft)
    _fields(draft, entity, chance.number(1, 6))
    for _ in range(chance.number(0, 2)):
        _reference(draft, entity)
    if chance.one_in(3):
        _states(draft, entity)
    _groups(draft, entity)
    if draft.account and chance.one_in(3):
        _access(draft, entity)
    return entity


def _fields(draft: Draft, entity: Entity, count: int) -> None:
    space = f"fields of {entity.name}"
    for _ in range(count):
        entity.fields.append(types.drawn(draft, draft.names.new(FIELDS, space), space))


def _reference(draft: Draft, entity: Entity) -> None:
    """A reference to an entity that is there already, or to the entity itself."""
    chance = draft.chance
    before = [row.name for row in draft.rows()]
    target = entity.name if not before or chance.one_in(6) else chance.pick(before)
    spec: Spec = {"reference": target}
    if target == entity.name or chance.one_in(3):
        spec["optional"] = True
    kinds = ("restrict", "cascade", "clear") if "optional" in spec else ("restrict", "cascade")
    if chance.one_in(2):
        spec["on_delete"] = chance.pick(kinds)
    if chance.one_in(8):
        spec["write_once"] = True
    name = draft.names.of_row(NOUNS, f"fields of {entity.name}")
    entity.fields.append(Field(name, Kind("row", entity=target), spec))


def _states(draft: Draft, entity: Entity) -> None:
    """States along a path from the first word, with ways back and shortcuts."""
    chance = draft.chance
    listed = draft.words_of_an_enum(2)[:8]
    name = draft.names.new(("status", "state", "stage", "phase"), f"fields of {entity.name}")
    spec: Spec = {"enum": list(listed), "default": listed[0]}
    entity.fields.append(Field(name, Kind("enum", listed), spec))
    entity.state = name
    space = f"transitions of {entity.name}"
    for index, target in enumerate(listed[1:], 1):
        sources = [listed[chance.number(0, index - 1)]]
        if chance.one_in(3):
            sources = list(dict.fromkeys((*sources, *listed[:index])))
        move = Transition(draft.names.new(WORDS, space), tuple(sources), target)
        entity.transitions.append(move)
    if chance.one_in(4) and len(listed) > 2:
        back = Transition(draft.names.new(PARTICIPLES, space), (listed[-1],), listed[0])
        entity.transitions.append(back)
    entity.spec["states"] = {
        "field": name,
        "transitions": {
            transition.name: {
                "from": transition.sources[0]
                if len(transition.sources) == 1
                else list(transition.sources),
                "to": transition.target,
            }
            for transition in entity.transitions
        },
    }


def _groups(draft: Draft, entity: Entity) -> None:
    """Fields that are unique together, or searched together."""
    chance = draft.chance
    names = [field.name for field in entity.fields if field.kind is not JSON
             and field.type not in {"text", "secret"}]  # fmt: skip
    if len(names) > 1 and chance.one_in(4):
        entity.spec["unique"] = [list(chance.some(names, 3, 2))]
    if names and chance.one_in(3):
        group = list(chance.some((*names, "created_at"), 3, 1))
        if [group] != entity.spec.get("unique"):
            entity.spec["indexes"] = [group]


def _access(draft: Draft, entity: Entity) -> None:
    chance = draft.chance
    owners = [field.name for field in entity.fields if field.kind.entity == draft.account]
    owners += ["id"] if entity.name == draft.account else []
    access: Spec = {}
    if owners and not chance.one_in(4):
        access["owner"] = chance.pick(owners)
    if not access or chance.one_in(2):
        access["read"] = list(chance.some(draft.roles, len(draft.roles), 1))
    entity.spec["access"] = access


def _document(draft: Draft) -> Entity:
    """Records that MongoDB keeps."""
    entity = _new(draft)
    entity.store = entity.spec["store"] = "mongo"
    space = f"fields of {entity.name}"
    for _ in range(draft.chance.number(1, 4)):
        field = types.drawn(draft, draft.names.new(FIELDS, space), space)
        field.spec.pop("unique", None)
        entity.fields.append(field)
    _retention(draft, entity)
    return entity


def _retention(draft: Draft, entity: Entity) -> None:
    if draft.chance.one_in(2):
        entity.spec["retention"] = draft.chance.pick(RETENTIONS)


def audit_log(draft: Draft) -> None:
    """The entity that records of audited operations are kept in."""
    entity = _new(draft)
    entity.store = entity.spec["store"] = "mongo"
    entity.fields = [Field(name, JSON, dict(spec)) for name, spec in AUDIT]
    target = draft.account
    if target:
        spec: Spec = {"reference": target, "optional": True}
        entity.fields.insert(2, Field("actor", Kind("row", entity=target), spec))
    _retention(draft, entity)
    _add(draft, entity)
    draft.spec["audit"] = {"entity": entity.name}
