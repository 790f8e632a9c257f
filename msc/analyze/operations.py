"""Operations: their actors, inputs, steps and responses."""

from functools import partial

from msc.analyze import scopes, values
from msc.analyze.context import Context
from msc.analyze.declared_rules import declared_rules
from msc.analyze.recall import Use
from msc.analyze.rules import Rules
from msc.analyze.steps import resolve
from msc.analyze.steps.walk import Nouns, Walk
from msc.analyze.triggers import homes
from msc.core.catalogue import architecture
from msc.core.catalogue import types as codes
from msc.core.naming import title
from msc.core.record import replace
from msc.expr.scope import Scope
from msc.expr.target import path_of
from msc.ir.behaviour import Actor, ActorKind, Home, InputField, Operation, Returns, Rule
from msc.ir.expressions import ListValue, RowValue
from msc.model.operations import OperationSpec
from msc.model.places import Path

WORDS = {"any": ActorKind.SIGNED_IN, "public": ActorKind.PUBLIC, "system": ActorKind.SYSTEM}


def operations(context: Context, nouns: Nouns) -> tuple[tuple[Operation, ...], tuple[Rule, ...]]:
    """The operations and the rules that they require, both by name."""
    rules = Rules(context, declared_rules(context.spec))
    services = homes(context.spec)
    resolved = []
    recall = context.recall
    nouns = Nouns(
        recall.noted("entities", nouns.entities),
        recall.noted("events", nouns.events),
        recall.noted("notifications", nouns.notifications),
    )
    for name in sorted(context.spec.operations):
        home = services[name]
        operation, uses = recall.operation(
            name, context.expressions, partial(_with_uses, context, name, nouns, rules, home)
        )
        # Who runs an operation is said elsewhere.
        resolved.append(operation if operation.home is home else replace(operation, home=home))
        rules.record(uses)
    return tuple(resolved), rules.resolved()


def _with_uses(
    context: Context, name: str, nouns: Nouns, rules: Rules, home: Home
) -> tuple[Operation, bool, tuple[tuple[str, Use], ...]]:
    """The operation, whether it has no diagnostic, and its uses of rules."""
    before = len(context.diagnostics)
    rules.latest.clear()
    with context.element("operations", name):
        operation = _operation(context, name, nouns, rules, home)
    uses = tuple(rules.latest)
    is_clean = len(context.diagnostics) == before and all(use.is_right for _, use in uses)
    return operation, is_clean, uses


def _operation(context: Context, name: str, nouns: Nouns, rules: Rules, home: Home) -> Operation:
    spec = context.spec.operations[name]
    path: Path = ("operations", name)
    context.usable("an operation", name, path)
    actor = _actor(context, spec, path)
    inputs = values.inputs(context, name, spec.input, nouns.entities)
    scope = _scope(context, spec, actor, inputs)
    context.distinct(spec.rules, (*path, "rules"))
    for index, rule in enumerate(spec.rules):
        rules.require(rule, name, scope, (*path, "rules", index))
    walk = Walk(context, name, scope, inputs, nouns, rules)
    steps = resolve(walk, spec.steps, (*path, "steps"))
    _audit(context, spec, path)
    return Operation(
        name=name,
        description=spec.description or f"{title(name)}.",
        actor=actor,
        inputs=inputs,
        rules=tuple(dict.fromkeys((*spec.rules, *walk.required))),
        steps=steps,
        returns=None if walk.lost else _returns(context, spec, walk.scope, path),
        audit=spec.audit,
        home=home,
        origin=context.origin(path),
    )


def _scope(
    context: Context, spec: OperationSpec, actor: Actor, inputs: tuple[InputField, ...]
) -> Scope:
    scope = scopes.base(context)
    if actor.kind in (ActorKind.SIGNED_IN, ActorKind.ROLES):
        scope = scopes.with_actor(context, scope)
    resolved = {input_.field.name for input_ in inputs}
    lost = frozenset(name for name in spec.input if name not in resolved)
    return replace(scope, lost=lost).with_variables(("input", scopes.record(inputs)))


def _actor(context: Context, spec: OperationSpec, path: Path) -> Actor:
    where = (*path, "actor")
    if isinstance(spec.actor, str):
        actor = _single(context, spec.actor, where)
    else:
        context.distinct(spec.actor, where)
        for index, role in enumerate(spec.actor):
            if role in WORDS:
                suggestion = f"write `actor: {role}`, without a list"
                context.unknown("role", role, (*where, index), suggestion)
            else:
                context.known("role", role, context.spec.roles, (*where, index))
        actor = Actor(ActorKind.ROLES, spec.actor)
    signed_in = actor.kind in (ActorKind.SIGNED_IN, ActorKind.ROLES)
    if signed_in and context.spec.authentication is None:
        context.report(
            architecture.NOT_CONFIGURED, where, what="an operation of people",
            needed="an `authentication` section",
        )  # fmt: skip
    return actor


def _single(context: Context, word: str, path: Path) -> Actor:
    kind = WORDS.get(word)
    if kind is not None:
        return Actor(kind)
    if word in context.spec.roles:
        # One form for one concept: roles are a list, even if there is one.
        context.unknown("actor", word, path, f"roles are a list: write `[{word}]`")
    else:
        context.known("actor", word, (*WORDS, *context.spec.roles), path)
    return Actor(ActorKind.ROLES, (word,))


def _audit(context: Context, spec: OperationSpec, path: Path) -> None:
    if spec.audit is None:
        return
    where = (*path, "audit")
    if context.spec.audit is None:
        context.report(
            architecture.NOT_CONFIGURED, where, what="`audit`", needed="an `audit` section"
        )
    if not spec.audit.strip() or len(spec.audit) > 40:
        context.report(
            codes.WRONG_TEXT, where, value=spec.audit, kind="an audit category of 1 to 40 "
            "characters", example="financial",
        )  # fmt: skip


def _returns(context: Context, spec: OperationSpec, scope: Scope, path: Path) -> Returns | None:
    if spec.returns is None:
        return None
    where = (*path, "returns")
    value = context.expression(spec.returns, scope, where)
    if value is None:
        return None
    named = path_of(value.root) is not None
    match value.type:
        case RowValue(entity, False) if named:
            return Returns(value, entity, many=False, view="default")
        case ListValue(RowValue(entity), False) if named:
            return Returns(value, entity, many=True, view="default")
        case RowValue():
            reason = "it may be missing"
        case ListValue():
            reason = "use a `list` step, which reads rows page by page"
        case _:
            reason = "an operation returns a row, or the rows of a `list` step"
    context.report(
        codes.WRONG_VALUE, where, value=f"`{spec.returns}`", kind="an answer", reason=reason
    )
    return None
