"""Accounts in code: registration, log-in and proofs."""

from collections.abc import Mapping
from dataclasses import dataclass

from msc.core.naming import pascal
from msc.emit.pycode import ImportSet, annotation_imports, literal
from msc.emit.shapes.fields import constant, input_annotation
from msc.emit.shapes.names import event_module
from msc.emit.views.api_service.problems import UNAVAILABLE, by_status, unique_fields
from msc.ir.entities import Entity
from msc.ir.fields import Literal
from msc.ir.system import Authentication, System

type RouteProblems = tuple[str, str, tuple[tuple[int, str], ...]]
"""Path, method, and the quoted codes of each status."""


@dataclass(frozen=True, slots=True)
class AuthenticationView:
    """Accounts in code."""

    account: str
    module: str
    entity: str
    clients: str
    login: str
    password: str
    role: str
    minutes: int
    registers: bool
    register_fields: tuple[str, ...]
    register_imports: str
    enum_imports: str
    register_values: tuple[str, ...]
    register_refusals: str
    problem_imports: str
    problems: tuple[RouteProblems, ...]
    roles: str
    publishes: bool
    event_class: str
    event_module: str
    event_arguments: str
    verifies: bool
    verified: str
    verified_at: str
    has_verified_at: bool
    link_minutes: int
    notification: str
    links_telegram: bool
    chat: str
    code_minutes: int
    has_first: bool
    first_email: str
    first_role: str
    first_values: tuple[str, ...]


def authentication_view(spec: Authentication, system: System) -> AuthenticationView:
    account = system.entity(spec.account)
    registration = spec.registration
    imports = ImportSet([("shared.values", "Contract"), ("typing", "Literal")])
    fields, values = [], []
    names = (spec.login, spec.password, *(registration.inputs if registration else ()))
    for name in names:
        field = account.field_named(name)
        made = input_annotation(field)
        imports.add_all(made.imports)
        default = f" = {made.default}" if made.default else ""
        fields.append((bool(default), f"{field.wire_name}: {made.text}{default}"))
        if name != spec.password:
            text = f"given.{field.wire_name}{'.lower()' if name == spec.login else ''}"
            values.append(f"{field.wire_name}={text}")
    roles = registration.roles if registration else ()
    words = ", ".join(f"Role.{each.upper()}" for each in roles)
    imports.add("shared.dtos.enums", "Role")
    enum_imports = ImportSet(
        each
        for field in account.fields
        for each in annotation_imports(field.type)
        if each[0].startswith("shared.")
    )
    event = system.event(registration.publish) if registration and registration.publish else None
    arguments = []
    for each in event.payload if event else ():
        if each.entity == spec.account:
            arguments.append(f"{each.field.wire_name}=account.id")
        else:
            arguments.append(f"{each.field.wire_name}=account.{each.field.wire_name}")
    verification, link, first = spec.email_verification, spec.telegram_link, spec.first_account
    return AuthenticationView(
        account=pascal(spec.account),
        module=spec.account,
        entity=literal(spec.account),
        clients=account.plural,
        login=spec.login,
        password=spec.password,
        role=spec.role,
        minutes=spec.access_token_minutes,
        registers=registration is not None,
        register_fields=tuple(
            text for _, text in sorted([*fields, (False, f"{spec.role}: Literal[{words}]")],
                                       key=lambda each: each[0])
        ),
        register_imports=imports.text,
        enum_imports=enum_imports.text,
        register_values=(*values, *_values(account, {*names, spec.role}, {})),
        register_refusals=", Refusal.UNIQUE_VIOLATION" if _may_clash(spec, account) else "",
        problem_imports="Refusal, problems" if registration or verification else "problems",
        problems=_problems(spec, account),
        roles=words,
        publishes=event is not None,
        event_class=pascal(event.name) if event else "",
        event_module=event_module(event.name) if event else "",
        event_arguments=", ".join(arguments),
        verifies=verification is not None,
        verified=verification.verified if verification else "",
        verified_at=verification.verified_at or "" if verification else "",
        has_verified_at=bool(verification and verification.verified_at),
        link_minutes=verification.link_minutes if verification else 0,
        notification=verification.notification if verification else "",
        links_telegram=link is not None,
        chat=link.chat if link else "",
        code_minutes=link.code_minutes if link else 0,
        has_first=first is not None,
        first_email=literal(first.email if first else ""),
        first_role=f"Role.{first.role.upper()}" if first else "",
        first_values=_values(
            account, {spec.login, spec.password, spec.role}, dict(first.values) if first else {}
        ),
    )  # fmt: skip


def _values(account: Entity, own: set[str], given: Mapping[str, Literal]) -> tuple[str, ...]:
    """The other fields of a new account, each with the given value or its default."""
    values = {each.name: each.default for each in account.fields if each.has_default} | dict(given)
    return tuple(
        f"{each.wire_name}={constant(each, values[each.name])[0]}"
        for each in account.fields
        if each.name in values and each.name not in own
    )


def _may_clash(spec: Authentication, account: Entity) -> bool:
    """Whether another account can stand in the way by more than its login."""
    return bool(unique_fields(account) - {spec.login})


def _problems(spec: Authentication, account: Entity) -> tuple[RouteProblems, ...]:
    refused, invalid = (401, "NOT_AUTHENTICATED"), (422, "VALIDATION_FAILED")
    taken, clash = (409, "LOGIN_TAKEN"), (409, "UNIQUE_VIOLATION")
    link, conflict = (422, "LINK_NOT_VALID"), (409, "VERSION_CONFLICT")
    routes = [("/auth/login", "post", {refused, invalid})]
    if spec.registration is not None:
        clashes = {clash} if _may_clash(spec, account) else set()
        routes.append(("/auth/register", "post", {invalid, taken, *clashes}))
    if spec.email_verification is not None:
        routes.append(("/auth/verify-email", "post", {invalid, link, conflict}))
        routes.append(("/auth/verify-email", "get", {invalid, conflict}))
    if spec.telegram_link is not None:
        routes.append(("/auth/telegram-link", "post", {refused}))
    return tuple((path, method, by_status({UNAVAILABLE, *found})) for path, method, found in routes)
