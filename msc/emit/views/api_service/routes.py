"""Endpoints as routes, grouped by resource."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby

from msc.core.naming import NameScope, snake
from msc.core.record import Record, replace
from msc.emit.views.api_service.endpoints import (
    Locations,
    body_fields,
    endpoint_names,
    has_only_defaults,
    request_names,
    resource,
)
from msc.emit.views.api_service.problems import StatusView, problems_view
from msc.ir.behaviour import ActorKind, Operation
from msc.ir.fields import Field
from msc.ir.system import System
from msc.ir.triggers import Endpoint
from msc.ir.walk import changed_fields
from msc.lower.operations.use_case import UseCase, result_annotation
from msc.lower.pieces import present
from msc.lower.program import Program
from msc.lower.pycode import ImportSet, docstring, literal
from msc.lower.services.usage import is_list
from msc.lower.shapes.names import attribute
from msc.spelling.code import (
    element_module,
    entity_class,
    entity_module,
    function_name,
    operation_class,
)


class RouteView(Record):
    """An endpoint."""

    method: str
    path: str
    status: int
    function: str
    summary: str
    docstring: str
    module: str
    parameters: tuple[str, ...]
    run: str
    response: str
    answers: bool
    location: str
    many: bool
    entity_class: str
    responses: str
    problems: tuple[StatusView, ...]


class RouterView(Record):
    """The endpoints of a resource."""

    module: str
    element: str
    docstring: str
    tag: str
    imports: str
    routes: tuple[RouteView, ...]


class RefusedView(Record):
    """The problems that an endpoint answers."""

    path: str
    method: str
    problems: tuple[StatusView, ...]


class RefusalsView(Record):
    """The problems that the endpoints of a resource answer."""

    routes: tuple[RefusedView, ...]


class Routed(Record):
    """An endpoint with the names of its function and of its request, and the use case it runs."""

    endpoint: Endpoint
    name: str
    request: str
    use_case: UseCase
    location: str


class Resource(Record):
    """A resource with its endpoints, and the module of their routes."""

    name: str
    module: str
    endpoints: tuple[Routed, ...]

    def inputs(self, program: Program) -> object:
        """What a view of it depends on, beside the elements that it reads."""
        return (self.name, [
            (one.endpoint, one.name, one.request, one.location, program.print_of(one.use_case))
            for one in self.endpoints
        ])  # fmt: skip


def resources(program: Program) -> Iterator[Resource]:
    """The endpoints by what they are about."""
    system = program.system
    names, locations = endpoint_names(system), Locations(system)
    requests = request_names(names, system)
    modules = NameScope()
    ordered = sorted(
        system.endpoints, key=lambda endpoint: (resource(endpoint), endpoint.path, endpoint.method)
    )
    for name, group in groupby(ordered, key=resource):
        # Fixed paths come first, or a parameter would swallow them.
        endpoints = sorted(
            group, key=lambda endpoint: (endpoint.path.count("{"), endpoint.path, endpoint.method)
        )
        word = snake(name)
        # A module of Python begins with a letter, and a path need not.
        module = modules.unique(f"path_{word}" if word[0].isdigit() else word)
        yield Resource(
            name,
            module,
            tuple(
                Routed(
                    endpoint, names[endpoint], requests[endpoint],
                    program.use_cases[endpoint.operation], locations.of(endpoint),
                )
                for endpoint in endpoints
            ),
        )  # fmt: skip


def router_views(resources: Iterable[Resource], program: Program) -> tuple[RouterView, ...]:
    """The endpoints of each resource."""
    return present(
        program.pieces.deferred(RouterView, one.module, one.inputs(program), partial(_router, one))
        for one in resources
    )


def refusals_views(resources: Iterable[Resource], program: Program) -> tuple[RefusalsView, ...]:
    """What the endpoints of each resource answer instead of a result."""
    return present(
        program.pieces.deferred(
            RefusalsView, one.module, one.inputs(program), partial(_refusals, one)
        )
        for one in resources
    )


def _refusals(resource: Resource, system: System) -> RefusalsView:
    routes = _router(resource, system).routes
    return RefusalsView(
        tuple(RefusedView(route.path, route.method, route.problems) for route in routes)
    )


def _router(resource: Resource, system: System) -> RouterView:
    imports = ImportSet([("src.api.problems", "problems")])
    routes = tuple(_route(endpoint, system, imports) for endpoint in resource.endpoints)
    return RouterView(
        module=f"{resource.module}_router",
        element=f"resource {resource.name}",
        docstring=docstring(f"What people do with {resource.name.replace('-', ' ')}, over HTTP."),
        tag=literal(resource.name),
        imports=imports.text,
        routes=routes,
    )


def _route(routed: Routed, system: System, imports: ImportSet) -> RouteView:
    endpoint = routed.endpoint
    operation = system.operation(endpoint.operation)
    use_case = replace(routed.use_case, operation=operation)
    name = use_case.class_name
    imports.add(f"src.application.use_cases.{element_module(operation.name)}", f"{name}Input")
    takes_version = bool(use_case.subject) and f"{{{use_case.subject}}}" in endpoint.path
    caller, callers = _caller(use_case, imports, takes_version=takes_version)
    path, places = _path(endpoint.path, operation, imports)
    sent, bodies = _sent(routed.request, endpoint, operation, system, imports)
    response, entity_class = _response(operation, imports)
    place = _location(routed.location, imports)
    headers = _headers(operation, imports)
    arguments = (*_arguments(endpoint, operation), *sent)
    summary = operation.description.rstrip(".") or operation.name.replace("_", " ").capitalize()
    problems = problems_view(use_case, system, imports, takes_version=takes_version)
    return RouteView(
        method=endpoint.method.lower(),
        path=literal(path),
        status=endpoint.status,
        function=function_name(routed.name),
        summary=literal(summary),
        docstring=docstring(operation.description or f"Runs {operation.name}."),
        module=element_module(operation.name),
        parameters=(*callers, *places, *bodies, *headers),
        run=_run(use_case, f"{name}Input({', '.join(arguments)}), {caller}", imports),
        response=response,
        answers=operation.returns is not None,
        location=place,
        many=bool(operation.returns and operation.returns.many),
        entity_class=entity_class,
        responses=problems.text,
        problems=problems.statuses,
    )


def _run(use_case: UseCase, arguments: str, imports: ImportSet) -> str:
    """The call of the use case, which may have been made before under the same key."""
    run = f"container.use_cases.{function_name(use_case.operation.name)}.execute({arguments})"
    if not use_case.keyed:
        return run
    imports.add("src.api.idempotency", "once")
    returns = use_case.operation.returns
    kind = result_annotation(use_case.operation, imports) if returns else "type(None)"
    return f"once({run}, {kind}, caller.key, container.adapters.first_answers)"


def _caller(
    use_case: UseCase, imports: ImportSet, *, takes_version: bool
) -> tuple[str, tuple[str, ...]]:
    """The caller, and the parameters common to all routes with this kind of caller."""
    imports.add("src.api.dependencies", "ContainerDep")
    public = use_case.operation.actor.kind is ActorKind.PUBLIC
    if use_case.keyed:
        kind = "KeyedVisitorDep" if public else "KeyedCallerDep"
        imports.add("src.api.idempotency", kind)
        parameters = ("container: ContainerDep", f"caller: {kind}")
        if not takes_version:
            return "caller", parameters
        imports.add_all([("dataclasses", "replace"), ("src.api.versions", "SeenVersionDep")])
        return "replace(caller, version=version)", (*parameters, "version: SeenVersionDep")
    if public:
        imports.add("src.application.caller", "Caller")
        return "Caller()", ("container: ContainerDep",)
    imports.add("src.api.dependencies", "CallerDep")
    return "caller", ("container: ContainerDep", "caller: CallerDep")


def wire_path(path: str, operation: Operation) -> str:
    """The path with wire names."""
    for name, wire in _inputs(operation):
        path = path.replace(f"{{{name}}}", f"{{{wire}}}")
    return path


def _path(path: str, operation: Operation, imports: ImportSet) -> tuple[str, tuple[str, ...]]:
    """The path with wire names, and its parameters."""
    names = [wire for name, wire in _inputs(operation) if f"{{{name}}}" in path]
    imports.add_all([("uuid", "UUID")] if names else [])
    return wire_path(path, operation), tuple(f"{wire}: UUID" for wire in names)


def _arguments(endpoint: Endpoint, operation: Operation) -> Iterator[str]:
    """An argument for each input, from the path or else from the body."""
    for name, wire in _inputs(operation):
        yield f"{wire}={wire}" if f"{{{name}}}" in endpoint.path else f"{wire}=body.{wire}"


def _inputs(operation: Operation) -> Iterator[tuple[str, str]]:
    return ((input_.field.name, attribute(input_.field)) for input_ in operation.inputs)


def _sent(
    request: str, endpoint: Endpoint, operation: Operation, system: System, imports: ImportSet
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The values of a query or a body in addition to the inputs, and its parameter."""
    module, name = f"src.schemas.{element_module(request)}", operation_class(request)
    if is_list(operation):
        imports.add_all([("typing", "Annotated"), ("fastapi", "Query"), (module, f"{name}Query")])
        return ("page=query.request()",), (f"query: Annotated[{name}Query, Query()]",)
    body = body_fields(operation, endpoint.path)
    if not body:
        return (), ()
    changed = changed_fields(operation, system)
    sent = ("sent=frozenset(body.model_fields_set)",) if changed else ()
    imports.add(module, f"{name}Body")
    return sent, (_body(f"{name}Body", body, imports),)


def _body(kind: str, fields: tuple[Field, ...], imports: ImportSet) -> str:
    """The parameter of a body, which is optional if all of its members are."""
    if not has_only_defaults(fields):
        return f"body: {kind}"
    imports.add_all([("typing", "Annotated"), ("fastapi", "Body")])
    return f"body: Annotated[{kind}, Body(default_factory={kind})]"


def _location(path: str, imports: ImportSet) -> str:
    """Where the created row is found."""
    if not path:
        return ""
    imports.add("src.core.config", "BASE_PATH")
    return f"f{literal(f'{{BASE_PATH}}{path}')}"


def _headers(operation: Operation, imports: ImportSet) -> tuple[str, ...]:
    """The parameter that takes what an answer says of its row."""
    if operation.returns is None or operation.returns.many:
        return ()
    imports.add_all([("fastapi", "Response"), ("src.api.versions", "etag")])
    return ("response: Response",)


def _response(operation: Operation, imports: ImportSet) -> tuple[str, str]:
    """The type of the response, and the class of its rows."""
    returns = operation.returns
    if returns is None:
        return "None", ""
    name = f"{entity_class(returns.entity)}Response"
    imports.add(f"src.schemas.responses.{entity_module(returns.entity)}", name)
    if not returns.many:
        return name, name
    imports.add("shared.paging", "Page")
    return f"Page[{name}]", name
