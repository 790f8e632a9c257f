"""An operation -> scenes in which it succeeds, or is rejected for one reason."""

from msc.core.record import replace
from msc.expr.evaluate import Identity, Path, Value, evaluate
from msc.expr.target import Unsupported, path_of
from msc.expr.witness import Condition, variations, witness
from msc.ir.behaviour import Rule
from msc.ir.expressions import Node
from msc.ir.fields import Field
from msc.ir.walk import changed_fields
from msc.lower.scenes.admission import (
    admitted,
    guarded,
    lists_rows,
    ownership,
    role_path,
    sources,
)
from msc.lower.scenes.casting import acceptance, built, chooser, first_scene
from msc.lower.scenes.paths import reuses_names, transitions
from msc.lower.scenes.rows import SceneRow, row_choices
from msc.lower.scenes.stage import Scene, Stage, is_guarded


def success_scene(stage: Stage) -> Scene | None:
    """All requirements of the operation are met; None if no such rows are known."""
    if reuses_names(stage.operation.steps):
        return None
    conditions = [Condition(rule) for rule in _plain_rules(stage)]
    scene = first_scene(stage, admitted(stage), conditions) or first_scene(
        stage, admitted(stage), conditions, together=True
    )
    return None if scene is None or _sends_null(stage, scene) else scene


def _sends_null(stage: Stage, scene: Scene) -> bool:
    """Whether an input that may only be left out is null."""
    changed = changed_fields(stage.operation, stage.system)
    return any(
        scene.inputs.get(name, name) is None and not field.optional
        for name, field in changed.items()
    )


def refusal_scene(stage: Stage, rule: Rule, near: Scene) -> Scene | None:
    """All earlier rules hold and this one fails, with as few differences as possible."""
    rules = [rule for rule in stage.system.rules_of(stage.operation) if not rule.stored]
    earlier = rules[: rules.index(rule)]
    conditions = [*(Condition(rule_.holds.root) for rule_ in earlier),
                  Condition(rule.holds.root, holds=False)]  # fmt: skip
    return first_scene(stage, admitted(stage), conditions, near)


def every_refusal_scene(stage: Stage, near: Scene) -> Scene | None:
    """Every rule that needs no stored rows fails."""
    conditions = [Condition(rule, holds=False) for rule in _plain_rules(stage)]
    return first_scene(stage, admitted(stage), conditions, near)


def owned_scene(stage: Stage, near: Scene) -> Scene:
    """A success in which the actor owns the rows that are guarded, so that every role sees them.

    It is the scene `near` where not every one of them can be the actor's.
    """
    owners, conditions = ownership(stage), [Condition(rule) for rule in _plain_rules(stage)]
    owned = None if owners is None else first_scene(stage, iter([owners]), conditions, near)
    return near if owned is None else owned


def succeeding_roles(stage: Stage, scene: Scene) -> tuple[str, ...]:
    """The roles whose people may run the operation, and see each row that it guards."""
    return tuple(
        role for role in stage.roles
        if lists_rows(stage, role)
        and all(_is_seen(place, role, scene) for place in guarded(stage))
    )  # fmt: skip


def _is_seen(place: SceneRow, role: str, scene: Scene) -> bool:
    """Whether the actor sees the row at a place, by the role or as its owner."""
    row, owner = scene.row(place.path), place.entity.access.owner
    if role in place.entity.access.readers or row is None:
        return True
    held = row.identity if owner == "id" else row.values.get(str(owner))
    return held == Identity("ACTOR.id")


def hidden_scene(stage: Stage, path: Path, near: Scene) -> Scene | None:
    """The row at `path` belongs to somebody else, and the actor's role cannot see it.

    The actor sees the other rows that the operation guards.
    """
    row = stage.places[path]
    if not is_guarded(stage, row):
        return None
    roles = [role for role in stage.roles
             if role not in row.entity.access.readers and lists_rows(stage, role)]  # fmt: skip
    demands: dict[Path, tuple[Value, ...]] = {}
    owner = _owner(row)
    if owner is not None:
        demands[*path, owner.name] = tuple(row_choices(row.constant, owner)[-1:])
    for other in stage.places.values():
        if other.path == path or not is_guarded(stage, other):
            continue
        owner = _owner(other)
        if owner is not None:
            demands[*other.path, owner.name] = (Identity("ACTOR.id"),)
        else:
            roles = [role for role in roles if role in other.entity.access.readers]
    if row.entity.access.owner == "id" and path in demands:
        # Who sees the other row is the account at this place, which everybody sees of himself.
        return None
    demands[role_path(stage)] = tuple(roles)
    return first_scene(stage, iter([demands]), [], near) if roles else None


def _owner(row: SceneRow) -> Field | None:
    """The field that refers to the owner; an account is its own owner without one."""
    name = row.entity.access.owner
    return None if name in (None, "id") else row.entity.field_named(str(name))


def admits_chat(stage: Stage, scene: Scene, chat: str) -> bool:
    """Whether the requirements are still met after the chat was linked to the actor.

    A rule may ask of the address of a chat what no chat has.
    """
    accounts = stage.system.authentication
    assert accounts is not None
    assert accounts.telegram_link is not None
    linked = {accounts.telegram_link.chat: chat}
    rows = tuple(row.but(linked) if row.path == ("actor",) else row for row in scene.rows)
    changed = replace(scene, rows=rows)
    return all(_still_holds(rule, scene, changed) for rule in _plain_rules(stage))


def _still_holds(rule: Node, before: Scene, after: Scene) -> bool:
    try:
        return evaluate(rule, after.look_up) == evaluate(rule, before.look_up)
    except Unsupported:
        # A result of a step, which no account's address changes.
        return True


def wrong_states(stage: Stage, near: Scene) -> tuple[tuple[SceneRow, str], ...]:
    """For each transition's row: the states from which it is illegal, with all rules met."""
    illegal: list[tuple[SceneRow, str]] = []
    for step in transitions(stage.operation):
        machine = stage.system.entity(step.entity).states
        path = path_of(step.target.root) or ()
        assert machine is not None
        legal = sources(stage, step.transition, step.entity)
        states = row_choices("", stage.system.entity(step.entity).field_named(machine.field))
        for word in sorted(str(state) for state in states if state not in legal):
            demands = [{**demand, (*path, machine.field): (word,)} for demand in admitted(stage)]
            conditions = [Condition(rule) for rule in _plain_rules(stage)]
            scene = first_scene(stage, iter(demands), conditions, near)
            row = scene.row(path) if scene else None
            if row is not None:
                illegal.append((row, word))
    return tuple(illegal)


def rule_table(stage: Stage, rule: Rule) -> tuple[Scene, tuple[tuple[Scene, bool], ...]] | None:
    """A scene in which the rule holds, and variations of it with the rule's outcome."""
    node = rule.holds.root
    choose = chooser(stage, {}, None)
    base = witness([Condition(node)], choose, acceptance(stage, {}))
    if base is None:
        return None
    scene = built(stage, base, {}, None)
    beside = (built(stage, variation, {}, scene)
              for variation in variations(node, base, choose, acceptance(stage, {})))  # fmt: skip
    return scene, tuple((variant, bool(evaluate(node, variant.look_up))) for variant in beside)


def _plain_rules(stage: Stage) -> list[Node]:
    rules = stage.system.rules_of(stage.operation)
    return [rule.holds.root for rule in rules if not rule.stored]
