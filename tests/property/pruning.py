"""Small systems: a valid spec loses parts, then whatever the compiler says cannot stand alone."""

import copy
import random
from collections.abc import Iterator
from typing import Any

import yaml

from msc.core.diagnostics import Diagnostic, Severity
from msc.ir.system import System
from tests.fronts import front
from tests.property.positions import written

type Spec = dict[str, Any]
type Steps = tuple[str | int, ...]

NEEDED = (("language",), ("system",), ("system", "name"), ("system", "description"))


def pruned(spec: Spec, chance: random.Random) -> tuple[Spec, System]:
    """What is left of the spec, and its system."""
    left = copy.deepcopy(spec)
    _cut(left, chance)
    while True:
        system, blamed = _judged(left)
        if system is not None:
            return left, system
        assert blamed, "an error says nothing about what to remove"
        _remove(left, blamed)


def _cut(spec: Spec, chance: random.Random) -> None:
    """Removes sections, then entries of them, then anything: a few or nearly all of each."""
    for depth, shares in ((1, (0, 0.2, 0.5, 0.8)), (2, (0, 0.3, 0.6, 0.8))):
        share = chance.choice(shares)
        places = [place for place in _places(spec) if len(place) == depth]
        _remove(spec, {place for place in places if chance.random() < share})
    places = list(_places(spec))
    _remove(spec, set(chance.sample(places, min(len(places), chance.choice((0, 1, 3, 10))))))


def _judged(spec: Spec) -> tuple[System | None, set[Steps]]:
    """The system of the spec, or the places that are to blame for there being none."""
    text = written(spec)
    checked = front([("spec.yaml", text)]).checked
    accepted = checked.value if checked.ok else None
    return accepted, _blamed(checked.diagnostics, text)


def _blamed(diagnostics: tuple[Diagnostic, ...], text: bytes) -> set[Steps]:
    lines = {
        diagnostic.span.start_line
        for diagnostic in diagnostics
        if diagnostic.code.severity is Severity.ERROR
    }
    return set(_in_lines(yaml.compose(text, Loader=yaml.CSafeLoader), (), lines))


def _in_lines(node: yaml.Node, steps: Steps, lines: set[int]) -> Iterator[Steps]:
    """The outermost entry that begins in each of the lines."""
    entries: list[tuple[str | int, yaml.Node, yaml.Node]] = []
    if isinstance(node, yaml.MappingNode):
        entries = [(key.value, key, value) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        entries = [(index, child, child) for index, child in enumerate(node.value)]
    for key, first, value in entries:
        place = (*steps, key)
        if first.start_mark.line + 1 in lines and place not in NEEDED:
            yield place
        else:
            yield from _in_lines(value, place, lines)


def _places(node: Any, steps: Steps = ()) -> Iterator[Steps]:
    for key in _keys(node):
        if (*steps, key) not in NEEDED:
            yield (*steps, key)
        yield from _places(node[key], (*steps, key))


def _keys(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return list(node)
    return list(range(len(node))) if isinstance(node, list) else []


def _remove(spec: Any, places: set[Steps]) -> None:
    """Removes the places; a mapping or list that is left with nothing goes too."""
    own = {place[0] for place in places if len(place) == 1}
    for key in reversed(_keys(spec)):
        inner = {place[1:] for place in places if len(place) > 1 and place[0] == key}
        if inner and key not in own:
            _remove(spec[key], inner)
        if key in own or (inner and spec[key] in ({}, [])):
            del spec[key]
