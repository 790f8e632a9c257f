"""One element of a system as an ordered list of readable values, each with a path of names."""

from collections.abc import Iterator

from msc.core.record import Record, asdict
from msc.core.source import Origin
from msc.ir.expressions import Expression
from msc.ir.triggers import Text

type Path = tuple[str, ...]
type Leaf = tuple[Path, str]

KEY_ATTRIBUTES = ("name", "field")


def flatten(element: object, path: Path = ()) -> tuple[Leaf, ...]:
    """The values of `element`; absent ones (None, empty) are left out."""
    return tuple(_leaves(element, path))


def _leaves(value: object, path: Path) -> Iterator[Leaf]:
    match value:
        case None | "" | () | Origin():
            return
        case Expression():
            yield path, value.source
        case Text():
            yield path, text_source(value)
        case tuple():
            yield from _items(value, path)
        case Record():
            yield from _attributes(value, path)
        case bool():
            yield path, "true" if value else "false"
        case _:
            yield path, str(value)


def _attributes(value: Record, path: Path) -> Iterator[Leaf]:
    kind = type_word(value)
    if kind is not None:
        yield path, kind
    for name, each in asdict(value).items():
        if not (path and name == "name"):
            yield from _leaves(each, (*path, name))


def _items(values: tuple[object, ...], path: Path) -> Iterator[Leaf]:
    if all(isinstance(each, str | int) for each in values):
        yield path, ", ".join(str(each) for each in values)
        return
    for index, each in enumerate(values, 1):
        yield from _leaves(each, (*path, key_of(each) or str(index)))


def key_of(value: object) -> str | None:
    """The name by which an item is told from its siblings, or None when only its place does."""
    inner = getattr(value, "field", None)
    if inner is not None and not isinstance(inner, str):
        return key_of(inner)
    for attribute in KEY_ATTRIBUTES:
        name = getattr(value, attribute, None)
        if isinstance(name, str):
            return name
    return None


def type_word(value: object) -> str | None:
    """The word for a value whose class is itself information: a field type or a kind of step."""
    name = type(value).__name__
    for suffix in ("Type", "Step"):
        if name.endswith(suffix) and name != suffix:
            return name.removesuffix(suffix).lower()
    return None


def text_source(text: Text) -> str:
    """The text as the spec writes it."""
    return "".join(
        part if isinstance(part, str) else "${" + part.source + "}" for part in text.parts
    )
