"""Constraints between the parts of a system, as a table of rules.

Each rule sees the whole system and reports at the part that violates it.
"""

from collections.abc import Callable, Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from msc.analyze import endings, exchanges, feedback, grants, possible, reach, second_rows, sight
from msc.analyze.context import Context
from msc.core.catalogue import architecture as codes
from msc.core.catalogue import types as type_codes
from msc.core.record import Record
from msc.expr.target import children, free_variables
from msc.ir.behaviour import ActorKind
from msc.ir.entities import Entity
from msc.ir.expressions import Node, RecordValue, Select
from msc.ir.fields import EnumType, FieldType, ReferenceType
from msc.ir.steps import ListStep
from msc.ir.system import System
from msc.ir.triggers import CommandKind
from msc.ir.walk import events_of, expressions_of, notifications_of, steps_of
from msc.model.places import Path
from msc.model.steps import RequireStepSpec
from msc.providers import CATALOGUE, TELEGRAM

type Check = Callable[[Context, System], None]


class ArchitectureRule(Record):
    """A rule, its rationale and its check."""

    name: str
    reason: str
    check: Check


def check(context: Context, system: System) -> None:
    """Reports every violated rule."""
    for rule in RULES:
        rule.check(context, system)


def _triggered(context: Context, system: System) -> None:
    used = {name for trigger in system.triggers for name in trigger.runs}
    for operation in system.operations:
        if operation.name not in used:
            _unused(context, "operation", operation.name, ("operations", operation.name))


def _unused(context: Context, kind: str, name: str, path: Path) -> None:
    context.report(codes.NOT_USED, path, at_key=True, kind=kind, name=name)


def _rules_required(context: Context, system: System) -> None:
    required = {name for operation in system.operations for name in operation.rules}
    for name in context.spec.rules:
        if name not in required:
            _unused(context, "rule", name, ("rules", name))


def _roles_named(context: Context, system: System) -> None:
    named = {role for operation in system.operations for role in operation.actor.roles}
    named |= {role for entity in system.entities for role in entity.access.readers}
    accounts = system.authentication
    if accounts is not None and accounts.registration is not None:
        named |= set(accounts.registration.roles)
    if accounts is not None and accounts.first_account is not None:
        named.add(accounts.first_account.role)
    for name in context.spec.roles:
        if name not in named:
            context.report(codes.ROLE_NOT_USED, ("roles", name), at_key=True, name=name)


def _events_flow(context: Context, system: System) -> None:
    published = events_of(steps_of(system))
    registration = system.authentication.registration if system.authentication else None
    if registration is not None and registration.publish is not None:
        published.add(registration.publish)
    for event in system.events:
        path = ("events", event.name)
        if event.name not in published and not event.external:
            context.report(codes.NOT_PUBLISHED, path, at_key=True, name=event.name)
        if not event.then and not event.external:
            context.report(codes.NOT_CONSUMED, path, at_key=True, name=event.name)


def _effective(context: Context, system: System) -> None:
    for operation in system.operations:
        spec = context.spec.operations[operation.name]
        path = ("operations", operation.name)
        only_requires = all(isinstance(one, RequireStepSpec) for one in spec.steps)
        if only_requires and spec.returns is None:
            reason = "it only requires rules" if spec.steps else "it has no steps"
            context.report(
                codes.NO_EFFECT, path, at_key=True, name=operation.name,
                reason=f"{reason} and returns nothing", suggestion="add `steps` or `returns`",
            )  # fmt: skip
        if operation.actor.kind is ActorKind.SYSTEM and spec.returns is not None:
            context.report(
                codes.NO_EFFECT, (*path, "returns"), at_key=True, name="returns",
                reason="a system operation has no caller to respond to",
                suggestion="remove `returns`",
            )  # fmt: skip


def _pages(context: Context, system: System) -> None:
    for operation in system.operations:
        path = ("operations", operation.name)
        lists = [step for step in operation.steps if isinstance(step, ListStep)]
        returned = operation.returns.value.source if operation.returns else None
        for step in lists:
            if operation.actor.kind is ActorKind.SYSTEM:
                reason, suggestion = "pages are read by people", "use `for_each`"
            elif step.result != returned:
                reason, suggestion = "the rows are not returned", f"add `returns: {step.result}`"
            else:
                continue
            context.report(
                codes.NO_EFFECT, (*path, "steps"), at_key=True, name=f"list … as {step.result}",
                reason=reason, suggestion=suggestion,
            )  # fmt: skip


def _inputs_used(context: Context, system: System) -> None:
    for operation in system.operations:
        read = {
            name
            for expression in expressions_of(operation, system)
            for name in _names_of(expression.root)
        }
        copies = any(step.copied for step in operation.steps)
        for input_ in operation.inputs:
            if input_.field.name in read or (copies and input_.entity is None):
                continue
            path = ("operations", operation.name, "input", input_.field.name)
            _unused(context, "input", input_.field.name, path)


def _names_of(node: Node) -> Iterator[str]:
    if isinstance(node, Select) and isinstance(node.operand.type, RecordValue):
        yield node.field
    for child in children(node):
        yield from _names_of(child)


# What the links of notifications are for, by the key of `authentication` that names them.
KINDS_OF_LINKS = {"email_verification": "a verification", "password_reset": "a password reset"}


def _notifications_used(context: Context, system: System) -> None:
    used = notifications_of(steps_of(system))
    accounts = system.authentication
    linking = accounts.linking if accounts else {}
    for notification in system.notifications:
        if notification.name not in {*used, *linking.values()}:
            _unused(
                context, "notification", notification.name, ("notifications", notification.name)
            )
    for key, name in linking.items():
        if name in used:
            context.report(
                type_codes.WRONG_VALUE, ("authentication", key, "notification"),
                value=f"`{name}`", kind="a notification for a step",
                reason=f"it has a link, which only {KINDS_OF_LINKS[key]} knows",
                hint="name another notification here or in the steps that send it",
            )  # fmt: skip


def _links_shown(context: Context, system: System) -> None:
    """A notification must show its link, or nobody could follow it."""
    linking = system.authentication.linking if system.authentication else {}
    kinds = {name: KINDS_OF_LINKS[key] for key, name in linking.items()}
    for notification in system.notifications:
        if notification.name not in kinds:
            continue
        parts = (
            *notification.text.parts,
            *(notification.subject.parts if notification.subject else ()),
        )
        if not any("link" in free_variables(one.root) for one in parts if not isinstance(one, str)):
            context.report(
                type_codes.WRONG_VALUE, ("notifications", notification.name, "text"), value="this",
                kind=f"the text of {kinds[notification.name]}",
                reason="it does not show `${link}`",
                hint="write `${link}` where people have to follow it",
            )  # fmt: skip


def _integrations_used(context: Context, system: System) -> None:
    channels = {
        channel for notification in system.notifications for channel in notification.channels
    }
    if system.commands:
        channels.add(TELEGRAM)
    for integration in system.integrations:
        if CATALOGUE[integration.provider].channel.name not in channels:
            _unused(context, "integration", integration.name, ("integrations", integration.name))


def _types_used(context: Context, system: System) -> None:
    used = {type_.name for type_ in _types(system) if isinstance(type_, EnumType)}
    for name in context.spec.types:
        if name not in used:
            _unused(context, "type", name, ("types", name))


def _types(system: System) -> Iterator[FieldType]:
    yield from (field.type for entity in system.entities for field in entity.fields)
    yield from (input_.field.type for one in system.operations for input_ in one.inputs)
    yield from (
        payload_field.field.type for event in system.events for payload_field in event.payload
    )


def _linkable(context: Context, system: System) -> None:
    links = any(command.kind is CommandKind.LINK_ACCOUNT for command in system.commands)
    for command in system.commands:
        operation = next((one for one in system.operations if one.name == command.operation), None)
        public = operation is None or operation.actor.kind is ActorKind.PUBLIC
        if not public and not links:
            context.report(
                codes.NOT_CONFIGURED, ("bot", "commands", command.name, "run"),
                what=f"`{command.operation}`, which a linked person runs,",
                needed="a command with `link_account`",
            )  # fmt: skip


def _can_begin(context: Context, system: System) -> None:
    needed = {entity.name: _required_references(entity) for entity in system.entities}
    try:
        TopologicalSorter(needed).prepare()
    except CycleError as error:
        # Each of the circle is needed by the next.
        circle = list(reversed(error.args[1]))
        fields = [needed[one][other] for one, other in pairwise(circle)]
        states = ", ".join(
            f"`{one}.{field}` needs `{other}`"
            for (one, other), field in zip(pairwise(circle), fields, strict=True)
        )
        path = ("entities", circle[0], "fields", fields[0])
        context.report(codes.REFERENCE_CYCLE, path, at_key=True, entity=circle[0], circle=states)


def _required_references(entity: Entity) -> dict[str, str]:
    """The required references of an entity, each with the field that holds it."""
    return {
        field.type.entity: field.name
        for field in entity.fields
        if isinstance(field.type, ReferenceType) and not field.optional
    }


RULES: tuple[ArchitectureRule, ...] = (
    ArchitectureRule(
        "operations are triggered", "an operation that nothing calls is dead code", _triggered
    ),
    ArchitectureRule("rules are required", "an unused rule protects nothing", _rules_required),
    ArchitectureRule("roles are named", "a role without permissions is pointless", _roles_named),
    ArchitectureRule("roles are granted", "a role that nobody has is a gap", grants.check),
    ArchitectureRule(
        "events flow", "somebody publishes an event and somebody reacts to it", _events_flow
    ),
    ArchitectureRule(
        "operations have an effect", "an operation without effect is a mistake", _effective
    ),
    ArchitectureRule("pages are answers", "an unused page is a wasted query", _pages),
    ArchitectureRule("inputs are used", "unused inputs should not be requested", _inputs_used),
    ArchitectureRule(
        "notifications are sent", "a text without recipients is an oversight", _notifications_used
    ),
    ArchitectureRule("links are shown", "nobody can follow a link that is not shown", _links_shown),
    ArchitectureRule(
        "integrations serve a channel",
        "an unused provider needs secrets for nothing",
        _integrations_used,
    ),
    ArchitectureRule("types are used", "a shared type has fields", _types_used),
    ArchitectureRule(
        "commands of people need an account", "an operation of people needs an account", _linkable
    ),
    ArchitectureRule(
        "journeys expect possible responses",
        "a test that cannot pass proves nothing",
        endings.check,
    ),
    ArchitectureRule(
        "journeys send only what routes read",
        "a rejected request demonstrates nothing",
        exchanges.check,
    ),
    ArchitectureRule(
        "a first row can be created", "a row is created after those that it references", _can_begin
    ),
    ArchitectureRule("events end", "a cycle of events may never end", feedback.check),
    ArchitectureRule(
        "states are reached", "a state that no row reaches is dead", reach.check_states
    ),
    ArchitectureRule(
        "rows are made", "an entity that nothing writes stays empty", reach.check_written
    ),
    ArchitectureRule(
        "rows can differ", "a second row with the same unique values is refused", second_rows.check
    ),
    ArchitectureRule(
        "the public sees what everybody may", "nobody is signed in who could own a row", sight.check
    ),
    ArchitectureRule(
        "operations can succeed", "an operation that always fails is useless", possible.check
    ),
)
