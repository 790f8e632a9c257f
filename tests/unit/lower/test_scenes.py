"""Scenes do what they say: rules hold in a success, and the right one fails in a refusal."""

from pathlib import Path

import pytest

from msc.expr.evaluate import Identity, evaluate
from msc.ir.behaviour import Rule
from msc.ir.system import System
from msc.lower.scenes.paths import signed_in
from msc.lower.scenes.rehearsal import rehearse_operation
from msc.lower.scenes.rows import in_order
from msc.lower.scenes.scene import (
    hidden_scene,
    owned_scene,
    refusal_scene,
    succeeding_roles,
    success_scene,
    wrong_states,
)
from msc.lower.scenes.stage import Scene, Stage, is_guarded
from msc.lower.shapes.queries import stored_code
from msc.pipeline.front import front

ROOT = Path(__file__).parents[3]


def load(folder: str) -> System:
    root = ROOT / folder
    documents = [(path.relative_to(root).as_posix(), path.read_bytes())
             for path in sorted(root.rglob("*.yaml"))]  # fmt: skip
    system = front(documents).checked.value
    assert system is not None
    return system


SYSTEMS = {
    folder: load(folder)
    for folder in (
        "specs/examples/pocket",
        "specs/examples/p2p-lending",
        "tests/systems/every_step",
    )
}
BEHIND = front(
    [("spec.yaml", (ROOT / "tests/systems/small/behind_loops.yaml").read_bytes())]
).checked.value
assert BEHIND is not None
EVERY = [
    pytest.param(system, operation.name, id=f"{folder.rpartition('/')[2]}: {operation.name}")
    for folder, system in SYSTEMS.items()
    for operation in system.operations
]


def judged(rule: Rule, scene: Scene) -> bool:
    return bool(evaluate(rule.holds.root, scene.look_up))


def plain_rules(stage: Stage) -> list[Rule]:
    rules = stage.system.rules_of(stage.operation)
    return [rule for rule in rules if not rule.stored]


@pytest.mark.parametrize(("system", "name"), EVERY)
def test_every_rule_holds_in_a_success(system: System, name: str) -> None:
    stage = Stage(system, system.operation(name))
    scene = success_scene(stage)
    if scene is None:
        return
    assert [rule.name for rule in plain_rules(stage) if not judged(rule, scene)] == []


@pytest.mark.parametrize(("system", "name"), EVERY)
def test_the_rule_to_blame_is_the_first_that_fails(system: System, name: str) -> None:
    stage = Stage(system, system.operation(name))
    near = success_scene(stage)
    if near is None:
        return
    rules = plain_rules(stage)
    for rule in rules:
        scene = refusal_scene(stage, rule, near)
        if scene is not None:
            failing = [rule.name for rule in rules if not judged(rule, scene)]
            assert failing[0] == rule.name


@pytest.mark.parametrize(("system", "name"), EVERY)
def test_a_hidden_row_is_seen_neither_by_ownership_nor_by_role(system: System, name: str) -> None:
    operation = system.operation(name)
    stage = Stage(system, operation)
    near = success_scene(stage)
    if near is None or not signed_in(operation) or system.authentication is None:
        return
    for path, row in stage.places.items():
        hidden = hidden_scene(stage, path, near) if is_guarded(stage, row) else None
        if hidden is None:
            continue
        actor, seen = hidden.row(("actor",)), hidden.row(path)
        assert actor is not None
        assert seen is not None
        access = seen.entity.access
        assert actor.values[system.authentication.role] not in access.readers
        if access.owner not in (None, "id"):
            assert seen.values[str(access.owner)] != Identity("ACTOR.id")


@pytest.mark.parametrize(("system", "name"), EVERY)
def test_rows_stand_after_those_that_they_name(system: System, name: str) -> None:
    scene = success_scene(Stage(system, system.operation(name)))
    if scene is None:
        return
    rows = in_order(scene.rows)
    later = {row.constant for row in rows}
    for row in rows:
        later.discard(row.constant)
        assert not any(f"={constant}." in row.text for constant in later)


@pytest.mark.parametrize("folder", ["specs/examples/pocket", "specs/examples/p2p-lending"])
def test_every_operation_of_the_examples_has_its_tests(folder: str) -> None:
    system = SYSTEMS[folder]
    stored = stored_code(system)
    assert all(rehearse_operation(operation, system, stored) for operation in system.operations)


def test_two_places_hold_one_row_where_its_owner_asks() -> None:
    text = (ROOT / "tests/systems/small/one_row_at_two_places.yaml").read_bytes()
    system = front([("spec.yaml", text)]).checked.value
    assert system is not None
    for name, path in (("ask_for_inspection", "apiary"), ("leave_zone", "zone")):
        scene = success_scene(Stage(system, system.operation(name)))
        assert scene is not None
        keeper = scene.row(("input", path, "keeper"))
        assert keeper is not None
        assert keeper.identity == Identity("ACTOR.id")
        assert [row.constant for row in scene.stored] == ["ACTOR", path.upper()]
    scene = success_scene(Stage(system, system.operation("plan_inspection")))
    assert scene is not None
    keeper = scene.row(("input", "apiary", "keeper"))
    assert keeper is not None
    assert keeper.constant == "APIARY_KEEPER"


@pytest.mark.parametrize(
    ("operation", "changed", "roles"),
    [
        ("list_visits_of_namesakes", ["VISIT"], ("patient", "doctor", "clerk")),
        ("list_visits_beside_tariff", [], ("doctor", "clerk")),
        ("list_visits_of_person", [], ("clerk",)),
    ],
)
def test_those_who_see_the_rows_beside_a_list_get_to_it(
    operation: str, changed: list[str], roles: tuple[str, ...]
) -> None:
    text = (ROOT / "tests/systems/small/who_sees_what.yaml").read_bytes()
    system = front([("spec.yaml", text)]).checked.value
    assert system is not None
    stage = Stage(system, system.operation(operation))
    near = success_scene(stage)
    assert near is not None
    owned = owned_scene(stage, near)
    assert [row.constant for row in owned.stored if row not in near.rows] == changed
    assert set(succeeding_roles(stage, owned)) == set(roles)


def test_a_role_that_sees_one_row_owns_the_other() -> None:
    text = (ROOT / "tests/systems/small/who_sees_what.yaml").read_bytes()
    system = front([("spec.yaml", text)]).checked.value
    assert system is not None
    scene = success_scene(Stage(system, system.operation("name_visit_after_tariff")))
    assert scene is not None
    actor, visit = scene.row(("actor",)), scene.row(("input", "visit"))
    assert actor is not None
    assert visit is not None
    assert actor.values["role"] == "clerk"
    assert visit.values["patient"] == Identity("ACTOR.id")


def test_an_input_and_the_row_of_a_loop_may_have_one_name() -> None:
    text = """
language: 1
system: {name: gates, description: Gates.}
entities:
  stove: {description: A stove., fields: {fee: {type: money}}}
  seat: {description: A seat., fields: {label: {type: string, max_length: 9}}}
operations:
  close:
    actor: public
    description: Close.
    input: {gate: stove}
    steps:
      - update: input.gate
        set: {fee: input.gate.fee}
      - for_each: seats
        as: gate
        steps:
          - update: gate
            set: {label: gate.label}
    returns: input.gate
endpoints:
  POST /stoves/{gate}/close: close
"""
    system = front([("spec.yaml", text.encode())]).checked.value
    assert system is not None
    scene = success_scene(Stage(system, system.operation("close")))
    assert scene is not None
    assert len({row.constant for row in scene.stored}) == 2


@pytest.mark.parametrize(
    ("rule", "reached"),
    [
        ("input.door.status == 'open'", []),
        ("input.door.status in ['open', 'shut']", ["shut"]),
        ("input.door.status != 'lost'", ["shut"]),
        ("input.door.status == 'open' || input.door.status == 'lost'", ["lost"]),
        ("input.door.floor > 0", ["lost", "shut"]),
    ],
)
def test_a_transition_refuses_only_states_that_the_rules_let_through(
    rule: str, reached: list[str]
) -> None:
    text = f"""
language: 1
system: {{name: doors, description: Doors.}}
entities:
  door:
    fields:
      floor: {{type: integer, default: 1}}
      status: {{enum: [open, shut, lost], default: open}}
    states:
      field: status
      transitions:
        shut: {{from: open, to: shut}}
        lose: {{from: shut, to: lost}}
rules:
  may_be_shut: {{holds: "{rule}", message: It cannot be shut, code: NOT_NOW}}
operations:
  shut:
    actor: public
    input: {{door: door}}
    rules: [may_be_shut]
    steps: [{{transition: input.door, to: shut}}]
endpoints:
  POST /doors/{{door}}/shutting: shut
"""
    system = front([("spec.yaml", text.encode())]).checked.value
    assert system is not None
    stage = Stage(system, system.operation("shut"))
    scene = success_scene(stage)
    assert scene is not None
    assert [word for _, word in wrong_states(stage, scene)] == reached


def test_the_rows_of_a_loop_are_in_a_state_that_its_transition_starts_from() -> None:
    text = """
language: 1
system: {name: gates, description: Gates.}
entities:
  gate:
    fields:
      state: {enum: [shut, open], default: shut}
      width: {type: integer, default: 1}
    states:
      field: state
      transitions: {unlock: {from: shut, to: open}, lock: {from: open, to: shut}}
operations:
  unlock:
    actor: public
    input: {gate: gate}
    steps: [{transition: input.gate, to: unlock}]
  lock_all:
    actor: public
    steps:
      - for_each: gates.filter(g, g.width > 0)
        as: gate
        steps:
          - transition: gate
            to: lock
"""
    system = front([("spec.yaml", text.encode())]).checked.value
    assert system is not None
    scene = success_scene(Stage(system, system.operation("lock_all")))
    assert scene is not None
    row = scene.row(("gate",))
    assert row is not None
    assert row.values["state"] == "open"


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("count_in_loops", ["BOOK", "OTHER_ROW", "BOOK_SHELF"]),
        ("tell_keepers", ["BOOK", "PERSON", "BOOK_SHELF"]),
        ("name_in_loops", ["BOOK", "BOOK_LENT_TO", "BOOK_SHELF", "BOOK_SHELF_KEEPER"]),
        # The second loop has the row of the first, so also what is behind that.
        ("count_again", ["BOOK", "BOOK_SHELF"]),
        ("open_shelves", ["BOOK", "BOOK_SHELF"]),
        ("count_lent", ["BOOK", "LENT", "LENT_LENT_TO"]),
    ],
)
def test_a_scene_has_what_is_behind_the_rows_of_loops(name: str, rows: list[str]) -> None:
    assert rehearse_operation(BEHIND.operation(name), BEHIND, stored_code(BEHIND)) is not None
    scene = success_scene(Stage(BEHIND, BEHIND.operation(name)))
    assert scene is not None
    assert [row.constant for row in scene.stored] == rows


def test_a_transition_behind_the_row_of_a_loop_starts_where_it_may() -> None:
    scene = success_scene(Stage(BEHIND, BEHIND.operation("open_shelves")))
    assert scene is not None
    shelf = scene.row(("book", "shelf"))
    assert shelf is not None
    assert shelf.values["state"] == "shut"


def test_a_name_of_several_rows_is_in_no_scene() -> None:
    operation = BEHIND.operation("name_alike")
    assert [row.path for row in Stage(BEHIND, operation).places.values()] == [("thing",)]
    assert success_scene(Stage(BEHIND, operation)) is None


def test_what_is_behind_the_result_of_a_step_is_in_no_scene() -> None:
    operation = BEHIND.operation("change_results")
    assert success_scene(Stage(BEHIND, operation)) is not None
    assert rehearse_operation(operation, BEHIND, stored_code(BEHIND)) is None
