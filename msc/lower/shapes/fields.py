"""Fields as annotations of pydantic models, with their constraints."""

from collections.abc import Iterator

from msc.core.record import Record, replace
from msc.ir.fields import Field, FieldType, JsonType, Literal
from msc.lower.pycode import Import, literal
from msc.lower.shapes.names import attribute
from msc.lower.types import row


class Annotated(Record):
    """The text of an annotation, its default ("" for none), and the imports of both."""

    text: str
    default: str
    imports: tuple[Import, ...]


def member(field: Field, annotated: Annotated, *aliases: str) -> Annotated:
    """The line of a field in a class; `aliases` are `Field` parameters for its wire name.

    They are left out if Python uses the same name.
    """
    name, default = attribute(field), annotated.default
    if name == field.wire_name or not aliases:
        return Annotated(
            f"{name}: {annotated.text}{f' = {default}' if default else ''}", "", annotated.imports
        )
    aliased = [f"{alias}={literal(field.wire_name)}" for alias in aliases]
    arguments = ", ".join([*_arguments(default), *aliased])
    text = f"{name}: {annotated.text} = Field({arguments})"
    return Annotated(text, "", (*annotated.imports, ("pydantic", "Field")))


def _arguments(default: str) -> Iterator[str]:
    """The arguments for `Field` that say what a field is by default."""
    if default.startswith("Field("):
        yield default.removeprefix("Field(").removesuffix(")")
    elif default:
        yield f"default={default}"


def row_annotation(field: Field) -> Annotated:
    """The annotation for reading: without constraints, because stored rows are trusted."""
    text, imports = wire_type(field.type)
    if field.optional:
        return Annotated(f"{text} | None", "None", imports)
    return Annotated(text, "", imports)


def wire_type(type_: FieldType) -> tuple[str, tuple[Import, ...]]:
    """The type of a value in JSON: decimals are texts, timestamps end in Z."""
    return row(type_).wire(type_)


def change_annotation(field: Field) -> Annotated:
    """The annotation in a change: omitted fields keep their values, null clears optional ones."""
    plain = input_annotation(replace(field, optional=False, has_default=False))
    if field.optional:
        return Annotated(f"{plain.text} | None", "None", plain.imports)
    needs = sorted({*plain.imports, ("shared.values", "Omittable")})
    return Annotated(f"Omittable[{plain.text}]", "None", tuple(needs))


def input_annotation(field: Field) -> Annotated:
    """The annotation for input: with constraints and the default."""
    text, needs = _bounded(field.type, row(field.type).input(field.type))
    if field.optional:
        return Annotated(f"{text} | None", "None", tuple(sorted(needs)))
    if not field.has_default:
        return Annotated(text, "", tuple(sorted(needs)))
    if isinstance(field.type, JsonType):
        needs.add(("pydantic", "Field"))
        return Annotated(text, "Field(default_factory=dict)", tuple(sorted(needs)))
    default, more = constant(field, field.default)
    return Annotated(text, default, tuple(sorted(needs | set(more))))


def filter_annotation(type_: FieldType) -> Annotated:
    """The annotation of a list filter: a parameter has the bounds of a body."""
    text, needs = _bounded(type_, row(type_).query(type_))
    return Annotated(text, "", tuple(sorted(needs)))


def _bounded(type_: FieldType, base: tuple[str, tuple[Import, ...]]) -> tuple[str, set[Import]]:
    """The type with its constraints; what takes longer is done to values that fit."""
    text, imports = base
    needs = set(imports)
    constraints = row(type_).constraints(type_)
    metadata = [f"Field({', '.join(constraints)})"] if constraints else []
    if constraints:
        needs.add(("pydantic", "Field"))
    if any("Decimal(" in constraint for constraint in constraints):
        needs.add(("decimal", "Decimal"))
    for refinement in row(type_).refinements(type_):
        needs.add(("shared.inputs", refinement))
        metadata.append(refinement)
    places = row(type_).places(type_)
    if places is not None:
        needs.add(("shared.values", "places"))
        metadata.append(f"places({places})")
    if not metadata:
        return text, needs
    needs.add(("typing", "Annotated"))
    return f"Annotated[{text}, {', '.join(metadata)}]", needs


def constant(field: Field, value: Literal) -> tuple[str, tuple[Import, ...]]:
    """A literal of the field's type, such as its default, as a Python expression."""
    return ("None", ()) if value is None else row(field.type).constant(field.type, value)
