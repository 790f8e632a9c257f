"""Whether the requests of journeys send what their routes read."""

import json
from collections.abc import Iterator, Mapping

from msc.analyze.context import Context, source_of
from msc.analyze.types import check_sent
from msc.analyze.types.row import Unfit
from msc.core.catalogue import types as codes
from msc.core.naming import closest
from msc.core.record import Record
from msc.ir.fields import Field, RoleType, StringType
from msc.ir.journeys import RequestStep
from msc.ir.steps import ListStep
from msc.ir.system import Authentication, System
from msc.ir.triggers import Endpoint, is_path_of
from msc.ir.walk import changed_fields
from msc.model.places import Path

KEPT = "${"


class _Route(Record):
    """What a route reads. `body` is None for one that reads none, `kept` what cannot be emptied."""

    label: str
    body: tuple[Field, ...]
    kept: frozenset[str] = frozenset()


def check(context: Context, system: System) -> None:
    """Reports what requests that are to succeed send in vain, leave out, or send wrongly."""
    for step, path in _successes(system):
        route = _route(system, step)
        if route is not None:
            _body(context, route, step, path)


def _successes(system: System) -> Iterator[tuple[RequestStep, Path]]:
    """The requests that are to succeed, and their places: others may be wrong on purpose."""
    for journey in system.journeys:
        for index, step in enumerate(journey.steps):
            if isinstance(step, RequestStep) and step.status < 400:
                yield step, ("journeys", journey.name, "steps", index)


def _route(system: System, step: RequestStep) -> _Route | None:
    """What the request goes to; a route with a fixed path goes before one that only fits."""
    answering = [
        endpoint for endpoint in system.endpoints if endpoint.answers(step.method, step.path)
    ]
    if answering:
        return _of_endpoint(min(answering, key=lambda one: one.path.count("{")), system)
    return next(
        (
            route
            for route in _of_accounts(system)
            if route.label.startswith(f"{step.method} ")
            and is_path_of(step.path, route.label.removeprefix(f"{step.method} "))
        ),
        None,
    )


def _of_endpoint(endpoint: Endpoint, system: System) -> _Route | None:
    operation = system.operation(endpoint.operation)
    if any(isinstance(step, ListStep) for step in operation.steps):
        return None
    fields = tuple(
        input_.field
        for input_ in operation.inputs
        if f"{{{input_.field.name}}}" not in endpoint.path
    )
    changed = changed_fields(operation, system)
    kept = frozenset(name for name, target in changed.items() if not target.optional)
    return _Route(endpoint.label, fields, kept)


def _of_accounts(system: System) -> Iterator[_Route]:
    accounts = system.authentication
    if accounts is None:
        return
    login, password = accounts.login, accounts.password
    credentials = (Field(login, StringType(254)), Field(password, StringType(128)))
    yield _Route("POST /auth/login", credentials)
    if accounts.registration is not None:
        yield _Route("POST /auth/register", _registration(accounts, system))
    if accounts.email_verification is not None:
        yield _Route("POST /auth/verify-email", (Field("token", StringType(2000)),))
    if accounts.telegram_link is not None:
        yield _Route("POST /auth/telegram-link", ())


def _registration(accounts: Authentication, system: System) -> tuple[Field, ...]:
    account, registration = system.entity(accounts.account), accounts.registration
    if registration is None:
        return ()
    names = (accounts.login, accounts.password, *registration.inputs)
    role = Field(accounts.role, RoleType(registration.roles))
    return (*(account.field_named(name) for name in names), role)


def _body(context: Context, route: _Route, step: RequestStep, path: Path) -> None:
    sent = {} if step.body is None else json.loads(step.body)
    fields = {field.wire_name: field for field in route.body}
    free = {name: field for name, field in fields.items() if name not in sent}
    for name, value in sent.items():
        where = (*path, "body", name)
        if name in fields:
            _value(context, route, fields[name], value, where)
            continue
        meant, hint = _instead(name, route, free)
        # What is misspelt is not missing as well.
        free.pop(meant, None)
        context.report(
            codes.NOT_READ, where, at_key=True, route=route.label, part="key", name=name,
            suggestion=hint,
        )  # fmt: skip
    missing = [name for name, field in free.items() if not (field.optional or field.has_default)]
    listed = ", ".join(f"`{name}`" for name in missing)
    body, is_written = f"the body of `{route.label}`", step.body is not None
    where = (*path, "body" if is_written else "request")
    hint = f"add {listed}" if is_written else f"add a `body` with {listed}"
    context.without_value(body, missing, where, at_key=is_written, hint=hint)


def _instead(name: str, route: _Route, free: Mapping[str, Field]) -> tuple[str, str]:
    """The key that was most likely meant, or nothing; and what to do."""
    reference = next((field for field in free.values() if name == field.name), None)
    if reference is not None:
        wire = reference.wire_name
        return wire, f"a row is sent by its identifier: write `{wire}`"
    near = closest(name, free)
    if near is not None:
        return near, f"did you mean `{near}`?"
    listed = ", ".join(f"`{field.wire_name}`" for field in route.body)
    known = f"the body has {listed}" if listed else "the body has no keys"
    return "", f"leave it out: {known}"


def _value(context: Context, route: _Route, field: Field, value: object, path: Path) -> None:
    if isinstance(value, str) and KEPT in value:
        return
    try:
        _fits(field, value, is_kept=field.name in route.kept)
    except Unfit as reason:
        shown = "this" if isinstance(value, list | dict) else f"`{source_of(value)}`"
        context.report(
            codes.WRONG_VALUE, path, value=shown,
            kind=f"`{field.wire_name}` in the body of `{route.label}`", reason=reason,
            hint=reason.hint,
        )  # fmt: skip


def _fits(field: Field, value: object, *, is_kept: bool) -> None:
    if value is not None:
        check_sent(field.type, value)
    elif is_kept or not field.optional:
        raise Unfit("it is never empty", "leave the key out, or write a value")
