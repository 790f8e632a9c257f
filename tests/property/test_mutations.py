"""No mutation of a valid spec ends in an exception: not in its analysis, not in its emission."""

import ast
import copy
import random
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from msc.emit import emission
from msc.lower.program import lower
from msc.pipeline.front import Front
from msc.report.text import render
from tests.fronts import front
from tests.property.positions import ROOT, written

type Container = dict[Any, Any] | list[Any]
type Place = tuple[Container, Any]
"""A mapping and a key, or a list and an index."""

SEEDS_PER_PART = 40
FAST_PARTS, ALL_PARTS = 1, 130
ODD = (None, True, False, 0, -1, 2**70, 1.5, float("inf"), "", " ", "null", "a.b.c", "${x}", "é",
       [], {}, [[]], {"": ""}, "input", "actor", "any", "x" * 300)  # fmt: skip


def merged(folder: Path) -> dict[str, Any]:
    """All files of a spec as one."""
    whole: dict[str, Any] = {}
    for path in sorted(folder.rglob("*.yaml")) if folder.is_dir() else [folder]:
        for section, content in yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader).items():
            old = whole.get(section)
            whole[section] = {**old, **content} if isinstance(old, dict) else content
    return whole


SPECS = [
    merged(path)
    for path in (
        *sorted((ROOT / "specs" / "examples").iterdir()),
        *sorted((ROOT / "docs" / "language" / "drafts").glob("*.yaml")),
    )
]
VALID = SPECS[:2]


def places(node: Any) -> Iterator[Place]:
    """Every place of a spec that holds something."""
    if isinstance(node, dict | list):
        for key in node if isinstance(node, dict) else range(len(node)):
            yield node, key
            yield from places(node[key])


def drop(spec: Any, chance: random.Random) -> None:
    container, key = chance.choice(list(places(spec)))
    del container[key]


def rename(spec: Any, chance: random.Random) -> None:
    mappings = [place for place in places(spec) if isinstance(place[0], dict)]
    container, key = chance.choice(mappings)
    other = chance.choice([chance.choice(mappings)[1], str(key)[:-1], f"{key}x", str(key).upper()])
    entries = [(other if old == key else old, value) for old, value in container.items()]
    container.clear()
    container.update(entries)  # type: ignore[arg-type]


def swap(spec: Any, chance: random.Random) -> None:
    (one, first), (other, second) = chance.sample(list(places(spec)), 2)
    value = copy.deepcopy(other[second])
    other[second] = copy.deepcopy(one[first])
    if first in one or (isinstance(one, list) and first < len(one)):
        one[first] = value


def replace(spec: Any, chance: random.Random) -> None:
    """A text becomes another text of the spec: a reference or an expression that is elsewhere."""
    texts = [(box, key) for box, key in places(spec) if isinstance(box[key], str)]
    (one, first), (other, second) = chance.sample(texts, 2)
    one[first] = other[second]


def retype(spec: Any, chance: random.Random) -> None:
    container, key = chance.choice(list(places(spec)))
    wrapped = [[container[key]], {"type": container[key]}, str(container[key])]
    container[key] = copy.deepcopy(chance.choice([*ODD, *wrapped]))


def repeat(spec: Any, chance: random.Random) -> None:
    container, key = chance.choice(list(places(spec)))
    value = copy.deepcopy(container[key])
    if isinstance(container, list):
        container.insert(key, value)
    else:
        container[f"{key}_2"] = value


def splice(spec: Any, chance: random.Random) -> None:
    """A part becomes the part that another spec has in the same section, or anywhere."""
    other = chance.choice(SPECS)
    section = chance.choice(sorted(set(spec) & set(other)) or ["system"])
    spec[section] = copy.deepcopy(other.get(section, spec.get(section)))
    if chance.random() < 0.7:
        container, key = chance.choice(list(places(spec)))
        source, place = chance.choice(list(places(other)))
        container[key] = copy.deepcopy(source[place])


def relabel(spec: Any, chance: random.Random) -> None:
    """One name becomes another one everywhere, so the spec mostly stays as valid as it was."""
    section = chance.choice(["entities", "operations", "rules", "types", "notifications", "roles"])
    names = sorted(spec.get(section) or {"x": ""})
    old = str(chance.choice(names))
    new = chance.choice([old[:1], f"{old}_{old}", "order", "user", "type", "list", "group", "id"])
    text = yaml.dump(spec, Dumper=yaml.CSafeDumper, sort_keys=False).replace(old, new)
    renamed = yaml.load(text, Loader=yaml.CSafeLoader)
    spec.clear()
    spec.update(renamed)


MUTATIONS: tuple[Callable[[Any, random.Random], None], ...] = (
    drop, rename, swap, replace, retype, repeat, splice, relabel,
)  # fmt: skip


def mutated(seed: int) -> bytes:
    chance = random.Random(seed)
    spec = copy.deepcopy(chance.choice(VALID))
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        try:
            chance.choice(MUTATIONS)(spec, chance)
        except yaml.YAMLError:
            # A name that stood inside of a text; the other mutations still count.
            continue
    try:
        return written(spec)
    except RecursionError:
        return b"{}"


def judge(seed: int) -> None:
    result = front([("spec.yaml", mutated(seed))])
    sources = {source.path: source for source in result.sources}
    assert result.checked.ok or result.checked.diagnostics
    render(result.checked.diagnostics, sources)
    spans_are_inside(result)
    if result.checked.value is not None and result.checked.ok:
        for file in emission.emit(lower(result.checked.value).value).tree.files:
            if file.path.endswith(".py"):
                parses(file.text)


@lru_cache(maxsize=10_000)
def parses(text: str) -> None:
    """Raises for a text that is not Python; most files are the same in many mutants."""
    ast.parse(text)


def spans_are_inside(result: Front) -> None:
    lines = {source.path: source.text.split("\n") for source in result.sources}
    for diagnostic in result.checked.diagnostics:
        for span in (diagnostic.span, *(one.span for one in diagnostic.related)):
            held = lines[span.file]
            assert 1 <= span.start_line <= span.end_line <= len(held)
            assert 1 <= span.start_column <= len(held[span.start_line - 1]) + 1
            assert (span.start_line, span.start_column) <= (span.end_line, span.end_column)
            assert span.end_column <= len(held[span.end_line - 1]) + 2


@pytest.fixture(autouse=True)
def unformatted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emission, "format_python", dict)


def run(part: int) -> None:
    for seed in range(part * SEEDS_PER_PART, (part + 1) * SEEDS_PER_PART):
        try:
            judge(seed)
        except Exception as error:
            error.add_note(f"seed {seed}:\n{mutated(seed).decode()[:20_000]}")
            raise


@pytest.mark.parametrize("part", range(FAST_PARTS))
def test_some_mutations_end_well(part: int) -> None:
    run(part)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(FAST_PARTS, ALL_PARTS))
def test_thousands_of_mutations_end_well(part: int) -> None:
    run(part)
