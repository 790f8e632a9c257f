"""Roles that no account can ever have."""

from collections.abc import Iterator

from msc.analyze.context import Context
from msc.core.catalogue import flow
from msc.ir.expressions import Call, Constant, Node
from msc.ir.steps import CreateStep, TransitionStep, UpdateStep
from msc.ir.system import Authentication, System
from msc.ir.walk import steps_of

# What gives fields of a row their values.
SETTING = (CreateStep, UpdateStep, TransitionStep)


def check(context: Context, system: System) -> None:
    """Reports roles with permissions that nobody can have."""
    accounts = system.authentication
    if accounts is None:
        return
    granted = set(_granted(system, accounts))
    if not granted:
        # That nothing creates an account at all is reported as such.
        return
    # A role that nothing names is reported as unused.
    named = {role for operation in system.operations for role in operation.actor.roles}
    named |= {role for entity in system.entities for role in entity.access.readers}
    for role in system.roles:
        if role.name in named - granted:
            context.report(
                flow.ROLE_NOT_GRANTED, ("roles", role.name), at_key=True, name=role.name,
                account=accounts.account, field=accounts.role,
            )  # fmt: skip


def _granted(system: System, accounts: Authentication) -> Iterator[str]:
    if accounts.registration is not None:
        yield from accounts.registration.roles
    if accounts.first_account is not None:
        yield accounts.first_account.role
    every = [role.name for role in system.roles]
    for step in steps_of(system):
        if not isinstance(step, SETTING) or step.entity != accounts.account:
            continue
        if isinstance(step, UpdateStep) and accounts.role in step.from_input:
            yield from every
        for assignment in step.values:
            if assignment.field == accounts.role:
                yield from _words(assignment.value.root) or every
    default = system.entity(accounts.account).field_named(accounts.role).default
    if isinstance(default, str):
        yield default


def _words(node: Node) -> list[str]:
    """The literal words that an expression chooses from; none if it may be any."""
    match node:
        case Constant(str(word)):
            return [word]
        case Call("?:", (_, then, otherwise)):
            parts = _words(then), _words(otherwise)
            return [*parts[0], *parts[1]] if all(parts) else []
        case _:
            return []
