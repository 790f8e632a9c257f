"""Operations: who may run them, what they take, do and answer."""

from collections.abc import Mapping

from msc.analyze import rules as rule_pass
from msc.analyze import scopes, values
from msc.analyze.context import Context
from msc.analyze.steps import Steps
from msc.core.catalogue import architecture
from msc.core.catalogue import types as codes
from msc.expr.scope import Scope
from msc.ir.behaviour import Actor, ActorKind, Home, InputField, Operation, Returns, Rule
from msc.ir.entities import Entity
from msc.ir.expressions import ListValue, RowValue
from msc.ir.triggers import Event, Notification
from msc.model.operations import OperationSpec
from msc.model.places import Path

WORDS = {"any": ActorKind.SIGNED_IN, "public": ActorKind.PUBLIC, "system": ActorKind.SYSTEM}


def operations(
    context: Context,
    entities: tuple[Entity, ...],
    events: tuple[Event, ...],
    notifications: tuple[Notification, ...],
) -> tuple[tuple[Operation, ...], tuple[Rule, ...]]:
    """The operations and the rules that they require, both by name."""
    rule_pass.check_forms(context)
    found: dict[str, Rule] = {}
    made = [
        _operation(
            context,
            name,
            spec,
            entities,
            {each.name: each for each in events},
            {each.name: each for each in notifications},
            found,
        )
        for name, spec in sorted(context.spec.operations.items())
    ]
    for name in context.spec.rules:
        if name not in found:
            _unused(context, name, entities, found)
    return tuple(made), tuple(found[name] for name in sorted(found))


def _unused(
    context: Context, name: str, entities: tuple[Entity, ...], found: dict[str, Rule]
) -> None:
    scope = scopes.with_actor(context, scopes.base(context, entities))
    if "input." in context.spec.rules[name].holds:
        return
    rule = rule_pass.rule(context, name, scope)
    if rule is not None:
        found[name] = rule


def _operation(
    context: Context,
    name: str,
    spec: OperationSpec,
    entities: tuple[Entity, ...],
    events: Mapping[str, Event],
    notifications: Mapping[str, Notification],
    rules: dict[str, Rule],
) -> Operation:
    path: Path = ("operations", name)
    context.usable("an operation", name, path)
    actor = _actor(context, spec, path)
    inputs = values.inputs(context, spec.input, entities, (*path, "input"))
    scope = _scope(context, entities, actor, inputs)
    for index, rule_name in enumerate(spec.rules):
        _require(context, rule_name, scope, (*path, "rules", index), rules)
    by_name = {each.name: each for each in entities}
    walker = Steps(context, name, scope, inputs, by_name, events, notifications)
    steps = walker.resolve(spec.steps, (*path, "steps"))
    if spec.audit is not None and context.spec.audit is None:
        context.report(
            architecture.NOT_CONFIGURED,
            (*path, "audit"),
            what="`audit`",
            needed="an `audit` section",
        )
    return Operation(
        name=name,
        description=spec.description,
        actor=actor,
        inputs=inputs,
        rules=spec.rules,
        steps=steps,
        returns=_returns(context, spec, walker, path),
        audit=spec.audit,
        home=_home(context, name),
        origin=context.origin(path),
    )


def _scope(
    context: Context, entities: tuple[Entity, ...], actor: Actor, inputs: tuple[InputField, ...]
) -> Scope:
    scope = scopes.base(context, entities)
    if actor.kind in (ActorKind.SIGNED_IN, ActorKind.ROLES):
        scope = scopes.with_actor(context, scope)
    return scope.with_variables(("input", scopes.record(inputs)))


def _require(context: Context, name: str, scope: Scope, path: Path, rules: dict[str, Rule]) -> None:
    if not context.known("rule", name, context.spec.rules, path):
        return
    rule = rule_pass.rule(context, name, scope)
    if rule is not None:
        rules[name] = rule


def _actor(context: Context, spec: OperationSpec, path: Path) -> Actor:
    where = (*path, "actor")
    if isinstance(spec.actor, str):
        kind = WORDS.get(spec.actor)
        if kind is None and spec.actor in context.spec.roles:
            actor = Actor(ActorKind.ROLES, (spec.actor,))
        elif kind is None:
            context.known("actor", spec.actor, (*WORDS, *context.spec.roles), where)
            actor = Actor(ActorKind.SYSTEM)
        else:
            actor = Actor(kind)
    else:
        for index, role in enumerate(spec.actor):
            context.known("role", role, context.spec.roles, (*where, index))
        actor = Actor(ActorKind.ROLES, spec.actor)
    signed_in = actor.kind in (ActorKind.SIGNED_IN, ActorKind.ROLES)
    if signed_in and context.spec.authentication is None:
        context.report(
            architecture.NOT_CONFIGURED, where, what="an operation of people",
            needed="an `authentication` section",
        )  # fmt: skip
    return actor


def _returns(context: Context, spec: OperationSpec, walker: Steps, path: Path) -> Returns | None:
    if spec.returns is None:
        return None
    where = (*path, "returns")
    value = context.expression(spec.returns, walker.scope, where)
    if value is None:
        return None
    match value.type:
        case RowValue(entity):
            return Returns(value, entity, many=False, view="default")
        case ListValue(RowValue(entity), False):
            return Returns(value, entity, many=True, view="default")
    context.report(
        codes.WRONG_VALUE, where, value=f"`{spec.returns}`", kind="an answer",
        reason="an operation answers a row, or the rows of a `list` step",
    )  # fmt: skip
    return None


def _home(context: Context, name: str) -> Home:
    commands = context.spec.bot.commands.values() if context.spec.bot else ()
    by_people = {each.run for each in (*context.spec.endpoints.values(), *commands)}
    by_system = {each.run for each in context.spec.jobs.values()}
    by_system.update(each for event in context.spec.events.values() for each in event.then)
    return Home.WORKER if name in by_system and name not in by_people else Home.API
