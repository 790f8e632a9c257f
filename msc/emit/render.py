"""A blueprint and its view -> texts by path, as `copier copy` with the same data would write them.

Copier asks git for its configuration once per file and starts a worker per copy, which costs
several times the rendering itself (decision 9). So the templates are rendered here with Copier's own
settings, and a test holds every blueprint against Copier byte by byte.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import jinja2

from msc.core import resources

SUFFIX = ".jinja"
YIELD = re.compile(
    r"\{% yield (?P<item>\w+) from (?P<items>[\w.]+) %\}(?P<name>.*?)\{% endyield %\}(?P<rest>.*)"
)


@dataclass(frozen=True, slots=True)
class Target:
    """One output path of a template, with the data that it is rendered with."""

    path: str
    template: Path
    data: Mapping[str, Any]
    cause: str


def environment() -> jinja2.Environment:
    """The settings that every `copier.yml` of the blueprints declares."""
    # Nothing is escaped here: views hold finished text, quoted for its own language.
    return jinja2.Environment(
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )


def template_folder(blueprint: str) -> Path:
    """Where the templates of a blueprint are."""
    return resources.folder("blueprints") / blueprint / "template"


def data_of(view: object) -> dict[str, Any]:
    """The fields of a view by name."""
    if not is_dataclass(view):
        raise TypeError("a view is a dataclass")
    return {each.name: getattr(view, each.name) for each in fields(view)}


def targets(blueprint: str, view: object, names: jinja2.Environment) -> Iterator[Target]:
    """Every output path of the blueprint, in the order of its templates."""
    root = template_folder(blueprint)
    data = data_of(view)
    for template in sorted(each for each in root.rglob("*") if each.is_file()):
        parts = template.relative_to(root).parts
        # Tools that a developer ran inside a blueprint leave these behind.
        if any(part == "__pycache__" or part.endswith("_cache") for part in parts):
            continue
        for path, bound, cause in _expand(parts, data, names, ""):
            yield Target(path.removesuffix(SUFFIX), template, bound, cause)


def _expand(
    parts: tuple[str, ...], data: Mapping[str, Any], names: jinja2.Environment, cause: str
) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    if not parts:
        yield "", data, cause
        return
    for name, bound, own in _part(parts[0], data, names, cause):
        # A part that renders to nothing drops the file, as Copier does.
        if name in {"", SUFFIX}:
            continue
        for rest, inner, deeper in _expand(parts[1:], bound, names, own):
            yield (f"{name}/{rest}" if rest else name), inner, deeper


def _part(
    part: str, data: Mapping[str, Any], names: jinja2.Environment, cause: str
) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    if "{%" not in part and "{{" not in part:
        yield part, data, cause
        return
    found = YIELD.fullmatch(part)
    if found is None:
        yield names.from_string(part).render(data), data, cause
        return
    name = names.from_string(found["name"])
    first, *rest = found["items"].split(".")
    items = data[first]
    for name_of_field in rest:
        items = getattr(items, name_of_field)
    for item in items:
        bound = {**data, found["item"]: item}
        text = name.render(bound)
        yield (text + found["rest"] if text else ""), bound, item.element


def render_target(target: Target, names: jinja2.Environment, compiled: dict[Path, Any]) -> str:
    """The text of one path."""
    source = target.template.read_text("utf-8")
    if target.template.suffix != SUFFIX:
        return source
    template = compiled.get(target.template)
    if template is None:
        template = compiled[target.template] = names.from_string(source)
    return str(template.render(target.data))


def render_blueprint(blueprint: str, view: object) -> dict[str, str]:
    """All texts of a blueprint by path, not yet formatted."""
    names = environment()
    compiled: dict[Path, Any] = {}
    return {
        each.path: render_target(each, names, compiled) for each in targets(blueprint, view, names)
    }
