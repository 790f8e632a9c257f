"""Accounts in code: registration, sign-in and verification."""

from collections.abc import Iterable, Iterator, Mapping

from msc.core.record import Record, replace
from msc.emit.views.api_service.problems import StatusView, by_status
from msc.ir.endings import account_refusals, may_clash_with_account
from msc.ir.entities import Entity
from msc.ir.fields import Field, Literal, RoleType
from msc.ir.system import Authentication, System
from msc.lower.pycode import ImportSet, literal
from msc.lower.shapes.fields import Annotated, constant, input_annotation, member
from msc.lower.shapes.keys import key_bytes, within
from msc.lower.shapes.names import attribute
from msc.lower.types import annotation_imports
from msc.spelling.code import (
    attribute_name,
    element_module,
    entity_class,
    entity_module,
    event_class,
    function_name,
)


class RouteProblems(Record):
    """The rejections of the account routes."""

    path: str
    method: str
    statuses: tuple[StatusView, ...]


class RegistrationView(Record):
    """The input of a registration, and the data of its event."""

    fields: tuple[str, ...]
    imports: str
    arguments: tuple[str, ...]
    secrets: tuple[str, ...]
    clashes: bool
    compared: tuple[str, ...]
    publishes: bool
    event_class: str
    event_module: str
    event_arguments: str


class VerificationView(Record):
    """Verification of an address by a link."""

    verified: str
    verified_at: str
    has_verified_at: bool
    link_minutes: int
    notification: str
    module: str


class ResetView(Record):
    """Another password by a link."""

    link_minutes: int
    notification: str
    module: str


class TelegramLinkView(Record):
    """Verification of a chat by a code."""

    chat: str
    code_minutes: int


class FirstAccountView(Record):
    """The account created at the first start."""

    email: str
    role: str
    arguments: tuple[str, ...]
    secrets: tuple[str, ...]


class WireNames(Record):
    """Wire names of account fields."""

    login: str
    password: str
    role: str
    chat: str
    verified: str


class AuthenticationView(Record):
    """Accounts in code; the flags say which of the parts the system has."""

    account: str
    module: str
    entity: str
    clients: str
    login: str
    password: str
    role: str
    deactivates: bool
    active: str
    wire: WireNames
    credentials: tuple[str, ...]
    login_member: str
    new_password: str
    new_password_imports: str
    minutes: int
    enum_imports: str
    problems: tuple[RouteProblems, ...]
    registers: bool
    registration: RegistrationView
    verifies: bool
    tells_logins: bool
    verification: VerificationView
    resets: bool
    resets_active: bool
    reset: ResetView
    links_telegram: bool
    link: TelegramLinkView
    has_first: bool
    first: FirstAccountView


def authentication_view(spec: Authentication, system: System) -> AuthenticationView:
    account = system.entity(spec.account)
    login_member = _credential(account.field_named(spec.login), 254)
    new_password = _new_password(account.field_named(spec.password))
    return AuthenticationView(
        account=entity_class(spec.account),
        module=entity_module(spec.account),
        entity=literal(spec.account),
        clients=function_name(account.plural),
        login=attribute_name(spec.login),
        password=attribute_name(spec.password),
        role=attribute_name(spec.role),
        deactivates=spec.active is not None,
        active=attribute_name(spec.active or ""),
        wire=wire_names(spec),
        credentials=(
            login_member,
            _credential(account.field_named(spec.password), 128),
        ),
        login_member=login_member,
        new_password=new_password.text,
        new_password_imports=ImportSet(new_password.imports).text,
        minutes=spec.access_token_minutes,
        enum_imports=_enum_imports(account),
        problems=_problems(spec, account),
        registers=spec.registration is not None,
        tells_logins=spec.email_verification is None,
        resets_active=spec.password_reset is not None and spec.active is not None,
        registration=_registration(spec, system),
        verifies=spec.email_verification is not None,
        verification=_verification(spec),
        resets=spec.password_reset is not None,
        reset=_reset(spec),
        links_telegram=spec.telegram_link is not None,
        link=_telegram_link(spec),
        has_first=spec.first_account is not None,
        first=_first_account(spec, account),
    )


def wire_names(spec: Authentication) -> WireNames:
    """The wire names of account fields by purpose."""
    link, verification = spec.telegram_link, spec.email_verification
    return WireNames(
        login=spec.login,
        password=spec.password,
        role=spec.role,
        chat=link.chat if link else "",
        verified=verification.verified if verification else "",
    )


def _credential(field: Field, longest: int) -> str:
    return member(field, Annotated("str", f"Field(max_length={longest})", ()), "alias").text


def _new_password(field: Field) -> Annotated:
    """The password to have instead, with the bounds of every password."""
    return member(replace(field, name="new_password"), input_annotation(field))


def _enum_imports(account: Entity) -> str:
    """The imports of the types of account fields."""
    imports = (import_ for field in account.fields for import_ in annotation_imports(field.type))
    return ImportSet(import_ for import_ in imports if import_[0].startswith("shared.")).text


def _registration(spec: Authentication, system: System) -> RegistrationView:
    account, registration = system.entity(spec.account), spec.registration
    names = (spec.login, spec.password, *(registration.inputs if registration else ()))
    fields = [account.field_named(name) for name in names]
    imports = ImportSet(
        [("shared.values", "Contract"), ("typing", "Literal"), ("shared.dtos.enums", "Role")]
    )
    rooms = key_bytes(account, system)
    for field in fields:
        imports.add_all(_registered(field, rooms).imports)
    hidden = _hidden(account)
    inputs = [_argument(field) for field in fields if field.name != spec.password]
    defaults = _values(account, {*names, spec.role}, {})
    event = system.event(registration.publish) if registration and registration.publish else None
    return RegistrationView(
        fields=_register_fields(spec, fields, rooms),
        imports=imports.text,
        arguments=(
            *(f"{name}={value}" for name, value in inputs if name not in hidden),
            *(f"{name}={value}" for name, value in defaults if name not in hidden),
        ),
        secrets=_members(hidden, (*inputs, *defaults)),
        clashes=may_clash_with_account(spec, account),
        compared=tuple(map(_equal, compared_fields(spec, account))),
        publishes=event is not None,
        event_class=event_class(event.name) if event else "",
        event_module=element_module(event.name) if event else "",
        event_arguments=", ".join(
            f"{attribute(payload_field.field)}=account."
            f"{'id' if payload_field.entity == spec.account else attribute(payload_field.field)}"
            for payload_field in (event.payload if event else ())
        ),
    )


def compared_fields(spec: Authentication, account: Entity) -> Iterator[tuple[Field, ...]]:
    """What a new account, besides its login, may not have in common with another one."""
    inputs = spec.registration.inputs if spec.registration else ()
    has_value = {spec.role, *inputs, *(field.name for field in account.fields if field.has_default)}
    alone = [(field.name,) for field in account.fields if field.unique]
    for names in (*alone, *account.uniques):
        fields = tuple(account.field_named(name) for name in names)
        if has_value.issuperset(names) and not any(field.hidden for field in fields):
            yield fields


def _equal(fields: tuple[Field, ...]) -> str:
    """The values of a new account as arguments."""
    return ", ".join(f"{attribute(field)}=account.{attribute(field)}" for field in fields)


def _registered(field: Field, rooms: Mapping[str, int]) -> Annotated:
    return within(input_annotation(field), rooms.get(field.name))


def _register_fields(
    spec: Authentication, fields: list[Field], rooms: Mapping[str, int]
) -> tuple[str, ...]:
    """The fields of the body; those with a default come last."""
    required: list[str] = []
    optional: list[str] = []
    for field in fields:
        annotation = _registered(field, rooms)
        line = member(field, annotation, "alias").text
        (optional if annotation.default else required).append(line)
    roles = spec.registration.roles if spec.registration else ()
    words = ", ".join(f"Role.{role.upper()}" for role in roles)
    role = Field(spec.role, RoleType(roles))
    chosen = member(role, Annotated(f"Literal[{words}]", "", ()), "alias").text
    return (*required, chosen, *optional)


def _argument(field: Field) -> tuple[str, str]:
    """A value from the caller."""
    return attribute(field), f"account_input.{attribute(field)}"


def _hidden(account: Entity) -> frozenset[str]:
    """The fields that are written beside the row."""
    return frozenset(attribute(field) for field in account.hidden)


def _members(hidden: frozenset[str], values: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The secrets among the values, as members of what is written."""
    return tuple(f"{literal(name)}: {value}" for name, value in values if name in hidden)


def _verification(spec: Authentication) -> VerificationView:
    verification = spec.email_verification
    if verification is None:
        return VerificationView("", "", False, 0, "", "")
    return VerificationView(
        verified=attribute_name(verification.verified),
        verified_at=attribute_name(verification.verified_at or ""),
        has_verified_at=verification.verified_at is not None,
        link_minutes=verification.link_minutes,
        notification=verification.notification,
        module=element_module(verification.notification),
    )


def _reset(spec: Authentication) -> ResetView:
    reset = spec.password_reset
    if reset is None:
        return ResetView(0, "", "")
    return ResetView(reset.link_minutes, reset.notification, element_module(reset.notification))


def _telegram_link(spec: Authentication) -> TelegramLinkView:
    link = spec.telegram_link
    return (
        TelegramLinkView(attribute_name(link.chat), link.code_minutes)
        if link
        else TelegramLinkView("", 0)
    )


def _first_account(spec: Authentication, account: Entity) -> FirstAccountView:
    first = spec.first_account
    if first is None:
        return FirstAccountView("", "", (), ())
    own = {spec.login, spec.password, spec.role}
    hidden, values = _hidden(account), _values(account, own, dict(first.values))
    return FirstAccountView(
        # As `shared.emails` has it.
        email=literal(first.email.lower()),
        role=f"Role.{first.role.upper()}",
        arguments=tuple(f"{name}={value}" for name, value in values if name not in hidden),
        secrets=_members(hidden, values),
    )


def _values(
    account: Entity, own: set[str], initial: Mapping[str, Literal]
) -> tuple[tuple[str, str], ...]:
    """The other fields of a new account, each with its input or its default."""
    values = {field.name: field.default for field in account.fields if field.has_default} | dict(
        initial
    )
    return tuple(
        (attribute(field), constant(field, values[field.name])[0])
        for field in account.fields
        if field.name in values and field.name not in own
    )


def _problems(spec: Authentication, account: Entity) -> tuple[RouteProblems, ...]:
    return tuple(
        RouteProblems(literal(path), literal(method.lower()), by_status(rejections))
        for (method, path), rejections in account_refusals(spec, account).items()
    )
