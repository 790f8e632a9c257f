"""The entity that records of audited operations are kept in."""

from msc.analyze.context import Context
from msc.core.catalogue import architecture
from msc.ir.entities import Entity, Store
from msc.ir.fields import DatetimeType, Field, FieldType, JsonType, ReferenceType, StringType

PATH = ("audit", "entity")
FIELDS: tuple[tuple[str, type[FieldType], str], ...] = (
    ("operation", StringType, "a string"),
    ("category", StringType, "a string"),
    ("actor", ReferenceType, "an optional reference to the account"),
    ("entity_type", StringType, "a string"),
    ("entity_id", StringType, "a string"),
    ("request_id", StringType, "a string"),
    ("occurred_at", DatetimeType, "a datetime"),
    ("details", JsonType, "json"),
)


def audit_entity(context: Context, entities: dict[str, Entity]) -> str | None:
    """The entity of audit records, or None."""
    spec = context.spec.audit
    if spec is None or not context.known("entity", spec.entity, entities, PATH):
        return None
    entity = entities[spec.entity]
    by_name = {each.name: each for each in entity.fields}
    for name, kind, word in FIELDS:
        found = by_name.get(name)
        if found is None or not isinstance(found.type, kind) or not _actor(context, found):
            _incomplete(context, entity.name, f"it needs a field `{name}`, {word}")
    own = {name for name, _, _ in FIELDS}
    for each in entity.fields:
        if each.name not in own and not (each.optional or each.has_default):
            _incomplete(context, entity.name, f"nothing gives its `{each.name}` a value")
    if entity.store is not Store.MONGO:
        _incomplete(context, entity.name, "it must be stored in mongo")
    if not any(each.audit for each in context.spec.operations.values()):
        context.report(architecture.NOT_USED, ("audit",), at_key=True, kind="section", name="audit")
    return spec.entity


def _actor(context: Context, field: Field) -> bool:
    """Whether the field, if it refers to rows at all, can say who acted, or that nobody did."""
    accounts = context.spec.authentication
    if not isinstance(field.type, ReferenceType) or accounts is None:
        return True
    misspelt = accounts.account not in context.spec.entities
    return field.optional and (misspelt or field.type.entity == accounts.account)


def _incomplete(context: Context, entity: str, reason: str) -> None:
    context.report(
        architecture.INCOMPLETE_ENTITY, PATH, entity=entity, purpose="the audit log", reason=reason
    )
