"""Names that would meet in the emitted code: classes, modules, tables, paths, variables."""

import keyword
from collections.abc import Iterable

from msc.analyze.context import MAX_NAME, NAME, Context
from msc.analyze.fields import BUILT_IN, own_enum
from msc.core.catalogue import names as codes
from msc.core.diagnostics import Related
from msc.core.naming import pascal, snake
from msc.ir.entities import Entity
from msc.model.places import Path

# Classes that the emitted code has in any case.
CLASSES = frozenset(
    {"Role", "UnitOfWork", "RuleViolation", "Page", "Problem", "Caller", "Any", "Row", "Rows"}
)
COLLECTION_WORDS = frozenset({"now", "today", "input", "actor"})


def check(context: Context, entities: tuple[Entity, ...]) -> None:
    """Reports every name that two elements would share."""
    _types(context)
    _plurals(context, entities)
    _classes(context, entities)
    _events(context)
    for section, kind in (("entities", "an entity"), ("types", "a type")):
        for name in getattr(context.spec, section):
            if pascal(name) in CLASSES:
                reason = f"the emitted code has a class `{pascal(name)}`"
                context.reserved(kind, name, (section, name), reason)


def _types(context: Context) -> None:
    for name in context.spec.types:
        if name in BUILT_IN:
            _ambiguous(context, name, ("types", name), "a built-in type")
    for name in context.spec.entities:
        if name in BUILT_IN:
            _ambiguous(context, name, ("entities", name), "a built-in type")
        elif name in context.spec.types:
            _ambiguous(context, name, ("entities", name), "a type")


def _ambiguous(context: Context, name: str, path: Path, other: str) -> None:
    context.report(codes.AMBIGUOUS_NAME, path, at_key=True, name=name, other=other)


def _plurals(context: Context, entities: tuple[Entity, ...]) -> None:
    taken: dict[str, str] = {}
    for entity in entities:
        given = context.spec.entities[entity.name].plural is not None
        path: Path = ("entities", entity.name, *(("plural",) if given else ()))
        if not given and (not NAME.fullmatch(entity.name) or len(entity.name) > MAX_NAME):
            # The plural is made of the name, which has been reported.
            continue
        if not NAME.fullmatch(entity.plural) or len(entity.plural) > MAX_NAME + 3:
            context.report(
                codes.NAME_FORM, path, name=entity.plural, kind="a collection",
                form="names are snake_case, at most 40 characters",
                suggestion=snake(entity.plural) or "rows",
            )  # fmt: skip
        elif entity.plural in COLLECTION_WORDS or keyword.iskeyword(entity.plural):
            user = "Python" if keyword.iskeyword(entity.plural) else "expressions"
            reason = f"a word of {user}; give it another `plural`"
            context.report(
                codes.RESERVED_NAME, path, at_key=not given, name=entity.plural,
                kind="a collection", reason=reason,
            )  # fmt: skip
        other = taken.setdefault(entity.plural, entity.name)
        if other != entity.name:
            _collide(context, path, entity.name, other, entity.plural, at_key=not given)


def _collide(
    context: Context, path: Path, name: str, other: str, result: str, *, at_key: bool = True
) -> None:
    related = (Related(context.origin(("entities", other)).span, f"`{other}` is declared here"),)
    context.report(
        codes.NAME_COLLISION, path, at_key=at_key, related=related, name=name, other=other,
        result=result,
    )  # fmt: skip


def _classes(context: Context, entities: tuple[Entity, ...]) -> None:
    owners = _owners(context, entities)
    taken: dict[str, tuple[str, Path]] = {}
    for name, path in owners:
        other, first = taken.setdefault(pascal(name), (name, path))
        if first == path or (other == name and len(first) == len(path) == 2):
            # An entity and a type of one name are ambiguous, which is reported as such.
            continue
        related = (Related(context.origin(first).span, f"`{other}` is declared here"),)
        context.report(
            codes.NAME_COLLISION, path, at_key=True, related=related, name=name, other=other,
            result=pascal(name),
        )  # fmt: skip


def _owners(context: Context, entities: tuple[Entity, ...]) -> Iterable[tuple[str, Path]]:
    """Everything that becomes a class beside rows, and where it is declared."""
    yield from ((each.name, ("entities", each.name)) for each in entities)
    yield from ((name, ("types", name)) for name in context.spec.types)
    for entity, spec in context.spec.entities.items():
        for name, field in spec.fields.items():
            if field.enum is not None:
                yield own_enum(entity, name), ("entities", entity, "fields", name)
    for operation, one in context.spec.operations.items():
        for name, value in one.input.items():
            if value.enum is not None:
                yield own_enum(operation, name), ("operations", operation, "input", name)


def _events(context: Context) -> None:
    taken: dict[str, str] = {}
    for name in context.spec.events:
        other = taken.setdefault(snake(name), name)
        if other != name:
            related = (
                Related(context.origin(("events", other)).span, f"`{other}` is declared here"),
            )
            context.report(
                codes.NAME_COLLISION, ("events", name), at_key=True, related=related, name=name,
                other=other, result=snake(name),
            )  # fmt: skip
