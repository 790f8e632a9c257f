"""What the routes called by a journey read and return."""

from collections.abc import Iterator, Mapping

from msc.core.record import Record
from msc.ir.entities import Entity, Store
from msc.ir.fields import (
    BooleanType,
    DatetimeType,
    EnumType,
    Field,
    FieldType,
    IntegerType,
    JsonType,
    PasswordType,
    RoleType,
    StringType,
    TextType,
    UuidType,
)
from msc.ir.journeys import RequestStep
from msc.ir.steps import ListStep
from msc.ir.system import Authentication, System
from msc.ir.triggers import Endpoint, is_path_of
from msc.ir.walk import changed_fields
from msc.spelling.code import query_parameter

NOTHING: Mapping[str, FieldType] = {}
TIMESTAMP = DatetimeType()
WORD, NUMBER = StringType(255), IntegerType()
# What the parameters of a page may be.
PAGING: Mapping[str, FieldType] = {
    "limit": IntegerType(1, 100),
    "cursor": StringType(1000),
    "offset": IntegerType(0, 1_000_000),
    "total": BooleanType(),
}
TOKEN = Field("token", StringType(2000))
REFRESH_TOKEN = Field("refresh_token", StringType(200))
NEW_PASSWORD = Field("new_password", PasswordType())
# A wrong password may be any text.
CURRENT_PASSWORD = Field("current_password", TextType(128))


class Route(Record):
    """The request and the response of a route, by wire names.

    `kept` names the fields of the body that must not be null. `filters` are parameters whose values
    need not respect the bounds of their fields. `answer` is a row, or the rows of a page.
    """

    method: str
    path: str
    body: tuple[Field, ...] = ()
    kept: frozenset[str] = frozenset()
    query: Mapping[str, FieldType] = NOTHING
    filters: Mapping[str, FieldType] = NOTHING
    answer: Mapping[str, FieldType] = NOTHING
    is_list: bool = False

    @property
    def label(self) -> str:
        """Its name in messages."""
        return f"{self.method} {self.path}"


def route_of(system: System, step: RequestStep) -> Route | None:
    """The target of a request; a fixed path takes precedence over one with parameters."""
    answering = [
        endpoint for endpoint in system.endpoints if endpoint.answers(step.method, step.path)
    ]
    if answering:
        return _of_endpoint(min(answering, key=lambda one: one.path.count("{")), system)
    routes = (route for route in _of_accounts(system) if route.method == step.method)
    return next((route for route in routes if is_path_of(step.path, route.path)), None)


def _of_endpoint(endpoint: Endpoint, system: System) -> Route:
    operation = system.operation(endpoint.operation)
    returns = operation.returns
    answer = NOTHING if returns is None else _row(system.entity(returns.entity))
    listed = next((step for step in operation.steps if isinstance(step, ListStep)), None)
    if listed is not None:
        entity = system.entity(listed.query.entity)
        return Route(
            endpoint.method, endpoint.path, query={**PAGING, "sort": _sort(listed, entity)},
            filters=dict(_filters(listed, entity)), answer=answer,
            is_list=returns is not None and returns.many,
        )  # fmt: skip
    fields = tuple(
        input_.field
        for input_ in operation.inputs
        if f"{{{input_.field.name}}}" not in endpoint.path
    )
    changed = changed_fields(operation, system)
    kept = frozenset(name for name, target in changed.items() if not target.optional)
    return Route(endpoint.method, endpoint.path, fields, kept, answer=answer)


def _row(entity: Entity) -> Mapping[str, FieldType]:
    shown = {field.wire_name: field.type for field in entity.fields if not field.hidden}
    timestamps = ("created_at", "updated_at") if entity.store is Store.POSTGRES else ("created_at",)
    return {"id": UuidType(), **shown, **dict.fromkeys(timestamps, TIMESTAMP)}


def _sort(step: ListStep, entity: Entity) -> EnumType:
    wire = {field.name: field.wire_name for field in entity.fields}
    names = (wire.get(name, name) for name in (key.removeprefix("-") for key in step.sort))
    return EnumType("sort", tuple(word for name in names for word in (name, f"-{name}")))


def _filters(step: ListStep, entity: Entity) -> Iterator[tuple[str, FieldType]]:
    fields = {field.name: field for field in entity.fields}
    for name in step.filters:
        # Every row has what is no field of its own.
        field = fields.get(name, Field(name, TIMESTAMP))
        type_ = TextType() if isinstance(field.type, JsonType) else field.type
        for test in ("", "gte", "lte") if type_.ranged else ("",):
            yield query_parameter(field.wire_name, test), type_


def _of_accounts(system: System) -> Iterator[Route]:
    accounts = system.authentication
    if accounts is None:
        return
    account = _row(system.entity(accounts.account))
    login, password = accounts.login, accounts.password
    credentials = (Field(login, StringType(254)), Field(password, TextType(128)))
    tokens: Mapping[str, FieldType] = {
        "access_token": WORD, "token_type": WORD, "expires_in": NUMBER, "refresh_token": WORD,
    }  # fmt: skip
    yield Route("POST", "/auth/login", credentials, answer=tokens)
    yield Route("POST", "/auth/refresh", (REFRESH_TOKEN,), answer=tokens)
    yield Route("POST", "/auth/log-out", (REFRESH_TOKEN,))
    yield Route("POST", "/auth/password", (CURRENT_PASSWORD, NEW_PASSWORD), answer=tokens)
    if accounts.active is not None:
        yield Route("POST", "/auth/deactivate", (CURRENT_PASSWORD,))
    if accounts.registration is not None:
        fields = _registration(accounts, system)
        yield Route("POST", "/auth/register", fields, answer=account)
    if accounts.email_verification is not None:
        yield Route("POST", "/auth/verify-email", (TOKEN,), answer=account)
        yield Route("POST", "/auth/verify-email/resend")
        for method, path in (("GET", "/auth/verify-email"), ("POST", "/auth/verify-email/page")):
            yield Route(method, path, query={TOKEN.name: TOKEN.type})
    if accounts.password_reset is not None:
        yield Route("POST", "/auth/password-reset", credentials[:1])
        yield Route("POST", "/auth/password-reset/confirm", (TOKEN, NEW_PASSWORD))
    if accounts.telegram_link is not None:
        answer: Mapping[str, FieldType] = {"code": WORD, "expires_in": NUMBER}
        yield Route("POST", "/auth/telegram-link", answer=answer)


def _registration(accounts: Authentication, system: System) -> tuple[Field, ...]:
    account, registration = system.entity(accounts.account), accounts.registration
    if registration is None:
        return ()
    names = (accounts.login, accounts.password, *registration.inputs)
    role = Field(accounts.role, RoleType(registration.roles))
    return (*(account.field_named(name) for name in names), role)
