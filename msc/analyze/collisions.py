"""Name collisions in the emitted code: classes, modules, tables, paths and variables."""

from collections.abc import Iterator

from msc.analyze.context import MAX_NAME, NAME, Context
from msc.analyze.fields import own_enum
from msc.analyze.types import BUILT_IN
from msc.core.catalogue import names as codes
from msc.core.diagnostics import Related
from msc.core.naming import pascal, snake
from msc.core.record import Record
from msc.expr.words import BEGINNINGS, VARIABLES
from msc.ir.entities import Entity
from msc.model.places import Path


class _Element(Record):
    """A named element and its place."""

    name: str
    path: Path


def check(context: Context, entities: tuple[Entity, ...]) -> None:
    """Reports every name that two elements would share."""
    _types(context)
    _plurals(context, entities)
    _classes(context, entities)
    _events(context)
    _behaviour(context)


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
    taken: dict[str, _Element] = {}
    for entity in entities:
        element = _Element(entity.name, ("entities", entity.name))
        is_declared = context.spec.entities[entity.name].plural is not None
        if not is_declared and (not NAME.fullmatch(entity.name) or len(entity.name) > MAX_NAME):
            # The plural is made of the name, which has been reported.
            continue
        path: Path = (*element.path, "plural") if is_declared else element.path
        _plural(context, entity.plural, path, at_key=not is_declared)
        first = taken.setdefault(entity.plural, element)
        if first is not element:
            _collide(context, element, first, entity.plural, path if is_declared else None)


def _plural(context: Context, plural: str, path: Path, *, at_key: bool) -> None:
    """Reports an invalid collection name."""
    if not NAME.fullmatch(plural) or len(plural) > MAX_NAME + 3:
        context.report(
            codes.NAME_FORM, path, name=plural, kind="a collection",
            form="names are snake_case, at most 40 characters", suggestion=snake(plural) or "rows",
        )  # fmt: skip
    elif plural in VARIABLES | BEGINNINGS:
        reason = "it is reserved in expressions; give it another `plural`"
        context.report(
            codes.RESERVED_NAME, path, at_key=at_key, name=plural, kind="a collection",
            reason=reason,
        )  # fmt: skip


def _collide(
    context: Context, element: _Element, first: _Element, result: str, value: Path | None = None
) -> None:
    """Reports an element at its key, or at the value that determines its name."""
    declared = context.origin(first.path).span
    context.report(
        codes.NAME_COLLISION, value or element.path, at_key=value is None,
        related=(Related(declared, f"`{first.name}` is declared here"),),
        name=element.name, other=first.name, result=result,
    )  # fmt: skip


def _classes(context: Context, entities: tuple[Entity, ...]) -> None:
    taken: dict[str, _Element] = {}
    for element in _owners(context, entities):
        first = taken.setdefault(pascal(element.name), element)
        # An entity and a type of one name are ambiguous, which is reported as such.
        ambiguous = first.name == element.name and len(first.path) == len(element.path) == 2
        if first != element and not ambiguous:
            _collide(context, element, first, pascal(element.name))


def _owners(context: Context, entities: tuple[Entity, ...]) -> Iterator[_Element]:
    """The elements that emit a class, besides entities."""
    yield from (_Element(entity.name, ("entities", entity.name)) for entity in entities)
    yield from (_Element(name, ("types", name)) for name in context.spec.types)
    for entity, spec in context.spec.entities.items():
        for name, field in spec.fields.items():
            if field.enum is not None:
                yield _Element(own_enum(entity, name), ("entities", entity, "fields", name))
    for operation, one in context.spec.operations.items():
        for name, value in one.input.items():
            if value.enum is not None:
                path = ("operations", operation, "input", name)
                yield _Element(own_enum(operation, name), path)


def _behaviour(context: Context) -> None:
    """Operations, and jobs, whose classes would share a name: `tidy2` and `tidy_2`."""
    for section in ("operations", "jobs"):
        taken: dict[str, _Element] = {}
        for name in getattr(context.spec, section):
            element = _Element(name, (section, name))
            first = taken.setdefault(pascal(name), element)
            if first is not element:
                _collide(context, element, first, pascal(name))


def _events(context: Context) -> None:
    taken: dict[str, _Element] = {}
    for name in context.spec.events:
        element = _Element(name, ("events", name))
        first = taken.setdefault(snake(name), element)
        if first is not element:
            _collide(context, element, first, snake(name))
