"""The rows that conversations begin with keep what a spec says of them."""

from pathlib import Path

import pytest

from msc.ir.entities import Entity
from msc.ir.fields import ReferenceType
from msc.ir.system import System
from msc.pipeline.spec import load
from tests.conversations.world import distinct
from tests.matrix.world import World, world_of

ROOT = Path(__file__).resolve().parents[2]

# Each place is taken once, so of two stalls of one colour only the first stays, and what leads
# to the second one has to lead elsewhere, where a neighbour leads to already.
CHAIN = """
language: 1
system: {name: market, title: Market, description: Stalls sell wares.}
entities:
  market:
    fields:
      colour: {enum: [red]}
    unique: [[colour]]
  stall:
    fields:
      market: {reference: market}
      size: {enum: [small]}
    unique: [[market, size]]
  ware:
    fields:
      stall: {reference: stall}
      sort: {enum: [bread, cheese]}
    unique: [[stall, sort]]
"""


def rows_with_twins(world: World, entity: Entity) -> int:
    groups = [*((one.name,) for one in entity.shown if one.unique), *entity.uniques]
    shown = {one.name for one in entity.shown}
    twins = 0
    for group in groups:
        if shown.issuperset(group):
            keys = [tuple(row.values[name] for name in group) for row in world.rows[entity.name]]
            keys = [key for key in keys if None not in key]
            twins += len(keys) - len(set(keys))
    return twins


def lost_references(world: World, entity: Entity) -> int:
    names = {
        one.name: one.type.entity for one in entity.shown if isinstance(one.type, ReferenceType)
    }
    return sum(
        row.values[name] not in {other.id for other in world.rows[target]}
        for row in world.rows[entity.name]
        for name, target in names.items()
        if row.values[name] is not None
    )


@pytest.fixture(params=["every_step", "who_sees_what", "pocket", "chain"])
def system(request: pytest.FixtureRequest, tmp_path: Path) -> System:
    specs = {
        "every_step": ROOT / "tests/systems/every_step/spec.yaml",
        "who_sees_what": ROOT / "tests/systems/small/who_sees_what.yaml",
        "pocket": ROOT / "specs/examples/pocket",
        "chain": tmp_path / "chain.yaml",
    }
    specs["chain"].write_text(CHAIN)
    loaded = load(specs[request.param])
    assert loaded.value is not None, loaded
    return loaded.value


def test_what_is_unique_is_there_once_and_references_lead_to_rows(system: System) -> None:
    world = distinct(world_of(system))
    assert sum(rows_with_twins(world, one) for one in system.entities) == 0
    assert sum(lost_references(world, one) for one in system.entities) == 0
    assert all(world.rows[one.name] for one in system.entities)
