"""Operations: who runs them, what they take, require, do and answer."""

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.generated import rules, texts
from tests.generated.draft import Draft
from tests.generated.kinds import Payload, Spec
from tests.generated.names import NOUNS, VERBS
from tests.generated.scopes import Path, Scope
from tests.generated.selections import prove
from tests.generated.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Callable

CATEGORIES = ("financial", "people", "a category of forty characters, no more", 'it\'s "x" {y}')


@dataclass(slots=True)
class Operation:
    """An operation as the triggers need it."""

    name: str
    actor: Any
    inputs: dict[str, Payload]
    spec: Spec = field(default_factory=dict)
    changes: bool = True
    lists: str = ""
    creates: bool = False


def people(draft: Draft, intent: str) -> Operation:
    """An operation that people run."""
    operation = _begin(draft, _actor(draft))
    scope = Scope(draft, inputs=operation.inputs, actor=operation.actor)
    if operation.actor != "public":
        scope = scope.with_variable("actor", draft.entities[draft.account].row)
        steps = Steps(scope, operation.name)
        # Who has which role is said by `actor` already.
        steps.fixed.add("actor.role")
    else:
        steps = Steps(scope, operation.name)
    _write(draft, operation, steps, intent)
    return operation


def of_the_system(draft: Draft, taken: list[Payload], *, later: set[str]) -> Operation:
    """An operation that an event or a job runs, with some of the values that they have."""
    operation = _begin(draft, "system")
    operation.inputs.update({payload.name: payload for payload in taken})
    steps = Steps(
        Scope(draft, inputs=operation.inputs, only_rows=True), operation.name, frozen=True
    )
    steps.events = later
    _write(draft, operation, steps, "react")
    return operation


def _begin(draft: Draft, actor: Any) -> Operation:
    name = draft.called or draft.names.new(VERBS, "verbs")
    if not draft.called and draft.chance.one_in(2):
        name = draft.names.new((f"{name}_{draft.chance.pick(NOUNS)}"[:40].rstrip("_"),), "verbs")
    operation = Operation(name, actor, {})
    draft.inputs.append(operation.inputs)
    if draft.chance.one_in(3):
        operation.spec["description"] = texts.line(draft.chance)
    return operation


def _actor(draft: Draft) -> Any:
    if not draft.account:
        return "public"
    choices: tuple[Callable[[], Any], ...] = (
        lambda: "any", lambda: list(draft.chance.some(draft.roles, 3, 1)), lambda: "public",
    )  # fmt: skip
    return draft.chance.pick(choices)()


def _write(draft: Draft, operation: Operation, steps: Steps, intent: str) -> None:
    """The steps, then the rules over what they take, and what is answered."""
    chance = draft.chance
    getattr(steps, intent)()
    prove(steps.steps, draft.entities.values(), steps.touched.written)
    operation.changes, operation.lists = steps.changes, steps.listed
    required: list[str] = []
    if chance.one_in(2):
        plain = Scope(draft, dict(steps.first.variables), operation.inputs)
        required = rules.require(plain, steps.settled(), chance.number(1, 2))
    for rule in required:
        if steps.steps and steps.required_late and chance.one_in(3):
            step = rules.on_the_spot(draft, rule) if chance.one_in(2) else {"require": rule}
            steps.steps.insert(chance.number(0, len(steps.steps)), step)
        else:
            operation.spec.setdefault("rules", []).append(rule)
    if operation.actor != "system":
        _returns(draft, operation, steps)
    _forget_unused(draft, operation, steps.steps)
    operation.spec["actor"] = operation.actor
    if operation.inputs:
        operation.spec["input"] = {input_.name: input_.spec for input_ in operation.inputs.values()}
    if steps.steps:
        operation.spec["steps"] = steps.steps
    if "audit" in draft.spec and chance.one_in(2):
        operation.spec["audit"] = chance.pick(CATEGORIES)
    if steps.steps or "returns" in operation.spec:
        draft.section("operations")[operation.name] = operation.spec
    else:
        for rule in required:
            draft.spec["rules"].pop(rule, None)


def _forget_unused(draft: Draft, operation: Operation, steps: list[Spec]) -> None:
    """Drops the inputs that nothing reads."""
    late = [step["require"] for step in steps if "require" in step and "code" not in step]
    holds = [
        draft.spec["rules"][rule]["holds"] for rule in (*operation.spec.get("rules", ()), *late)
    ]
    uses = json.dumps([steps, holds, operation.spec.get("returns")], ensure_ascii=False)
    copied = any(step.get("set") == "input" for step in steps)
    for name, input_ in list(operation.inputs.items()):
        if not re.search(rf"input\.{name}\b", uses) and not (copied and input_.kind.name != "row"):
            del operation.inputs[name]


def _returns(draft: Draft, operation: Operation, steps: Steps) -> None:
    """The page, or a row at hand, or nothing where something is done."""
    if steps.listed:
        operation.spec["returns"] = steps.listed
        return
    rows: list[Path] = [row for row in steps.scope.rows() if row.text.count(".") < 3]
    rows = [row for row in rows if not any(row.text.startswith(f"{gone}.")
                                             for gone in steps.touched.deleted)]  # fmt: skip
    # A row behind a reference is shown to those who see it.
    rows = [row for row in rows if not steps.touched.is_behind(row.text)
            or draft.entities[row.kind.entity].visible(operation.actor)]  # fmt: skip
    if rows and (not steps.steps or not draft.chance.one_in(4)):
        operation.spec["returns"] = draft.chance.pick(rows).text
