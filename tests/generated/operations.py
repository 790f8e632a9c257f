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
    made = _begin(draft, _actor(draft))
    scope = Scope(draft, inputs=made.inputs, actor=made.actor)
    if made.actor != "public":
        scope = scope.with_variable("actor", draft.entities[draft.account].row)
        steps = Steps(scope, made.name)
        # Who has which role is said by `actor` already.
        steps.fixed.add("actor.role")
    else:
        steps = Steps(scope, made.name)
    _write(draft, made, steps, intent)
    return made


def of_the_system(draft: Draft, taken: list[Payload], *, later: set[str]) -> Operation:
    """An operation that an event or a job runs, with some of the values that they have."""
    made = _begin(draft, "system")
    made.inputs.update({each.name: each for each in taken})
    steps = Steps(Scope(draft, inputs=made.inputs, only_rows=True), made.name, frozen=True)
    steps.events = later
    _write(draft, made, steps, "react")
    return made


def _begin(draft: Draft, actor: Any) -> Operation:
    name = draft.called or draft.names.new(VERBS, "verbs")
    if not draft.called and draft.chance.one_in(2):
        name = draft.names.new((f"{name}_{draft.chance.pick(NOUNS)}"[:40].rstrip("_"),), "verbs")
    made = Operation(name, actor, {})
    draft.inputs.append(made.inputs)
    if draft.chance.one_in(3):
        made.spec["description"] = texts.line(draft.chance)
    return made


def _actor(draft: Draft) -> Any:
    if not draft.account:
        return "public"
    choices: tuple[Callable[[], Any], ...] = (
        lambda: "any", lambda: list(draft.chance.some(draft.roles, 3, 1)), lambda: "public",
    )  # fmt: skip
    return draft.chance.pick(choices)()


def _write(draft: Draft, made: Operation, steps: Steps, intent: str) -> None:
    """The steps, then the rules over what they take, and what is answered."""
    chance = draft.chance
    getattr(steps, intent)()
    made.changes, made.lists = steps.changes, steps.listed
    required: list[str] = []
    if chance.one_in(2):
        plain = Scope(draft, dict(steps.first.variables), made.inputs)
        required = rules.require(plain, steps.fixed, chance.number(1, 2))
    for each in required:
        if steps.made and steps.required_late and chance.one_in(3):
            steps.made.insert(chance.number(0, len(steps.made)), {"require": each})
        else:
            made.spec.setdefault("rules", []).append(each)
    if made.actor != "system":
        _returns(draft, made, steps)
    _forget_unused(draft, made, steps.made)
    made.spec["actor"] = made.actor
    if made.inputs:
        made.spec["input"] = {each.name: each.spec for each in made.inputs.values()}
    if steps.made:
        made.spec["steps"] = steps.made
    if "audit" in draft.spec and chance.one_in(2):
        made.spec["audit"] = chance.pick(CATEGORIES)
    if steps.made or "returns" in made.spec:
        draft.section("operations")[made.name] = made.spec
    else:
        for each in required:
            del draft.spec["rules"][each]


def _forget_unused(draft: Draft, made: Operation, steps: list[Spec]) -> None:
    """Drops the inputs that nothing reads."""
    late = [each["require"] for each in steps if "require" in each]
    holds = [draft.spec["rules"][each]["holds"] for each in (*made.spec.get("rules", ()), *late)]
    said = json.dumps([steps, holds, made.spec.get("returns")], ensure_ascii=False)
    copied = any(each.get("set") == "input" for each in steps)
    for name, each in list(made.inputs.items()):
        if not re.search(rf"input\.{name}\b", said) and not (copied and each.kind.name != "row"):
            del made.inputs[name]


def _returns(draft: Draft, made: Operation, steps: Steps) -> None:
    """The page, or a row at hand, or nothing where something is done."""
    if steps.listed:
        made.spec["returns"] = steps.listed
        return
    rows: list[Path] = [each for each in steps.scope.rows() if each.text not in steps.deleted
                        and each.text.count(".") < 3]  # fmt: skip
    rows = [each for each in rows if not any(each.text.startswith(f"{gone}.")
                                             for gone in steps.deleted)]  # fmt: skip
    # A row behind a reference is shown to those who see it.
    rows = [each for each in rows if not _is_behind(each.text)
            or draft.entities[each.kind.entity].visible(made.actor)]  # fmt: skip
    if rows and (not steps.made or not draft.chance.one_in(4)):
        made.spec["returns"] = draft.chance.pick(rows).text


def _is_behind(text: str) -> bool:
    """Whether a path leads through a reference: `booking.guest`, `input.booking.guest`."""
    return text.removeprefix("input.").count(".") > 0
