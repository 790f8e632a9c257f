"""The API: routes, schemas, authentication and wiring."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from msc.core.naming import pascal, snake
from msc.emit.pycode import ImportSet, annotation, annotation_imports, docstring, literal
from msc.emit.shapes.fields import input_annotation, row_annotation
from msc.emit.shapes.names import event_module
from msc.emit.views.application import use_case
from msc.ir.behaviour import ActorKind, Home, ListStep, Operation
from msc.ir.entities import Entity, Store
from msc.ir.fields import (
    BooleanType,
    DatetimeType,
    DateType,
    DecimalType,
    Field,
    IntegerType,
    JsonType,
    MoneyType,
)
from msc.ir.system import Authentication, System
from msc.ir.triggers import Endpoint

RANGED = (IntegerType, DecimalType, MoneyType, DateType, DatetimeType)


@dataclass(frozen=True, slots=True)
class ResponseView:
    """An entity as the API answers it."""

    module: str
    element: str
    class_name: str
    docstring: str
    imports: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequestView:
    """What an operation is given over HTTP: a body, or the query of a list."""

    module: str
    element: str
    class_name: str
    docstring: str
    imports: str
    fields: tuple[str, ...]
    is_query: bool
    filters: tuple[str, ...]
    sorts: str


@dataclass(frozen=True, slots=True)
class RouteView:
    """An endpoint."""

    method: str
    path: str
    status: int
    function: str
    summary: str
    docstring: str
    use_case: str
    input_class: str
    module: str
    parameters: tuple[str, ...]
    arguments: str
    response: str
    answers: bool
    many: bool
    entity_class: str
    caller: str


@dataclass(frozen=True, slots=True)
class RouterView:
    """The endpoints of a resource."""

    module: str
    element: str
    tag: str
    imports: str
    routes: tuple[RouteView, ...]


@dataclass(frozen=True, slots=True)
class OperationView:
    """An operation in the container, and behind the internal route."""

    name: str
    literal: str
    class_name: str
    wiring: tuple[str, ...]
    internal: bool
    fields: tuple[str, ...]
    is_list: bool


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


@dataclass(frozen=True, slots=True)
class ApiServiceView:
    """Everything that the blueprint of the API needs."""

    title: str
    description: str
    base_path: str
    time_zone: str
    responses: tuple[ResponseView, ...]
    requests: tuple[RequestView, ...]
    routers: tuple[RouterView, ...]
    operations: tuple[OperationView, ...]
    internal: tuple[OperationView, ...]
    clients: tuple[str, ...]
    client_names: tuple[str, ...]
    client_modules: tuple[str, ...]
    container_imports: str
    has_accounts: bool
    has_mongo: bool
    hidden: str
    has_registration: bool
    has_verification: bool
    has_telegram: bool
    has_first_account: bool
    auth: tuple[AuthenticationView, ...]


def view(system: System) -> ApiServiceView:
    """The view of the API."""
    operations = tuple(each for each in system.operations if each.home is Home.API)
    answered = sorted({each.returns.entity for each in operations if each.returns})
    accounts = system.authentication
    account = accounts.account if accounts else None
    if account is not None and account not in answered:
        answered = sorted([*answered, account])
    made = tuple(_operation(each, system) for each in operations)
    imports = ImportSet()
    for each in operations:
        imports.add(f"src.application.use_cases.{each.name}", pascal(each.name))
    for entity in system.entities:
        imports.add(f"shared.clients.{entity.name}_client", f"{pascal(entity.name)}Client")
    return ApiServiceView(
        title=literal(system.title),
        description=literal(system.description),
        base_path=literal(system.base_path),
        time_zone=literal(system.time_zone),
        responses=tuple(_response(system.entity(each)) for each in answered),
        requests=tuple(_requests(operations, system)),
        routers=tuple(_routers(system)),
        operations=made,
        internal=tuple(each for each in made if each.internal),
        clients=tuple(
            f"{each.plural} = {pascal(each.name)}Client({_store(each)})" for each in system.entities
        ),
        client_names=tuple(each.plural for each in system.entities),
        client_modules=tuple(
            f"{each.plural}: {pascal(each.name)}Client" for each in system.entities
        ),
        container_imports=imports.text,
        has_accounts=system.authentication is not None,
        has_mongo=any(each.store is Store.MONGO for each in system.entities),
        hidden=literal(
            tuple(
                sorted(
                    {
                        field.wire_name
                        for entity in system.entities
                        for field in entity.fields
                        if field.hidden
                    }
                )
            )
        ),
        has_registration=bool(accounts and accounts.registration),
        has_verification=bool(accounts and accounts.email_verification),
        has_telegram=bool(accounts and accounts.telegram_link),
        has_first_account=bool(accounts and accounts.first_account),
        auth=(_authentication(system.authentication, system),) if system.authentication else (),
    )


def _store(entity: Entity) -> str:
    return "postgres" if entity.store is Store.POSTGRES else "mongo"


def _response(entity: Entity) -> ResponseView:
    imports = ImportSet([("shared.values", "Row"), ("shared.values", "Moment")])
    lines = []
    for each in entity.fields:
        if each.hidden:
            continue
        made = row_annotation(each)
        imports.add_all(made.imports)
        lines.append(f"{each.wire_name}: {made.text}")
    if entity.store is Store.POSTGRES:
        imports.add("uuid", "UUID")
    return ResponseView(
        module=entity.name,
        element=f"entity {entity.name}",
        class_name=f"{pascal(entity.name)}Response",
        docstring=docstring(entity.description or f"A row of {entity.plural}."),
        imports=imports.text,
        fields=(f"id: {'UUID' if entity.store is Store.POSTGRES else 'str'}", *lines,
                "created_at: Moment",
                *(("updated_at: Moment",) if entity.store is Store.POSTGRES else ())),
    )  # fmt: skip


def _requests(operations: tuple[Operation, ...], system: System) -> Iterator[RequestView]:
    paths = {each.operation: each.path for each in system.endpoints}
    for operation in operations:
        if operation.name not in paths:
            continue
        listed = next((each for each in operation.steps if isinstance(each, ListStep)), None)
        if listed is not None:
            yield _query(operation, listed, system.entity(listed.query.entity))
            continue
        body = _body_fields(operation, paths[operation.name])
        if body:
            yield _body(operation, body)


def _body_fields(operation: Operation, path: str) -> tuple[Field, ...]:
    return tuple(each.field for each in operation.inputs if f"{{{each.field.name}}}" not in path)


def _body(operation: Operation, fields: tuple[Field, ...]) -> RequestView:
    imports = ImportSet([("shared.values", "Contract")])
    lines = []
    for each in fields:
        made = input_annotation(each)
        imports.add_all(made.imports)
        default = f" = {made.default}" if made.default else ""
        lines.append(f"{each.wire_name}: {made.text}{default}")
    return RequestView(
        module=operation.name,
        element=f"operation {operation.name}",
        class_name=f"{pascal(operation.name)}Body",
        docstring=docstring(operation.description or f"The body of {operation.name}."),
        imports=imports.text,
        fields=tuple(lines),
        is_query=False,
        filters=(),
        sorts="()",
    )


def _query(operation: Operation, step: ListStep, entity: Entity) -> RequestView:
    imports = ImportSet([("pydantic", "BaseModel"), ("pydantic", "ConfigDict"),
                         ("pydantic", "Field"), ("src.application.paging", "PageRequest"),
                         ("shared.paging", "MAX_LIMIT"), ("typing", "Literal")])  # fmt: skip
    lines, filters = [], []
    for name in step.filters:
        field = next((each for each in entity.fields if each.name == name), None)
        wire = field.wire_name if field else name
        text, needed = _filter_type(field)
        imports.add_all(needed)
        lines.append(f"{wire}: {text} | None = None")
        filters.append(literal(wire))
        if field is None or isinstance(field.type, RANGED):
            for test in ("gte", "lte"):
                lines.append(f"{wire}__{test}: {text} | None = None")
                filters.append(literal(f"{wire}__{test}"))
    sorts = tuple(word for each in step.sort for word in _directions(each, entity))
    return RequestView(
        module=operation.name,
        element=f"operation {operation.name}",
        class_name=f"{pascal(operation.name)}Query",
        docstring=docstring(operation.description or f"The query of {operation.name}."),
        imports=imports.text,
        fields=tuple(lines),
        is_query=True,
        filters=tuple(filters),
        sorts=", ".join(literal(each) for each in sorts),
    )


def _directions(key: str, entity: Entity) -> tuple[str, str]:
    name = key.removeprefix("-")
    wire = next((each.wire_name for each in entity.fields if each.name == name), name)
    return wire, f"-{wire}"


def _filter_type(field: Field | None) -> tuple[str, tuple[tuple[str, str], ...]]:
    if field is None:
        return "Moment", (("shared.values", "Moment"),)
    match field.type:
        case BooleanType():
            return "bool", ()
        case DatetimeType():
            return "Moment", (("shared.values", "Moment"),)
        case JsonType():
            return "str", ()
        case _:
            return annotation(field.type), annotation_imports(field.type)


def _routers(system: System) -> Iterator[RouterView]:
    def resource(each: Endpoint) -> str:
        return each.path.split("/")[1]

    ordered = sorted(system.endpoints, key=lambda each: (resource(each), each.path, each.method))
    for name, group in groupby(ordered, key=resource):
        # Fixed paths come first, or a parameter would swallow them.
        endpoints = sorted(group, key=lambda each: (each.path.count("{"), each.path, each.method))
        imports = ImportSet()
        routes = tuple(_route(each, system, imports) for each in endpoints)
        module = snake(name)
        yield RouterView(
            f"{module}_router", f"resource {name}", literal(name), imports.text, routes
        )


def _route(endpoint: Endpoint, system: System, imports: ImportSet) -> RouteView:
    operation = system.operation(endpoint.operation)
    name = pascal(operation.name)
    imports.add(f"src.application.use_cases.{operation.name}", f"{name}Input")
    parameters = ["container: ContainerDep"]
    imports.add("src.api.dependencies", "ContainerDep")
    caller = "Caller()"
    if operation.actor.kind is ActorKind.PUBLIC:
        imports.add("src.application.caller", "Caller")
    else:
        parameters.append("caller: CallerDep")
        imports.add("src.api.dependencies", "CallerDep")
        caller = "caller"
    path, arguments = endpoint.path, []
    for each in operation.inputs:
        part = f"{{{each.field.name}}}"
        if part in path:
            path = path.replace(part, f"{{{each.field.wire_name}}}")
            imports.add("uuid", "UUID")
            parameters.append(f"{each.field.wire_name}: UUID")
            arguments.append(f"{each.field.wire_name}={each.field.wire_name}")
        else:
            arguments.append(f"{each.field.wire_name}=body.{each.field.wire_name}")
    if any(isinstance(each, ListStep) for each in operation.steps):
        imports.add("typing", "Annotated")
        imports.add("fastapi", "Query")
        imports.add(f"src.schemas.{operation.name}", f"{name}Query")
        parameters.append(f"query: Annotated[{name}Query, Query()]")
        arguments.append("page=query.request()")
    elif _body_fields(operation, endpoint.path):
        imports.add(f"src.schemas.{operation.name}", f"{name}Body")
        parameters.append(f"body: {name}Body")
    returns = operation.returns
    response, entity_class = "None", ""
    if returns is not None:
        entity_class = f"{pascal(returns.entity)}Response"
        imports.add(f"src.schemas.responses.{returns.entity}", entity_class)
        response = f"Page[{entity_class}]" if returns.many else entity_class
        if returns.many:
            imports.add("shared.paging", "Page")
    summary = operation.description.rstrip(".") or operation.name.replace("_", " ").capitalize()
    return RouteView(
        method=endpoint.method.lower(),
        path=literal(path),
        status=endpoint.status,
        function=operation.name,
        summary=literal(summary),
        docstring=docstring(operation.description or f"Runs {operation.name}."),
        use_case=operation.name,
        input_class=f"{name}Input",
        module=operation.name,
        parameters=tuple(parameters),
        arguments=", ".join(arguments),
        response=response,
        answers=returns is not None,
        many=bool(returns and returns.many),
        entity_class=entity_class,
        caller=caller,
    )


def _operation(operation: Operation, system: System) -> OperationView:
    compiled = use_case(operation, system)
    commands = {each.operation for each in system.commands}
    events = {name for each in system.events for name in each.then}
    jobs = {each.operation for each in system.jobs}
    return OperationView(
        name=operation.name,
        literal=literal(operation.name),
        class_name=compiled.class_name,
        wiring=compiled.wiring,
        internal=operation.name in commands | events | jobs,
        fields=tuple(
            f"{each.field.wire_name}: {annotation(each.field.type, each.field.optional)}"
            for each in operation.inputs
        ),
        is_list=any(isinstance(each, ListStep) for each in operation.steps),
    )


def _authentication(spec: Authentication, system: System) -> AuthenticationView:
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
            values.append(f"{field.wire_name}=given.{field.wire_name}")
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
    defaults = _defaults(account, {*names, spec.role})
    first_values = _first_values(account, spec)
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
        register_values=(*values, *defaults),
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
        first_values=(*first_values, *defaults),
    )  # fmt: skip


def _defaults(account: Entity, given: set[str]) -> tuple[str, ...]:
    from msc.emit.shapes.fields import default_text

    return tuple(
        f"{each.wire_name}={default_text(each)[0]}"
        for each in account.fields
        if each.name not in given and each.has_default
    )


def _first_values(account: Entity, spec: Authentication) -> tuple[str, ...]:
    """Values of the first account's other required fields; people can change them later."""
    from msc.emit.shapes.samples import sample

    own = {spec.login, spec.password, spec.role}
    return tuple(
        f"{each.wire_name}={sample(each)}"
        for each in account.fields
        if each.name not in own and not (each.optional or each.has_default)
    )
