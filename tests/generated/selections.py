"""Selections of stored rows: for lists, loops, jobs and rules."""

import re
from collections.abc import Iterable

from tests.generated.conditions import Conditions
from tests.generated.kinds import DECIMAL, INT, Entity, Spec
from tests.generated.scopes import Scope


def variable(scope: Scope) -> str:
    """A name for the row of a selection."""
    free = [name for name in ("r", "x", "row_of", "one", "q") if name not in scope.variables]
    return scope.draft.chance.pick(free)


def inside(scope: Scope, entity: Entity) -> tuple[str, Scope]:
    """The row of a selection and the scope of its condition."""
    name = variable(scope)
    return name, scope.with_variable(name, entity.row, stored=True)


def selection(scope: Scope, entity: Entity) -> str:
    """All rows of an entity, or those of a condition."""
    chance = scope.draft.chance
    if chance.one_in(3):
        return entity.plural
    name, inner = inside(scope, entity)
    condition = Conditions(inner, sql=True).condition(chance.number(0, 2))
    return f"{entity.plural}.filter({name}, {condition})"


def few(scope: Scope, entity: Entity) -> str:
    """That there are few rows of a kind, which holds as long as there are none."""
    chance = scope.draft.chance
    name, inner = inside(scope, entity)
    condition = Conditions(inner, sql=True).condition(chance.number(0, 1))
    numbers = [
        field.name for field in entity.fields
        if field.kind in (INT, DECIMAL) and not field.optional
    ]  # fmt: skip
    amounts = [
        number for number in numbers if scope.draft.field_of(entity.name, number).kind == DECIMAL
    ]
    rows = f"{entity.plural}.filter({name}, {condition})"
    forms = [
        f"!{entity.plural}.exists({name}, {condition})", f"{rows}.size() < 3",
        f"{entity.plural}.all({name}, !({condition}))", f"{rows}.size() == 0",
    ]  # fmt: skip
    if amounts:
        forms.append(f"{rows}.map({name}, {name}.{chance.pick(amounts)}).sum() < 1000.0")
    return chance.pick(forms)


def moves(name: str, steps: list[Spec]) -> list[str]:
    """The transitions that steps make of the row of a name."""
    return [step["to"] for step in steps if step.get("transition") == name]


def movable(text: str, entity: Entity, name: str, steps: list[Spec]) -> str:
    """The selection of a loop, of rows in a state from which the transition of `name` starts."""
    words = moves(name, steps)
    if not words or f".{entity.state}" not in text:
        return text
    sources = next(way.sources for way in entity.transitions if way.name == words[0])
    return f"{text.partition('.')[0]}.filter(x, x.{entity.state} == '{sources[0]}')"


def prove(steps: Iterable[Spec], entities: Iterable[Entity], written: set[str]) -> None:
    """Lets loops over rows that other steps change say that what they read through is there.

    Services ask such conditions again, and unlike a database they do not read through null.
    """
    known = {entity.plural: entity for entity in entities if entity.name in written}
    for step in steps:
        prove(step.get("steps", ()), known.values(), written)
        matched = re.fullmatch(r"(\w+)\.filter\((\w+), (.*)\)", step.get("for_each", ""))
        if matched is None or matched[1] not in known:
            continue
        plural, row, condition = matched.groups()
        proofs = [
            f"{row}.{field.name} != null"
            for field in known[plural].fields
            if field.optional and re.search(rf"\b{row}\.{field.name}\.", condition)
        ]
        if proofs:
            joined = " && ".join([*proofs, f"({condition})"])
            step["for_each"] = f"{plural}.filter({row}, {joined})"
