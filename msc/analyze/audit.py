"""The entity that stores audit records."""

from collections.abc import Iterator

from msc.analyze.context import Context, suggest
from msc.core.catalogue import architecture
from msc.core.catalogue import names as name_codes
from msc.core.naming import closest
from msc.ir.entities import Entity, Store
from msc.ir.fields import DatetimeType, Field, FieldType, JsonType, ReferenceType, StringType

PATH = ("audit", "entity")
FIELDS: tuple[tuple[str, type[FieldType], str], ...] = (
    ("operation", StringType, "{type: string, max_length: 80}"),
    ("category", StringType, "{type: string, max_length: 40}"),
    ("actor", ReferenceType, "{reference: $account, optional: true}"),
    ("entity_type", StringType, "{type: string, max_length: 80}"),
    ("entity_id", StringType, "{type: string, max_length: 64}"),
    ("request_id", StringType, "{type: string, max_length: 80}"),
    ("occurred_at", DatetimeType, "datetime"),
    ("details", JsonType, "{type: json, default: {}}"),
)
OWN = frozenset(name for name, _, _ in FIELDS)


def audit_entity(context: Context, entities: dict[str, Entity]) -> str | None:
    """The entity of audit records, or None."""
    spec = context.spec.audit
    if spec is None:
        return None
    if spec.entity not in entities:
        near = closest(spec.entity, entities)
        whole = () if near else _written(context, spec.entity, [name for name, _, _ in FIELDS])
        context.report(
            name_codes.UNKNOWN_NAME, PATH, lack="there is no entity", name=spec.entity, paste=whole,
            suggestion=suggest(spec.entity, sorted(entities), "entity"),
        )  # fmt: skip
        return None
    entity = entities[spec.entity]
    reasons = tuple(_reasons(context, entity))
    if reasons:
        paste = _written(context, entity.name, _lacking(context, entity))
        context.report(
            architecture.INCOMPLETE_ENTITY, PATH, entity=entity.name, purpose="the audit log",
            reason="; ".join(reasons), suggestion="change the entity, or name another one",
            paste=paste,
        )  # fmt: skip
    if not any(operation.audit for operation in context.spec.operations.values()):
        context.report(architecture.NOT_USED, ("audit",), at_key=True, kind="section", name="audit")
    return spec.entity


def _reasons(context: Context, entity: Entity) -> Iterator[str]:
    has = {field.name for field in entity.fields}
    lacking = _lacking(context, entity)
    absent = [f"`{name}`" for name in lacking if name not in has]
    if absent:
        yield f"it needs the field{'s' if len(absent) > 1 else ''} {', '.join(absent)}"
    yield from (
        f"its `{name}` has a different type than required" for name in lacking if name in has
    )
    for field in entity.fields:
        if field.name not in OWN and not (field.optional or field.has_default):
            yield f"nothing gives its `{field.name}` a value"
    if entity.store is not Store.MONGO:
        yield "it must be stored in mongo"


def _lacking(context: Context, entity: Entity) -> list[str]:
    """The required fields that the entity lacks or declares differently."""
    by_name = {field.name: field for field in entity.fields}
    return [
        name
        for name, kind, _ in FIELDS
        if (candidate := by_name.get(name)) is None
        or not isinstance(candidate.type, kind)
        or not _actor(context, candidate)
    ]


def _actor(context: Context, field: Field) -> bool:
    """Whether a field that may be a reference can hold the actor, including none."""
    accounts = context.spec.authentication
    if not isinstance(field.type, ReferenceType) or accounts is None:
        return True
    misspelt = accounts.account not in context.spec.entities
    return field.optional and (misspelt or field.type.entity == accounts.account)


def _written(context: Context, entity: str, names: list[str]) -> tuple[str, ...]:
    """The entity with these fields, as YAML for a spec."""
    accounts = context.spec.authentication
    account = accounts.account if accounts else "person"
    lines = [
        f"      {name}: {text.replace('$account', account)}"
        for name, _, text in FIELDS
        if name in names
    ]
    return (
        "entities:",
        f"  {entity}:",
        "    store: mongo",
        *(["    fields:"] if lines else []),
        *lines,
    )
