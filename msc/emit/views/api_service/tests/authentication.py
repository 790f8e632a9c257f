"""Tests of accounts: the values that depend on the names of account fields."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from msc.core.record import Record
from msc.emit.views.api_service.authentication import WireNames, compared_fields, wire_names
from msc.emit.views.api_service.tests.lists import SOME
from msc.emit.views.api_service.tests.values import wrong_values
from msc.expr.evaluate import Identity, Value
from msc.ir.entities import Entity
from msc.ir.fields import ReferenceType
from msc.ir.system import Authentication, System
from msc.lower.pycode import ImportSet, literal
from msc.lower.scenes.messages import messages
from msc.lower.scenes.paths import signed_in
from msc.lower.scenes.results import Result
from msc.lower.scenes.rows import factory, ordinary_row
from msc.lower.shapes.names import attribute
from msc.lower.shapes.samples import (
    VALUES,
    ordinary_value,
    sample_value,
    unlike,
    value_imports,
    value_text,
)
from msc.lower.types.datetime import NOW
from msc.lower.types.texts import wire_text
from msc.lower.types.uuid import SAMPLE
from msc.spelling.code import attribute_name, entity_class, entity_module, function_name

PARAMETER = re.compile(r"\{\w+\}")
PASSWORD = "correct horse battery staple"


class ComparedView(Record):
    """A value of a registration that no other account may have."""

    name: str
    wire: str
    value: str
    is_optional: bool
    without: str


class OwnerView(Record):
    """What the owner of a login has besides it, unless everybody must have the same."""

    is_possible: bool
    arguments: str


class AuthenticationTestsView(Record):
    """Names and finished values for the tests of accounts."""

    factory: str
    entity: str
    rows: str
    login: str
    wire: WireNames
    password: str
    role: str
    long_password: str
    imports: str
    body: str
    account: str
    created: str
    tells: bool
    events: tuple[str, ...]
    mail: str
    wrong: str
    owner: OwnerView
    compared: tuple[ComparedView, ...]
    unregistrable: str
    active: str
    verified: str
    verified_parameter: str
    verified_argument: str
    verified_changes: str
    chat: str
    code_seconds: int
    first_login: str
    first_role: str
    protected: tuple[str, ...]


def authentication_tests(spec: Authentication, system: System) -> AuthenticationTestsView:
    """The view; parts that the system does not have are empty."""
    account = system.entity(spec.account)
    imports = _imports(spec, account)
    inputs = _inputs(spec, account)
    role = spec.registration.roles[0] if spec.registration else ""
    values = _account_values(account, {**inputs, spec.role: role})
    events = _events(spec, system, values)
    own = _own_values(spec, account, values)
    link, first = spec.telegram_link, spec.first_account
    verified, (parameter, argument) = _verified(spec)
    return AuthenticationTestsView(
        factory=factory(account),
        entity=literal(account.name),
        rows=function_name(account.plural), login=attribute_name(spec.login),
        password=attribute_name(spec.password),
        role=attribute_name(spec.role),
        wire=wire_names(spec),
        long_password=literal(PASSWORD),
        imports=imports.text,
        body=_dictionary({**_body(spec, account, inputs), spec.role: literal(role)}),
        account=_dictionary(_answered(account, values)),
        created=_dictionary(_created(spec, account, values)),
        tells=bool(events or spec.email_verification),
        events=events,
        mail=_mail(spec, system, account, values),
        owner=OwnerView(own is not None, _arguments(account, own or {})),
        compared=_compared(spec, account, values, own or {}),
        wrong=", ".join(_wrong(spec, account)),
        unregistrable=", ".join(map(literal, _unregistrable(spec, system))),
        active=attribute_name(spec.active or ""),
        verified=verified,
        verified_parameter=parameter, verified_argument=argument,
        verified_changes=_verified_changes(spec),
        chat=attribute_name(link.chat) if link else "",
        code_seconds=link.code_minutes * 60 if link else 0,
        first_login=literal(first.email) if first else "",
        first_role=literal(first.role) if first else "",
        protected=tuple(_protected(system))[:1],
    )  # fmt: skip


def _verified(spec: Authentication) -> tuple[str, tuple[str, str]]:
    """The field of a confirmed address; the parameter and the argument of tests that set it.

    What the owner of a login that is taken is sent depends on it where there is no reset.
    """
    if spec.email_verification is None:
        return "", ("", "")
    verified = attribute_name(spec.email_verification.verified)
    if spec.password_reset is not None:
        return verified, ("", "")
    return verified, ("*, verified: bool = False", f", {verified}=verified")


def _own_values(
    spec: Authentication, account: Entity, values: Mapping[str, Value]
) -> dict[str, Value] | None:
    """Values with which an account is compared as unlike one with `values`, if there are any.

    The tests themselves set whether an address is confirmed and an account active.
    """
    usual, own = ordinary_row((), account, "").values, dict[str, Value]()
    verification = spec.email_verification
    set_by_tests = {spec.active, verification.verified if verification else None}
    for fields in compared_fields(spec, account):
        if any({**usual, **own}[field.name] != values[field.name] for field in fields):
            # An earlier value, or one that is left out, makes the difference.
            continue
        free = (field for field in fields if field.name not in set_by_tests)
        others = ((field, value) for field in free for value in unlike(field, values[field.name]))
        field, value = next(others, (None, None))
        if field is None:
            return None
        own[field.name] = value
    return own


def _arguments(account: Entity, values: Mapping[str, Value]) -> str:
    """The values of a row as arguments of its factory, each behind a comma."""
    fields = (field for field in account.fields if field.name in values)
    return "".join(
        f", {attribute(field)}={value_text(field.type, values[field.name])}" for field in fields
    )


def _imports(spec: Authentication, account: Entity) -> ImportSet:
    """The imports of the values that tests give accounts."""
    imports = ImportSet([(f"shared.dtos.{entity_module(account.name)}", entity_class(account.name)),
                         ("tests.support.samples", factory(account)), ("typing", "Any"),
                         ("shared.dtos.enums", "Role"), *VALUES])  # fmt: skip
    for field in chain.from_iterable(compared_fields(spec, account)):
        imports.add_all(value_imports(field.type))
    return imports


def _compared(
    spec: Authentication, account: Entity, values: dict[str, Value], own: dict[str, Value]
) -> tuple[ComparedView, ...]:
    """A unique value of a registration besides its login, if it has any."""
    inputs = spec.registration.inputs if spec.registration else ()
    unique = [account.field_named(name) for name in inputs if account.field_named(name).unique]
    return tuple(
        ComparedView(
            name=attribute(field),
            wire=literal(field.wire_name),
            value=value_text(field.type, values[field.name]),
            is_optional=field.optional,
            without=_arguments(account, {**own, field.name: None}).removeprefix(", "),
        )
        for field in unique[:1]
        if not field.hidden
    )


def _body(spec: Authentication, account: Entity, values: dict[str, Value]) -> dict[str, str]:
    """The body of a registration request, without the role."""
    sent = {account.field_named(name).wire_name: wire_text(value)
            for name, value in values.items()}  # fmt: skip
    return {**sent, spec.password: "PASSWORD"}


def _created(spec: Authentication, account: Entity, values: dict[str, Value]) -> dict[str, str]:
    """The new row; only a digest of its password is stored."""
    inputs = spec.registration.inputs if spec.registration else ()
    written = (
        field
        for field in account.fields
        if not field.hidden or field.name in inputs or field.has_default
    )
    return {
        attribute(field): wire_text(values[field.name])
        for field in written
        if field.name != spec.password
    }


def _verified_changes(spec: Authentication) -> str:
    """The changes made by verifying the address."""
    verification = spec.email_verification
    if verification is None:
        return ""
    timestamp = (
        {attribute_name(verification.verified_at): wire_text(NOW)}
        if verification.verified_at
        else {}
    )
    return _dictionary({attribute_name(verification.verified): "True"} | timestamp)


def _unregistrable(spec: Authentication, system: System) -> Iterator[str]:
    """The roles that cannot be chosen at registration."""
    registrable = spec.registration.roles if spec.registration else ()
    yield from (role.name for role in system.roles if role.name not in registrable)
    yield "no_such_role"


def _protected(system: System) -> Iterator[str]:
    """Requests that require signing in."""
    for endpoint in system.endpoints:
        if signed_in(system.operation(endpoint.operation)):
            path = PARAMETER.sub(SOME, endpoint.path)
            yield f"{literal(endpoint.method)}, {literal(path)}"


def _inputs(spec: Authentication, account: Entity) -> dict[str, Value]:
    names = [spec.login, *(spec.registration.inputs if spec.registration else ())]
    fields = map(account.field_named, names)
    return {
        # A test must send what it expects.
        field.name: SAMPLE if isinstance(field.type, ReferenceType) else sample_value(field.type)
        for field in fields
    }


def _account_values(account: Entity, values: dict[str, Value]) -> dict[str, Value]:
    return {
        field.name: values[field.name]
        if field.name in values
        else ordinary_value(field)
        if field.has_default or field.optional
        else Identity("unknown")
        for field in account.fields
    }


def _answered(account: Entity, values: dict[str, Value]) -> dict[str, str]:
    shown = {field.wire_name: wire_text(values[field.name]) for field in account.fields
             if not field.hidden}  # fmt: skip
    timestamps = {"created_at": wire_text(NOW), "updated_at": wire_text(NOW)}
    return {"id": "str(account_id)", **shown, **timestamps}


def _events(spec: Authentication, system: System, values: dict[str, Value]) -> tuple[str, ...]:
    if spec.registration is None or spec.registration.publish is None:
        return ()
    event = system.event(spec.registration.publish)
    data = {
        member.field.wire_name: "str(account_id)"
        if member.entity is not None
        else wire_text(values[member.field.name])
        for member in event.payload
    }
    place = f"{literal(event.name)}, {literal(spec.account)}, str(account_id)"
    return (f"Published({place}, {_dictionary(data)})",)


def _mail(spec: Authentication, system: System, account: Entity, values: dict[str, Value]) -> str:
    verification = spec.email_verification
    if verification is None:
        return ""
    usual = ordinary_row(("recipient",), account, "ACCOUNT").but(values)
    row = Result(account, Identity("account_id"), usual.values)
    notification = system.notification(verification.notification)
    # The link holds a token that differs from run to run.
    link = {"link": Identity("link")}
    name, aggregate, data = messages(system, notification, {"recipient": row}, link)[-1]
    return f"Published({literal(name)}, {aggregate[0]}, {aggregate[1]}, {data})"


def _wrong(spec: Authentication, account: Entity) -> list[str]:
    names = [spec.login, spec.password, *(spec.registration.inputs if spec.registration else ())]
    fields = [account.field_named(name) for name in names]
    return [
        f"pytest.param({literal(field.wire_name)}, {value.text}, "
        f"id={literal(f'{field.wire_name}: {value.about}')})"
        for field in fields
        for value in wrong_values(field)
    ]


def _dictionary(values: dict[str, str]) -> str:
    return f"{{{', '.join(f'{literal(key)}: {value}' for key, value in values.items())}}}"
