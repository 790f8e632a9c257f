"""Entities, roles and shared types of the spec -> those of the resolved system."""

from msc.analyze import measures
from msc.analyze.context import NAME, Context
from msc.analyze.fields import field_of, value_type
from msc.core.catalogue import names as name_codes
from msc.core.catalogue import types as codes
from msc.core.naming import kebab, pascal, plural
from msc.expr.scope import Entities
from msc.ir.entities import Access, Entity, StateMachine, Store, Transition
from msc.ir.fields import DatetimeType, EnumType, Field, FieldType, ReferenceType
from msc.ir.system import EnumDeclaration, Role
from msc.model.entities import EntitySpec
from msc.model.places import Path

COMMON = ("id", "created_at", "updated_at", "version")
INDEXABLE = ("created_at",)
DAY = 86400


def roles(context: Context) -> tuple[Role, ...]:
    """The roles, by name."""
    for name in context.spec.roles:
        context.usable("a role", name, ("roles", name))
    return tuple(Role(name, text) for name, text in sorted(context.spec.roles.items()))


def enums(context: Context) -> tuple[EnumDeclaration, ...]:
    """The shared types, by name."""
    for name in context.spec.types:
        context.usable("a type", name, ("types", name))
    return tuple(
        EnumDeclaration(name, each.enum, each.description)
        for name, each in sorted(context.spec.types.items())
    )


def entities(context: Context) -> tuple[Entity, ...]:
    """The entities, by name; from then on expressions know them."""
    found = tuple(
        _entity(context, name, spec, ("entities", name))
        for name, spec in sorted(context.spec.entities.items())
    )
    _collisions(context, found)
    context.entities = Entities(
        tuple(
            (
                each.name,
                tuple(
                    (field.name, value_type(field.type, field.optional))
                    for field in each.fields
                    if _speakable(field)
                ),
            )
            for each in found
            if NAME.fullmatch(each.name)
        )
    )
    return found


def _speakable(field: Field) -> bool:
    """Whether expressions can know the field; whatever keeps them from it was reported already."""
    refers = isinstance(field.type, ReferenceType)
    known = not refers or NAME.fullmatch(field.type.entity) is not None  # type: ignore[union-attr]
    return NAME.fullmatch(field.name) is not None and known


def _entity(context: Context, name: str, spec: EntitySpec, path: Path) -> Entity:
    context.usable("an entity", name, path)
    fields = tuple(
        each
        for field_name, field_spec in spec.fields.items()
        if (each := _field(context, name, field_name, spec, path)) is not None and field_spec
    )
    store = Store(spec.store)
    known = {each.name for each in fields}
    return Entity(
        name=name,
        plural=spec.plural or plural(name),
        description=spec.description,
        store=store,
        fields=fields,
        uniques=_groups(context, spec.unique, known, (*path, "unique")),
        indexes=_groups(context, spec.indexes, known | set(INDEXABLE), (*path, "indexes")),
        states=_states(context, spec, fields, path),
        access=_access(context, spec, fields, path),
        retention_days=_retention(context, spec, path),
        renamed_from=spec.renamed_from,
        origin=context.origin(path),
    )


def _field(context: Context, entity: str, name: str, spec: EntitySpec, path: Path) -> Field | None:
    where = (*path, "fields", name)
    context.usable("a field", name, where)
    if name in COMMON:
        context.report(
            name_codes.RESERVED_NAME, where, key=True, name=name, kind="a field",
            reason="every row has it already",
        )  # fmt: skip
    elif name.startswith(("model_", "metadata", "registry")):
        context.report(
            name_codes.RESERVED_NAME, where, key=True, name=name, kind="a field",
            reason="the libraries of the emitted code use it",
        )  # fmt: skip
    made = field_of(context, name, spec.fields[name], where)
    if made and isinstance(made.type, EnumType) and made.type.name == name:
        shared = context.spec.types.get(name)
        if shared is None or spec.fields[name].enum is not None:
            words = EnumType(f"{entity}_{name}", made.type.values)
            return _with_type(made, words)
    return made


def _with_type(field: Field, type_: FieldType) -> Field:
    from dataclasses import replace

    return replace(field, type=type_)


def _groups(
    context: Context, groups: tuple[tuple[str, ...], ...], known: set[str], path: Path
) -> tuple[tuple[str, ...], ...]:
    for index, group in enumerate(groups):
        for place, name in enumerate(group):
            context.known("field", name, known, (*path, index, place))
    return groups


def _states(
    context: Context, spec: EntitySpec, fields: tuple[Field, ...], path: Path
) -> StateMachine | None:
    if spec.states is None:
        return None
    where = (*path, "states")
    names = [each.name for each in fields]
    if not context.known("field", spec.states.field, names, (*where, "field")):
        return None
    type_ = next(each.type for each in fields if each.name == spec.states.field)
    if not isinstance(type_, EnumType):
        context.report(
            codes.WRONG_VALUE, (*where, "field"), value=f"`{spec.states.field}`",
            kind="a state field", reason="it must be an enum",
        )  # fmt: skip
        return None
    transitions = []
    for name, each in sorted(spec.states.transitions.items()):
        step = (*where, "transitions", name)
        sources = (each.sources,) if isinstance(each.sources, str) else each.sources
        for source in sources:
            context.known("state", source, type_.values, (*step, "from"))
        context.known("state", each.target, type_.values, (*step, "to"))
        transitions.append(Transition(name, sources, each.target))
    return StateMachine(spec.states.field, tuple(transitions))


def _access(context: Context, spec: EntitySpec, fields: tuple[Field, ...], path: Path) -> Access:
    if spec.access is None:
        return Access()
    where = (*path, "access")
    owners = [each.name for each in fields if isinstance(each.type, ReferenceType)]
    if spec.access.owner is not None:
        context.known("reference", spec.access.owner, (*owners, "id"), (*where, "owner"))
    readers = []
    for index, role in enumerate(spec.access.read):
        if role == "owner":
            continue
        if context.known("role", role, context.spec.roles, (*where, "read", index)):
            readers.append(role)
    return Access(spec.access.owner, tuple(readers))


def _retention(context: Context, spec: EntitySpec, path: Path) -> int | None:
    if spec.retention is None:
        return None
    length = measures.seconds(spec.retention)
    if length is None or length < DAY:
        context.report(
            codes.WRONG_TEXT, (*path, "retention"), value=spec.retention, kind="a retention of days",
            example="7 years",
        )  # fmt: skip
        return None
    return length // DAY


def _collisions(context: Context, found: tuple[Entity, ...]) -> None:
    taken: dict[str, str] = {}
    for entity in found:
        words = {pascal(entity.name), entity.plural, kebab(entity.plural)}
        for word in sorted(words):
            other = taken.setdefault(word, entity.name)
            if other != entity.name:
                context.report(
                    name_codes.NAME_COLLISION, ("entities", entity.name), key=True,
                    name=entity.name, other=other, result=word,
                )  # fmt: skip
                break
        if entity.plural == entity.name or entity.plural in {"now", "today", "input", "actor"}:
            reason = "the collection needs a name of its own; give it a `plural`"
            context.report(
                name_codes.RESERVED_NAME, ("entities", entity.name), key=True,
                name=entity.plural, kind="a collection", reason=reason,
            ) if entity.store is Store.POSTGRES or entity.plural != entity.name else None  # fmt: skip


def is_moment(field: Field) -> bool:
    """Whether the field holds a moment."""
    return isinstance(field.type, DatetimeType)
