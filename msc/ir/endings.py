"""How a request can end: the statuses and codes with which the API answers."""

from collections.abc import Iterator, Mapping

from msc.ir.behaviour import (
    ActorKind,
    CreateStep,
    DeleteStep,
    ListStep,
    Operation,
    TransitionStep,
    UpdateStep,
)
from msc.ir.entities import Entity
from msc.ir.fields import OnDelete, ReferenceType
from msc.ir.system import Authentication, System
from msc.ir.triggers import Endpoint
from msc.ir.walk import all_steps, commits

type Refusal = tuple[int, str]
"""A status, and the code that tells why."""

type Route = tuple[str, str]
"""A method and a path under the base path."""

PLAIN = {401: "NOT_AUTHENTICATED", 403: "FORBIDDEN", 404: "NOT_FOUND", 422: "VALIDATION_FAILED"}
UNAVAILABLE: Refusal = (503, "DEPENDENCY_UNAVAILABLE")
CONFLICT: Refusal = (409, "VERSION_CONFLICT")
# The statuses with which the routes of accounts succeed.
ACCOUNT_SUCCESS: Mapping[Route, int] = {
    ("POST", "/auth/login"): 200,
    ("POST", "/auth/register"): 201,
    ("POST", "/auth/verify-email"): 200,
    ("GET", "/auth/verify-email"): 200,
    ("POST", "/auth/telegram-link"): 201,
}


def refusals(endpoint: Endpoint, system: System) -> frozenset[Refusal]:
    """All refusals of an endpoint; a conflict counts wherever anything is committed."""
    operation = system.operation(endpoint.operation)
    rejections = {UNAVAILABLE, *((status, PLAIN[status]) for status in _plain(operation))}
    rejections |= {(409, code) for code in conflicts(operation, system)}
    rejections |= {(rule.status, rule.code) for rule in system.rules_of(operation)}
    return frozenset(rejections | {CONFLICT} if commits(operation) else rejections)


def _plain(operation: Operation) -> Iterator[int]:
    if operation.actor.kind is not ActorKind.PUBLIC:
        yield 401
    if operation.actor.kind is ActorKind.ROLES:
        yield 403
    if any(input_.entity is not None for input_ in operation.inputs):
        yield 404
    if operation.inputs or any(isinstance(step, ListStep) for step in operation.steps):
        yield 422


def conflicts(operation: Operation, system: System) -> Iterator[str]:
    """What stored rows can have against an operation, besides having changed meanwhile."""
    steps = tuple(all_steps(operation.steps))
    written = [step for step in steps if isinstance(step, CreateStep | UpdateStep)]
    removed = [step.entity for step in steps if isinstance(step, DeleteStep)]
    if any(isinstance(step, TransitionStep) for step in steps):
        yield "ILLEGAL_TRANSITION"
    if any(_is_held(entity, system) for entity in removed):
        yield "REFERENCE_VIOLATION"
    if any(_may_clash(entity, system) for entity in written):
        yield "UNIQUE_VIOLATION"


def _is_held(entity: str, system: System) -> bool:
    """Whether rows that refer to one of the entity keep it from being removed."""
    return any(
        isinstance(field.type, ReferenceType)
        and field.type.entity == entity
        and field.type.on_delete is OnDelete.RESTRICT
        for owner in system.entities
        for field in owner.fields
    )


def _may_clash(step: CreateStep | UpdateStep, system: System) -> bool:
    """Whether the step writes what has to differ from row to row."""
    unique = unique_fields(system.entity(step.entity))
    if isinstance(step, CreateStep):
        return bool(unique)
    return bool(unique & {*(value.field for value in step.values), *step.from_input})


def unique_fields(entity: Entity) -> set[str]:
    """The fields whose values no other row may have, alone or with others."""
    alone = {field.name for field in entity.fields if field.unique}
    return alone.union(*map(set, entity.uniques))


def may_clash_with_account(accounts: Authentication, account: Entity) -> bool:
    """Whether another account can stand in the way by more than its login."""
    return bool(unique_fields(account) - {accounts.login})


def account_refusals(
    accounts: Authentication, account: Entity
) -> Mapping[Route, frozenset[Refusal]]:
    """The refusals of the routes that `authentication` brings."""
    refused, invalid = (401, PLAIN[401]), (422, PLAIN[422])
    rejections: dict[Route, set[Refusal]] = {("POST", "/auth/login"): {refused, invalid}}
    if accounts.registration is not None:
        clash = may_clash_with_account(accounts, account)
        clashes = {(409, "UNIQUE_VIOLATION")} if clash else set()
        rejections["POST", "/auth/register"] = {invalid, (409, "LOGIN_TAKEN"), *clashes}
    if accounts.email_verification is not None:
        rejections["POST", "/auth/verify-email"] = {invalid, (422, "LINK_NOT_VALID"), CONFLICT}
        rejections["GET", "/auth/verify-email"] = {invalid, CONFLICT}
    if accounts.telegram_link is not None:
        rejections["POST", "/auth/telegram-link"] = {refused}
    return {route: frozenset({UNAVAILABLE, *codes}) for route, codes in rejections.items()}
