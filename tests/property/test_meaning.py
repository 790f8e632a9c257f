"""What the meaning of a spec does not depend on, and what comparing two of them says."""

import random
from itertools import pairwise
from typing import Any

import pytest
import yaml

from msc.diff.compare import compare
from msc.ir.canonical import to_json
from msc.ir.changes import ChangeKind
from msc.ir.system import System
from msc.syntax.canonical import canonical
from tests.fronts import front
from tests.property.positions import ANSWERS, fullest, written
from tests.property.test_mutations import VALID, mutated

# The order of these is that of the emitted columns, arguments, payloads, menus and requests.
ORDERED = {"fields", "input", "payload", "commands", "body", "where", "set", "values", "keep"}
OPPOSITE = {
    ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED,
    ChangeKind.CHANGED: ChangeKind.CHANGED,
}  # fmt: skip


def system_of(data: bytes) -> System | None:
    result = front([("spec.yaml", data)], ("answers.yaml", ANSWERS) if b"blocks:" in data else None)
    return result.checked.value if result.checked.ok else None


def shuffled(node: Any, chance: random.Random, key: str = "") -> Any:
    """The same mappings with their keys in another order, where that says nothing."""
    if isinstance(node, list):
        return [shuffled(item, chance) for item in node]
    if not isinstance(node, dict):
        return node
    keys = list(node)
    if key not in ORDERED:
        chance.shuffle(keys)
    return {key: shuffled(node[key], chance, key) for key in keys}


@pytest.mark.parametrize("seed", range(4))
def test_order_of_keys_says_nothing(seed: int) -> None:
    chance = random.Random(seed)
    for spec in (*VALID, fullest()):
        before, after = system_of(written(spec)), system_of(written(shuffled(spec, chance)))
        assert before is not None
        assert after is not None
        assert to_json(after) == to_json(before)


def mutants(count: int, start: int) -> list[System]:
    """Valid systems that differ from the examples."""
    systems: list[System] = []
    seed = start
    while len(systems) < count:
        system = system_of(mutated(seed))
        seed += 1
        if system is not None:
            systems.append(system)
    return systems


def test_comparison_is_a_mirror() -> None:
    require_a_mirror(10_000)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(20_000, 30_000, 1_000))
def test_many_comparisons_are_mirrors(start: int) -> None:
    require_a_mirror(start)


def require_a_mirror(start: int) -> None:
    systems = mutants(5, start)
    for one, other in pairwise(systems):
        there, back = compare(one, other), compare(other, one)
        assert {(change.section, change.name, OPPOSITE[change.kind]) for change in there} == {
            (change.section, change.name, change.kind) for change in back
        }
        values = {
            (change.section, change.name, detail.path, detail.new, detail.old)
            for change in there for detail in change.details
        }  # fmt: skip
        assert values == {
            (change.section, change.name, detail.path, detail.old, detail.new)
            for change in back for detail in change.details
        }  # fmt: skip
        assert (there == ()) == (to_json(one) == to_json(other))


@pytest.mark.parametrize("seed", range(3))
def test_canonical_form_is_a_fixed_point_of_the_same_meaning(seed: int) -> None:
    chance = random.Random(seed)
    for spec in (*VALID, fullest()):
        styled = yaml.dump(
            spec, Dumper=yaml.CSafeDumper, sort_keys=False, indent=chance.choice([2, 4, 7]),
            width=chance.choice([20, 90]), default_flow_style=chance.choice([False, None]),
            allow_unicode=True,
        )  # fmt: skip
        text = "# kept\n" + styled.replace("\nroles:", "\n# kept\nroles:")
        formed = canonical("spec.yaml", text).value
        assert formed is not None
        assert canonical("spec.yaml", formed).value == formed
        assert formed.count("# kept") == text.count("# kept")
        before, after = system_of(text.encode()), system_of(formed.encode())
        assert before is not None
        assert after is not None
        assert to_json(after) == to_json(before)
