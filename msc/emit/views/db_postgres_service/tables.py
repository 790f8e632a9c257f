"""An entity as a table: the same columns and constraints for the model and for the revision."""

from dataclasses import dataclass
from decimal import Decimal

from msc.emit.pycode import Import, annotation, literal
from msc.emit.quoting import sql
from msc.emit.shapes.fields import MAX_EMAIL, MAX_URL
from msc.ir.entities import Entity
from msc.ir.fields import (
    BooleanType,
    DatetimeType,
    DateType,
    DecimalType,
    EmailType,
    EnumType,
    Field,
    FieldType,
    IntegerType,
    JsonType,
    MoneyType,
    PasswordType,
    PhoneType,
    ReferenceType,
    RoleType,
    SecretType,
    StringType,
    TextType,
    UrlType,
    UuidType,
)
from msc.ir.system import System

ON_DELETE = {"restrict": "RESTRICT", "cascade": "CASCADE", "clear": "SET NULL"}
MAX_NAME = 63
HASH_LENGTH = 255


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column for both: `mapped` is the line of the model, `revised` the one of the revision."""

    mapped: str
    revised: str


@dataclass(frozen=True, slots=True)
class TableView:
    """A table; every constraint is the text of a call, for the model and for the revision."""

    name: str
    columns: tuple[ColumnView, ...]
    constraints: tuple[str, ...]
    indexes: tuple[str, ...]
    revised_constraints: tuple[str, ...]
    revised_indexes: tuple[str, ...]
    foreign_keys: tuple[str, ...]
    imports: tuple[Import, ...]


def table(entity: Entity, system: System) -> TableView:
    """The table of an entity."""
    imports: set[Import] = set()
    columns = tuple(_column(each, system, imports) for each in entity.fields)
    checks = [
        (f"{entity.plural}_{each.wire_name}_check", condition)
        for each in entity.fields
        for condition in _checks(each)
    ]
    uniques: list[tuple[str, ...]] = [(each.wire_name,) for each in entity.fields if each.unique]
    uniques += [tuple(_wire(entity, name) for name in group) for group in entity.uniques]
    indexes = [tuple(_wire(entity, name) for name in group) for group in entity.indexes]
    covered = {group[0] for group in (*indexes, *uniques)}
    indexes += [
        (each.wire_name,)
        for each in entity.fields
        if isinstance(each.type, ReferenceType) and each.wire_name not in covered
    ]
    for used, name in (
        (checks, "CheckConstraint"),
        (uniques, "UniqueConstraint"),
        (indexes, "Index"),
    ):
        if used:
            imports.add(("sqlalchemy", name))
    constraints = [f"CheckConstraint({literal(text)}, name={_name(name)})" for name, text in checks]
    constraints += [
        f"UniqueConstraint({_texts(group)}, name={_name(f'uniq_{entity.plural}_{_joined(group)}')})"
        for group in uniques
    ]
    listed = [(_name(f"idx_{entity.plural}_{_joined(group)}"), group) for group in indexes]
    return TableView(
        name=literal(entity.plural),
        columns=columns,
        constraints=tuple(constraints),
        indexes=tuple(f"Index({name}, {_texts(group)})" for name, group in listed),
        revised_constraints=tuple(f"sa.{each}" for each in constraints),
        revised_indexes=tuple(
            f"op.create_index({name}, {literal(entity.plural)}, [{_texts(group)}])"
            for name, group in listed
        ),
        foreign_keys=tuple(_foreign_key(entity, each, system) for each in _references(entity)),
        imports=tuple(sorted(imports)),
    )


def _references(entity: Entity) -> tuple[Field, ...]:
    return tuple(each for each in entity.fields if isinstance(each.type, ReferenceType))


def _foreign_key(entity: Entity, field: Field, system: System) -> str:
    assert isinstance(field.type, ReferenceType)
    target = system.entity(field.type.entity).plural
    name = _name(f"{entity.plural}_{field.wire_name}_fkey")
    action = literal(ON_DELETE[field.type.on_delete])
    return (
        f"op.create_foreign_key({name}, {literal(entity.plural)}, {literal(target)}, "
        f"[{literal(field.wire_name)}], [{literal('id')}], ondelete={action})"
    )


def _column(field: Field, system: System, imports: set[Import]) -> ColumnView:
    text = _type(field.type)
    python = _python(field.type, imports)
    head = text.split("(")[0]
    dialect = "sqlalchemy.dialects.postgresql" if head == "JSONB" else "sqlalchemy"
    imports.add((dialect, head))
    optional = f"{python} | None" if field.optional else python
    arguments = [text]
    if isinstance(field.type, ReferenceType):
        imports.add(("sqlalchemy", "ForeignKey"))
        target = system.entity(field.type.entity).plural
        action = literal(ON_DELETE[field.type.on_delete])
        arguments.append(f"ForeignKey({literal(target + '.id')}, ondelete={action})")
    mapped = f"{field.wire_name}: Mapped[{optional}] = mapped_column({', '.join(arguments)})"
    kind = f"postgresql.{text}" if head == "JSONB" else f"sa.{text}"
    revised = f"sa.Column({literal(field.wire_name)}, {kind}, nullable={field.optional})"
    return ColumnView(mapped, revised)


def _type(type_: FieldType) -> str:
    match type_:
        case StringType(length):
            return f"String({length})"
        case EmailType():
            return f"String({MAX_EMAIL})"
        case UrlType():
            return f"String({MAX_URL})"
        case PhoneType():
            return "String(16)"
        case PasswordType():
            return f"String({HASH_LENGTH})"
        case SecretType(length):
            return f"String({length})"
        case EnumType() | RoleType():
            return "String(40)"
        case TextType():
            return "Text()"
        case UuidType() | ReferenceType():
            return "Uuid()"
        case IntegerType():
            return "BigInteger()"
        case DecimalType(scale, precision):
            return f"Numeric({precision}, {scale})"
        case MoneyType():
            return "Numeric(18, 2)"
        case BooleanType():
            return "Boolean()"
        case DateType():
            return "Date()"
        case DatetimeType():
            return "DateTime(timezone=True)"
        case JsonType():
            return "JSONB()"


def _python(type_: FieldType, imports: set[Import]) -> str:
    if isinstance(type_, EnumType | RoleType):
        return "str"
    text = annotation(type_)
    modules = {"UUID": "uuid", "Decimal": "decimal", "date": "datetime", "datetime": "datetime"}
    if text in modules:
        imports.add((modules[text], text))
    if "Any" in text:
        imports.add(("typing", "Any"))
    return text


def _checks(field: Field) -> tuple[str, ...]:
    name = field.wire_name
    match field.type:
        case EnumType(_, values) | RoleType(values):
            return (f"{name} IN ({', '.join(sql(each) for each in values)})",)
        case (
            IntegerType(low, high)
            | DecimalType(minimum=low, maximum=high)
            | MoneyType(minimum=low, maximum=high)
        ):
            parts = [f"{name} >= {Decimal(str(low))}"] if low is not None else []
            parts += [f"{name} <= {Decimal(str(high))}"] if high is not None else []
            return (" AND ".join(parts),) if parts else ()
        case _:
            return ()


def _wire(entity: Entity, name: str) -> str:
    return next((each.wire_name for each in entity.fields if each.name == name), name)


def _texts(group: tuple[str, ...]) -> str:
    return ", ".join(literal(each) for each in group)


def _joined(group: tuple[str, ...]) -> str:
    return "_".join(group)


def _name(name: str) -> str:
    # PostgreSQL cuts names at 63 bytes; a cut name would differ from the one that is looked up.
    return literal(name[:MAX_NAME])
