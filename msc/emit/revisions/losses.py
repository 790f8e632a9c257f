"""Changes of a revision to stored rows that need consent in the spec."""

from collections.abc import Iterator

from msc.core.catalogue import destination as codes
from msc.core.diagnostics import Diagnostic, at
from msc.core.source import Span
from msc.emit.revisions.conversions import conversion
from msc.emit.revisions.documents import NOWHERE, gone, left_behind, without_value
from msc.ir.entities import Entity, Nouns, Store
from msc.ir.fields import Field, ListedType, PasswordType, written
from msc.ir.matching import EntityPair, pairs, taken_over
from msc.ir.system import System
from msc.lower.shapes.tables import column_type
from msc.lower.types import row


def losses(old: Nouns, new: System) -> tuple[Diagnostic, ...]:
    """All declarations missing in the spec for a migration from `old` to `new`."""
    matched = pairs(old, new)
    accepted = frozenset(removal.name for removal in new.removals)
    tables = [match for match in matched if match.old.store is match.new.store is Store.POSTGRES]
    collections = [match for match in matched if match.old.store is match.new.store is Store.MONGO]
    return (
        *_moved(matched),
        *_entities(old, new, matched, accepted),
        *left_behind(collections),
        *(
            field
            for pair in tables
            if pair.old.fields != pair.new.fields
            for field in _fields(pair, accepted)
        ),
        *(loss for pair in collections for loss in without_value(pair)),
    )


def _moved(matched: tuple[EntityPair, ...]) -> Iterator[Diagnostic]:
    """Entities that move to another database, leaving their rows behind."""
    words = {Store.POSTGRES: "rows of PostgreSQL", Store.MONGO: "documents of MongoDB"}
    for old, new in ((match.old, match.new) for match in matched):
        if old.store is not new.store:
            yield at(
                codes.NO_CONVERSION, new.origin.span, name=old.name,
                old=words[old.store], new=words[new.store],
            )  # fmt: skip


def _entities(
    old: Nouns, new: System, matched: tuple[EntityPair, ...], accepted: frozenset[str]
) -> Iterator[Diagnostic]:
    known = accepted.union(pair.old.name for pair in matched)
    taken = taken_over(old.entities, new.entities)
    for entity in old.entities:
        if entity.name in taken:
            by = taken[entity.name]
            yield _taken(entity.name, by.renamed_from, by.origin.span)
        elif entity.name not in known:
            lost = entity.store is Store.POSTGRES
            name = entity.name
            yield _gone(f"`{name}`", name, name, NOWHERE) if lost else gone(entity)


def _taken(name: str, former: str | None, span: Span) -> Diagnostic:
    return at(codes.NAME_TAKEN_OVER, span, name=name, former=former)


def _gone(what: str, name: str, short: str, span: Span) -> Diagnostic:
    suggestion = (
        f"to delete it, write `removed: {{{name}: WHY}}`; if it was only renamed, write "
        f"`renamed_from: {short}` there"
    )
    return at(codes.DATA_LOSS, span, what=f"{what} was removed", suggestion=suggestion)


def _fields(pair: EntityPair, accepted: frozenset[str]) -> Iterator[Diagnostic]:
    entity = pair.new
    kept = {old.name for old, _ in pair.fields}
    taken = taken_over(pair.old.fields, entity.fields)
    for field in pair.old.fields:
        name = f"{entity.name}.{field.name}"
        if field.name in taken:
            by = taken[field.name]
            yield _taken(f"{pair.old.name}.{field.name}", by.renamed_from, by.origin.span)
        elif field.name not in kept and name not in accepted:
            yield _gone(f"`{name}`", name, field.name, entity.origin.span)
    known = {new.name for _, new in pair.fields}
    for field in entity.fields:
        if field.name not in known:
            yield from _without_value(entity, field)
    for old, new in pair.fields:
        if old.type == new.type:
            continue
        yield from _words(entity, old, new, accepted)
        yield from _retyped(entity, old, new)


def _without_value(entity: Entity, field: Field) -> Iterator[Diagnostic]:
    has_value = field.has_fill or (field.has_default and field.default is not None)
    if field.optional or has_value:
        return
    fillable = row(field.type).has_literals
    suggestion = "give it a `default` or a `fill`, or make it optional"
    yield at(
        codes.NO_VALUE, field.origin.span, name=f"{entity.name}.{field.name}",
        suggestion=suggestion if fillable else "make it optional, at least until all rows have one",
    )  # fmt: skip


def _words(
    entity: Entity, old: Field, new: Field, accepted: frozenset[str]
) -> Iterator[Diagnostic]:
    if not (isinstance(old.type, ListedType) and isinstance(new.type, ListedType)):
        return
    field, span = f"{entity.name}.{new.name}", new.origin.span
    for word in old.type.values:
        if word in new.type.values or f"{field}.{word}" in accepted:
            continue
        suggestion = (
            f"give rows with this value another one, then write "
            f"`removed: {{{field}.{word}: WHY}}`; "
            "the revision fails while a row still has it"
        )
        what = f"the value `{word}` of `{field}` was removed"
        yield at(codes.DATA_LOSS, span, what=what, suggestion=suggestion)


def _retyped(entity: Entity, old: Field, new: Field) -> Iterator[Diagnostic]:
    name, span = f"{entity.name}.{new.name}", new.origin.span
    before, after = written(old.type), written(new.type)
    how = conversion(column_type(old.type), column_type(new.type))
    # A hash is not meaningful as a text, and a text is not a hash.
    if how is None or isinstance(old.type, PasswordType) is not isinstance(new.type, PasswordType):
        yield at(codes.NO_CONVERSION, span, name=name, old=f"`{before}`", new=f"`{after}`")
    elif how.lossy and new.narrowed_from != before:
        yield at(
            codes.DATA_LOSS, span, what=f"`{name}` was `{before}` and becomes `{after}`",
            suggestion=f"to drop digits or times of day, write `narrowed_from: {before}` there",
        )  # fmt: skip
