"""The error responses of an endpoint: the statuses and codes it can return."""

from collections.abc import Iterator, Mapping

from msc.ir.behaviour import ActorKind, Operation
from msc.ir.entities import Entity
from msc.ir.sight import shuts_out
from msc.ir.steps import CONFLICTS, ListStep, unique_fields
from msc.ir.subjects import is_about
from msc.ir.system import Authentication, System
from msc.ir.triggers import Endpoint
from msc.ir.walk import all_steps, commits

type Refusal = tuple[int, str]
"""A status, and the code that tells why."""

type Route = tuple[str, str]
"""A method and a path under the base path."""

PLAIN = {401: "NOT_AUTHENTICATED", 403: "FORBIDDEN", 404: "NOT_FOUND", 422: "VALIDATION_FAILED"}
# Too many attempts by one client, or at one account.
LIMITED: Refusal = (429, "TOO_MANY_REQUESTS")
UNAVAILABLE: Refusal = (503, "DEPENDENCY_UNAVAILABLE")
CONFLICT: Refusal = (409, "VERSION_CONFLICT")
# Another request was done under the same idempotency key.
REUSED: Refusal = (422, "IDEMPOTENCY_KEY_REUSED")
# The row has changed since the sender of the request saw it.
OUTDATED: Refusal = (412, "PRECONDITION_FAILED")
# The answer to a commit was lost.
UNKNOWN: Refusal = (503, "OUTCOME_UNKNOWN")
OF_COMMITS = frozenset({CONFLICT, REUSED, UNKNOWN})
# The statuses with which the routes of accounts succeed.
ACCOUNT_SUCCESS: Mapping[Route, int] = {
    ("POST", "/auth/login"): 200,
    ("POST", "/auth/refresh"): 200,
    ("POST", "/auth/log-out"): 204,
    ("POST", "/auth/password"): 200,
    ("POST", "/auth/deactivate"): 204,
    ("POST", "/auth/register"): 201,
    ("POST", "/auth/verify-email"): 200,
    ("GET", "/auth/verify-email"): 200,
    ("POST", "/auth/verify-email/page"): 200,
    ("POST", "/auth/verify-email/resend"): 204,
    ("POST", "/auth/password-reset"): 204,
    ("POST", "/auth/password-reset/confirm"): 204,
    ("POST", "/auth/telegram-link"): 201,
}


def refusals(endpoint: Endpoint, system: System) -> frozenset[Refusal]:
    """All rejections of an endpoint; version conflicts count wherever an operation commits."""
    operation = system.operation(endpoint.operation)
    rejections = {UNAVAILABLE, *((status, PLAIN[status]) for status in _plain(operation, system))}
    rejections |= {(409, code) for code in conflicts(operation, system)}
    rejections |= {(rule.status, rule.code) for rule in system.rules_of(operation)}
    if is_about(endpoint, operation):
        rejections.add(OUTDATED)
    return frozenset(rejections | OF_COMMITS if commits(operation) else rejections)


def _plain(operation: Operation, system: System) -> Iterator[int]:
    if operation.actor.kind is not ActorKind.PUBLIC:
        yield 401
    if operation.actor.kind is ActorKind.ROLES or shuts_out(operation, system):
        yield 403
    if any(input_.entity is not None for input_ in operation.inputs):
        yield 404
    lists = any(isinstance(step, ListStep) for step in operation.steps)
    if operation.inputs or lists or commits(operation):
        yield 422


def conflicts(operation: Operation, system: System) -> Iterator[str]:
    """Conflicts with stored rows, besides version conflicts."""
    codes = {code for step in all_steps(operation.steps) for code in step.conflicts(system)}
    return (code for code in CONFLICTS if code in codes)


def may_clash_with_account(accounts: Authentication, account: Entity) -> bool:
    """Whether an account can conflict with another one by more than its login."""
    return bool(unique_fields(account) - {accounts.login})


def account_refusals(
    accounts: Authentication, account: Entity
) -> Mapping[Route, frozenset[Refusal]]:
    """The rejections of the routes that `authentication` adds."""
    refused, invalid = (401, PLAIN[401]), (422, PLAIN[422])
    rejections: dict[Route, set[Refusal]] = {
        ("POST", "/auth/login"): {refused, invalid, LIMITED},
        ("POST", "/auth/refresh"): {refused, invalid},
        ("POST", "/auth/log-out"): {refused, invalid},
        ("POST", "/auth/password"): {
            refused, invalid, (422, "WRONG_PASSWORD"), LIMITED, CONFLICT, UNKNOWN,
        },
    }  # fmt: skip
    if accounts.active is not None:
        rejections["POST", "/auth/deactivate"] = rejections["POST", "/auth/password"]
    if accounts.registration is not None:
        clash = may_clash_with_account(accounts, account)
        rejections["POST", "/auth/register"] = {invalid, LIMITED, CONFLICT, UNKNOWN}
        if clash:
            rejections["POST", "/auth/register"].add((409, "UNIQUE_VIOLATION"))
        if accounts.email_verification is None:
            rejections["POST", "/auth/register"].add((409, "LOGIN_TAKEN"))
    if accounts.email_verification is not None:
        used = (409, "LINK_USED")
        rejections["POST", "/auth/verify-email"] = {
            invalid, (422, "LINK_NOT_VALID"), used, CONFLICT, UNKNOWN,
        }  # fmt: skip
        rejections["POST", "/auth/verify-email/resend"] = {refused, used, LIMITED, UNKNOWN}
        rejections["GET", "/auth/verify-email"] = {invalid}
        rejections["POST", "/auth/verify-email/page"] = {invalid, CONFLICT, UNKNOWN}
    if accounts.password_reset is not None:
        rejections["POST", "/auth/password-reset"] = {invalid, LIMITED, UNKNOWN}
        rejections["POST", "/auth/password-reset/confirm"] = {
            invalid, (422, "LINK_NOT_VALID"), CONFLICT, UNKNOWN,
        }  # fmt: skip
    if accounts.telegram_link is not None:
        rejections["POST", "/auth/telegram-link"] = {refused}
    return {route: frozenset({UNAVAILABLE, *codes}) for route, codes in rejections.items()}
