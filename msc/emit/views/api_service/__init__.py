"""The API: routes, schemas, authentication and wiring."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.emit.views.api_service.authentication import AuthenticationView, authentication_view
from msc.emit.views.api_service.requests import RequestView, request_views
from msc.emit.views.api_service.responses import ResponseView, response_view
from msc.emit.views.api_service.routes import RouterView, resources, router_views, wire_path
from msc.emit.views.api_service.tests import ApiTestsView, api_tests
from msc.ir.behaviour import ActorKind, Home
from msc.ir.entities import Store
from msc.ir.system import System
from msc.ir.walk import changed_fields
from msc.lower.pieces import present
from msc.lower.program import Program
from msc.lower.pycode import literal
from msc.lower.scenes.paths import signed_in
from msc.lower.services.adapters import Adapters
from msc.lower.services.channels import channels_of, linking
from msc.lower.services.service import Service
from msc.providers import CHANNELS, TELEGRAM
from msc.spelling.code import element_module, function_name


class OperationView(Record):
    """An operation in the internal route."""

    module: str
    name: str
    literal: str
    class_name: str
    inputs: str


class AdapterView(Record):
    """A port, and the expression of its default adapter."""

    name: str
    port: str
    value: str


class KeysView(Record):
    """Whether anybody may send idempotency keys, people who are signed in, and other visitors."""

    taken: bool
    of_people: bool
    of_visitors: bool


class VersionsView(Record):
    """Whether any answer shows the version of its row, and any request may name one."""

    shown: bool
    taken: bool


class ApiServiceView(Record):
    """The data of the API blueprint."""

    title: str
    description: str
    base_path: str
    time_zone: str
    responses: tuple[ResponseView, ...]
    requests: tuple[RequestView, ...]
    routers: tuple[RouterView, ...]
    internal: tuple[OperationView, ...]
    adapters: tuple[AdapterView, ...]
    adapter_imports: str
    postgres_parameter: str
    data_parameter: str
    has_operations: bool
    has_accounts: bool
    has_actors: bool
    keys: KeysView
    versions: VersionsView
    has_no_accounts: bool
    has_mongo: bool
    has_registration: bool
    refuses_logins: bool
    has_verification: bool
    has_reset: bool
    has_deactivation: bool
    has_links: bool
    has_telegram: bool
    tells_chats: bool
    guarded: tuple[str, ...]
    unguarded: tuple[str, ...]
    has_internal: bool
    is_called_inside: bool
    has_first_account: bool
    auth: tuple[AuthenticationView, ...]
    tests: ApiTestsView


def view(program: Program) -> ApiServiceView:
    """The view of the API."""
    system, service = program.system, program.services[Home.API]
    accounts, (has_telegram, has_verification) = system.authentication, _proofs(system)
    internal, routed = tuple(_internal(service, system)), tuple(resources(program))
    needs, adapters = service.usage, service.adapters
    return ApiServiceView(
        title=literal(system.title), description=literal(system.description),
        base_path=literal(system.base_path),
        time_zone=literal(system.time_zone),
        responses=present(_response(entity, program) for entity in _answered(service, system)),
        requests=tuple(request_views(program)),
        routers=router_views(routed, program),
        internal=internal,
        adapters=_adapters(adapters),
        adapter_imports=adapters.imports,
        postgres_parameter="postgres" if needs.reaches(Store.POSTGRES, system) else "_",
        data_parameter="data" if adapters.adapters else "_",
        has_operations=bool(service.use_cases),
        has_accounts=accounts is not None,
        has_actors=needs.has_actors,
        keys=_keys(service),
        versions=_versions(service, system),
        has_no_accounts=accounts is None,
        has_mongo=needs.reaches(Store.MONGO, system),
        has_registration=bool(accounts and accounts.registration),
        refuses_logins=bool(accounts and accounts.registration and not accounts.keeps_logins),
        has_verification=has_verification, has_reset=bool(accounts and accounts.password_reset),
        has_deactivation=bool(accounts and accounts.active),
        has_links=bool(linking(system)),
        has_internal=bool(internal),
        is_called_inside=bool(internal or has_telegram or linking(system)),
        has_telegram=has_telegram,
        guarded=tuple(_guarded(system)),
        unguarded=tuple(_unguarded(system)),
        tells_chats=has_telegram and CHANNELS[TELEGRAM] in channels_of(system),
        has_first_account=bool(accounts and accounts.first_account),
        auth=(authentication_view(accounts, system),) if accounts else (),
        tests=api_tests(routed, program),
    )  # fmt: skip


def _keys(service: Service) -> KeysView:
    keyed = (case.operation for case in service.use_cases if case.keyed)
    public = {operation.actor.kind is ActorKind.PUBLIC for operation in keyed}
    return KeysView(service.usage.keyed, of_people=False in public, of_visitors=True in public)


def _versions(service: Service, system: System) -> VersionsView:
    answers = (system.operation(endpoint.operation).returns for endpoint in system.endpoints)
    shown = any(returns is not None and not returns.many for returns in answers)
    return VersionsView(shown or service.usage.takes_versions, service.usage.takes_versions)


def _proofs(system: System) -> tuple[bool, bool]:
    """Whether people link chats, and whether they confirm addresses."""
    accounts = system.authentication
    return bool(accounts and accounts.telegram_link), bool(accounts and accounts.email_verification)


def _adapters(adapters: Adapters) -> tuple[AdapterView, ...]:
    return tuple(
        AdapterView(adapter.name, adapter.port, adapter.constructor())
        for adapter in adapters.adapters
    )


def _answered(service: Service, system: System) -> list[str]:
    """The entities in responses."""
    returned = (case.operation.returns for case in service.use_cases)
    entities = {returns.entity for returns in returned if returns}
    accounts = system.authentication
    if accounts is not None and (accounts.registration or accounts.email_verification):
        entities.add(accounts.account)
    return sorted(entities)


def _response(name: str, program: Program) -> ResponseView | None:
    return program.pieces.deferred(
        ResponseView, name, (), lambda system: response_view(system.entity(name))
    )


def _internal(service: Service, system: System) -> Iterator[OperationView]:
    """The operations that the worker runs."""
    inside = system.run_inside
    for case in service.use_cases:
        operation = case.operation
        if operation.name in inside:
            changes = bool(changed_fields(operation, system))
            yield OperationView(
                module=element_module(operation.name),
                name=function_name(operation.name),
                literal=literal(operation.name),
                class_name=case.class_name,
                inputs='{**inputs, "sent": set(inputs)}' if changes else "inputs",
            )


def _requests(system: System, *, guarded: bool) -> Iterator[str]:
    """The requests of people who are signed in, or of everybody, as a method and a path."""
    for endpoint in system.endpoints:
        operation = system.operation(endpoint.operation)
        if signed_in(operation) == guarded:
            yield f"({literal(endpoint.method)}, {literal(wire_path(endpoint.path, operation))})"


def _guarded(system: System) -> Iterator[str]:
    yield from _requests(system, guarded=True)
    accounts = system.authentication
    if accounts is None:
        return
    yield '("POST", "/auth/password")'
    if accounts.active is not None:
        yield '("POST", "/auth/deactivate")'
    if accounts.email_verification is not None:
        yield '("POST", "/auth/verify-email/resend")'
    if accounts.telegram_link is not None:
        yield '("POST", "/auth/telegram-link")'


def _unguarded(system: System) -> Iterator[str]:
    yield from _requests(system, guarded=False)
    accounts = system.authentication
    if accounts is None:
        return
    yield '("POST", "/auth/login")'
    yield '("POST", "/auth/refresh")'
    yield '("POST", "/auth/log-out")'
    if accounts.registration is not None:
        yield '("POST", "/auth/register")'
    if accounts.email_verification is not None:
        yield '("GET", "/auth/verify-email")'
        yield '("POST", "/auth/verify-email")'
    if accounts.password_reset is not None:
        yield '("POST", "/auth/password-reset")'
        yield '("POST", "/auth/password-reset/confirm")'
