"""A blueprint and its view -> texts by path, identical to the output of `copier copy`.

Copier asks git for its configuration once per file, which costs several times as much as rendering,
and importing it takes longer than rendering a system. So the templates are rendered here, with the
settings of each `copier.yml` and Copier's rules for paths; a test compares each blueprint with
Copier's output byte by byte.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msc.core import resources
from msc.core.record import Record, asdict, field
from msc.emit.settings import Settings, settings_of
from msc.emit.templates import Data, Templates

YIELD = re.compile(
    r"(?P<before>.*)\{% yield (?P<item>\w+) from (?P<items>[\w.]+) %\}"
    r"(?P<name>.*)\{% endyield %\}(?P<after>.*)"
)


NAMED = re.compile(r"(?P<before>[^{}]*)\{\{ (?P<dotted>\w+(\.\w+)*) \}\}(?P<after>[^{}]*)")


type Bound = tuple[tuple[str, Any], ...]
"""Names that the parts of a path bind to items, outermost first."""


class Target(Record):
    """One output path of a template, with the data of its blueprint and what its path binds."""

    path: str
    template: Path
    data: Data
    settings: Settings
    cause: str
    bound: Bound = ()

    @property
    def values(self) -> Data:
        """Everything that the template can name."""
        return {**self.data, **dict(self.bound)}

    def text(self, templates: Templates) -> str:
        """The content of the path, unformatted."""
        return templates.text(self.template, self.values, self.settings)


class _Filler(Record):
    """Fills in the parts of the paths of one blueprint."""

    templates: Templates
    settings: Settings
    data: Data
    named: dict[str, tuple[str, list[str], str] | None] = field(default_factory=dict)

    def fill(self, part: str, bound: Bound) -> str:
        # Most parts name a single text, which Jinja would render several times more slowly.
        if part not in self.named:
            match = NAMED.fullmatch(part)
            dotted = match["dotted"].split(".") if match else []
            self.named[part] = match and (match["before"], dotted, match["after"])
        named = self.named[part]
        if named is not None:
            before, dotted, after = named
            try:
                text = self.value(dotted, bound)
            except (KeyError, AttributeError):
                text = None
            if isinstance(text, str):
                return f"{before}{text}{after}"
        return self.templates.fill(part, {**self.data, **dict(bound)}, self.settings)

    def value(self, dotted: list[str], bound: Bound) -> Any:
        first, *rest = dotted
        for name, item in reversed(bound):
            if name == first:
                value = item
                break
        else:
            value = self.data[first]
        for name in rest:
            value = getattr(value, name)
        return value


def data_of(view: object) -> dict[str, Any]:
    """The fields of a view by name."""
    if not isinstance(view, Record):
        raise TypeError("a view is a record")
    return asdict(view)


def targets(blueprint: str, view: object, templates: Templates) -> Iterator[Target]:
    """Every output path of the blueprint, in template order."""
    settings, data = settings_of(resources.folder("blueprints") / blueprint), data_of(view)
    root, filler = settings.folder, _Filler(templates, settings, data)
    for relative in _files(root):
        parts, template = _parts(relative.removesuffix(settings.suffix)), root / relative
        for path, bound, cause in _expand(parts, (), filler, ""):
            yield Target(path, template, data, settings, cause, bound)


def _parts(path: str) -> tuple[str, ...]:
    """The parts of a path to fill one by one; fixed parts that follow each other count as one."""
    parts: list[str] = []
    for part in path.split("/"):
        if parts and _is_fixed(part) and _is_fixed(parts[-1]):
            parts[-1] += f"/{part}"
        else:
            parts.append(part)
    return tuple(parts)


def _is_fixed(part: str) -> bool:
    return "{%" not in part and "{{" not in part


def _files(root: Path) -> list[str]:
    files: list[str] = []
    for folder, folders, names in os.walk(root):
        # Tools that a developer ran inside a blueprint leave these behind.
        folders[:] = [
            folder for folder in folders if not folder.endswith(("_cache", "__pycache__"))
        ]
        files.extend(os.path.relpath(os.path.join(folder, name), root) for name in names)
    return sorted(path.replace(os.sep, "/") for path in files)


def _expand(
    parts: tuple[str, ...], bound: Bound, filler: _Filler, cause: str
) -> Iterator[tuple[str, Bound, str]]:
    first, *further = parts
    rest = "".join(f"/{part}" for part in further) if all(map(_is_fixed, further)) else None
    for name, inner, own in _part(first, bound, filler, cause):
        # A part that renders to nothing drops the file, as Copier does.
        if name and rest is not None:
            yield f"{name}{rest}", inner, own
        elif name:
            for end, innermost, deeper in _expand(tuple(further), inner, filler, own):
                yield f"{name}/{end}", innermost, deeper


def _part(part: str, bound: Bound, filler: _Filler, cause: str) -> Iterator[tuple[str, Bound, str]]:
    if _is_fixed(part):
        yield part, bound, cause
        return
    match = YIELD.fullmatch(part)
    if match is None:
        yield filler.fill(part, bound), bound, cause
        return
    name, item_name = match["before"] + match["name"] + match["after"], match["item"]
    for item in filler.value(match["items"].split("."), bound):
        inner = (*bound, (item_name, item))
        yield filler.fill(name, inner), inner, item.element


def render_blueprint(blueprint: str, view: object) -> dict[str, str]:
    """All texts of a blueprint by path, unformatted."""
    templates = Templates()
    return {target.path: target.text(templates) for target in targets(blueprint, view, templates)}
