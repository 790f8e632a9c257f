"""Entities, roles and shared types of the spec -> those of the resolved system."""

from functools import partial

from msc.analyze import evolution, measures
from msc.analyze.context import Context
from msc.analyze.fields import field_of, own_enum
from msc.analyze.states import states
from msc.analyze.types import value_type
from msc.analyze.types.listed import check_words
from msc.core.catalogue import architecture
from msc.core.catalogue import names as name_codes
from msc.core.catalogue import types as codes
from msc.core.naming import plural, title
from msc.core.record import replace
from msc.expr.scope import Entities
from msc.ir.behaviour import Operation
from msc.ir.entities import Access, Entity, Store
from msc.ir.expressions import ListValue, RowValue
from msc.ir.fields import EnumType, Field, ReferenceType
from msc.ir.system import EnumDeclaration, Role
from msc.model.entities import EntitySpec
from msc.model.places import Path

COMMON = ("id", "created_at", "updated_at")
DAY = 86400
LONGEST = 1_000 * 365 * DAY


def roles(context: Context) -> tuple[Role, ...]:
    """The roles, by name."""
    for name in context.spec.roles:
        context.usable("a role", name, ("roles", name))
    if context.spec.roles and context.spec.authentication is None:
        context.report(
            architecture.NOT_CONFIGURED, ("roles",), at_key=True, what="`roles`",
            needed="an `authentication` section",
        )  # fmt: skip
    return tuple(Role(name, text) for name, text in sorted(context.spec.roles.items()))


def enums(
    context: Context, entities: tuple[Entity, ...], operations: tuple[Operation, ...]
) -> tuple[EnumDeclaration, ...]:
    """The shared types and the enums of single fields and inputs, by name."""
    declarations = {
        name: EnumDeclaration(name, declared.enum, declared.description)
        for name, declared in context.spec.types.items()
    }
    fields = [field for entity in entities for field in entity.fields]
    fields += [input_.field for operation in operations for input_ in operation.inputs]
    for field in fields:
        if isinstance(field.type, EnumType):
            own = EnumDeclaration(field.type.name, field.type.values, field.description)
            declarations.setdefault(field.type.name, own)
    return tuple(declarations[name] for name in sorted(declarations))


def check_types(context: Context) -> None:
    """Checks names and values of the shared types."""
    for name, spec in context.spec.types.items():
        context.usable("a type", name, ("types", name))
        check_words(context, spec.enum, ("types", name, "enum"))


def entities(context: Context) -> tuple[Entity, ...]:
    """The entities, by name; afterwards expressions can use them."""
    resolved = tuple(
        context.recall.entity(name, partial(_with_verdict, context, name, spec))
        for name, spec in sorted(context.spec.entities.items())
    )
    context.entities = Entities(
        tuple(
            (entity.name, tuple((f.name, value_type(f.type, f.optional)) for f in entity.shown))
            for entity in resolved
        ),
        {
            entity.plural: ListValue(RowValue(entity.name), stored=True)
            for entity in resolved
            if entity.store is Store.POSTGRES
        },
        {entity.plural: entity.name for entity in resolved if entity.store is Store.MONGO},
        context.spec.system.time_zone,
        {entity.name: frozenset(f.name for f in entity.hidden) for entity in resolved},
    )
    return resolved


def _with_verdict(context: Context, name: str, spec: EntitySpec) -> tuple[Entity, bool]:
    """The entity, and whether it has no diagnostic."""
    before = len(context.diagnostics)
    entity = _entity(context, name, spec, ("entities", name))
    return entity, len(context.diagnostics) == before


def _entity(context: Context, name: str, spec: EntitySpec, path: Path) -> Entity:
    context.usable("an entity", name, path)
    resolved = (
        _field(context, name, field, spec, (*path, "fields", field)) for field in spec.fields
    )
    fields = tuple(field for field in resolved if field is not None)
    evolution.former_names(context, spec, path)
    if spec.store == "mongo" and not context.is_account(name):
        _document(context, spec, path)
    days = _retention(context, spec, path)
    return Entity(
        name=name,
        plural=spec.plural or plural(name),
        description=spec.description or f"{title(name)}.",
        store=Store(spec.store),
        fields=fields,
        uniques=_groups(context, spec.unique, spec, fields, (*path, "unique")),
        indexes=_groups(context, spec.indexes, spec, fields, (*path, "indexes")),
        states=states(context, spec, fields, path),
        access=_access(context, name, spec, fields, path),
        retention_days=days,
        retention_months=None if days is None else measures.months(spec.retention or ""),
        renamed_from=spec.renamed_from,
        origin=context.origin(path),
    )


def _field(context: Context, entity: str, name: str, spec: EntitySpec, path: Path) -> Field | None:
    context.usable_in_expressions("a field", name, path)
    if name in COMMON:
        context.reserved("a field", name, path, "every row has it already")
    elif name.endswith("_id") and spec.fields[name].reference is not None:
        context.reserved(
            "a reference", name, path, "its column gets the suffix `_id` automatically"
        )
    elif name.endswith("_id") and name[:-3] in spec.fields and spec.fields[name[:-3]].reference:
        context.reserved("a field", name, path, f"the column of `{name[:-3]}` is called so")
    field = field_of(context, name, spec.fields[name], path)
    if (
        field is not None
        and isinstance(field.type, EnumType)
        and spec.fields[name].enum is not None
    ):
        return replace(field, type=EnumType(own_enum(entity, name), field.type.values))
    return field


def _document(context: Context, spec: EntitySpec, path: Path) -> None:
    """Reports properties that a document in MongoDB would ignore."""
    for name, field in spec.fields.items():
        where = (*path, "fields", name)
        if field.on_delete is not None:
            context.report(
                codes.KEY_DOES_NOT_FIT, (*where, "on_delete"), at_key=True, key="on_delete",
                kind="a document, which keeps what it refers to by its identifier only",
            )  # fmt: skip
        if field.unique:
            _unlike_rows(context, "a unique field of documents", (*where, "unique"))
    if spec.unique:
        _unlike_rows(context, "a unique group of fields of documents", (*path, "unique"))
    if spec.access is not None:
        _unlike_rows(context, "access to documents, which no operation reads,", (*path, "access"))


def _unlike_rows(context: Context, what: str, path: Path) -> None:
    key = path[-1]
    context.report(
        architecture.NOT_YET, path, at_key=True, what=what,
        suggestion=f"remove `{key}`, or keep the entity in postgres",
    )  # fmt: skip


def _groups(
    context: Context, groups: tuple[tuple[str, ...], ...], spec: EntitySpec,
    fields: tuple[Field, ...], path: Path,
) -> tuple[tuple[str, ...], ...]:  # fmt: skip
    known = {*spec.fields, "created_at"}
    unfit = {field.name for field in fields if field.type.bulky}
    for index, group in enumerate(groups):
        context.distinct(group, (*path, index))
        if group in groups[:index]:
            context.report(name_codes.DECLARED_TWICE, (*path, index), name=", ".join(group))
        for place, name in enumerate(group):
            where = (*path, index, place)
            if context.known("field", name, known, where) and name in unfit:
                context.report(
                    codes.WRONG_VALUE, where, value=f"`{name}`", kind="an index",
                    reason="values of its type are too large to be compared there",
                )  # fmt: skip
    return groups


def _access(
    context: Context, name: str, spec: EntitySpec, fields: tuple[Field, ...], path: Path
) -> Access:
    if spec.access is None:
        return Access()
    where = (*path, "access")
    accounts = context.spec.authentication
    if accounts is None:
        context.report(
            architecture.NOT_CONFIGURED, where, at_key=True, what="`access`",
            needed="an `authentication` section",
        )  # fmt: skip
        return Access()
    declared = spec.fields.get(spec.access.owner or "")
    refers = declared.reference if declared else None
    # The owner's target is reported where the field is declared.
    is_lost = refers is not None and refers not in context.spec.entities
    if spec.access.owner is not None and accounts.account in context.spec.entities and not is_lost:
        owners = [
            field.name
            for field in fields
            if isinstance(field.type, ReferenceType) and field.type.entity == accounts.account
        ]
        own = ("id",) if name == accounts.account else ()
        context.known(
            f"reference to `{accounts.account}`", spec.access.owner, (*owners, *own),
            (*where, "owner"),
        )  # fmt: skip
    context.distinct(spec.access.read, (*where, "read"))
    for index, role in enumerate(spec.access.read):
        context.known("role", role, context.spec.roles, (*where, "read", index))
    return Access(spec.access.owner, spec.access.read)


def _retention(context: Context, spec: EntitySpec, path: Path) -> int | None:
    if spec.retention is None:
        return None
    where = (*path, "retention")
    if spec.store != "mongo":
        context.report(
            architecture.NOT_YET, where, at_key=True, what="the retention of rows in postgres",
            suggestion="delete rows in a job, or keep them in mongo",
        )  # fmt: skip
        return None
    length = measures.seconds(spec.retention)
    if length is None or length % DAY:
        context.report(
            codes.WRONG_TEXT, where, value=spec.retention, kind="a retention of whole days",
            example="7 years",
        )  # fmt: skip
        return None
    if length > LONGEST:
        context.report(
            codes.WRONG_VALUE, where, value=f"`{spec.retention}`", kind="a retention",
            reason="the calendar ends before that",
            hint="remove `retention` to keep documents forever",
        )  # fmt: skip
        return None
    return length // DAY
