"""Endpoints as routes, gathered by resource."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from msc.core.naming import pascal, snake
from msc.emit.operations.walk import changed_fields
from msc.emit.pycode import ImportSet, docstring, literal
from msc.emit.views.api_service.problems import problems_view
from msc.emit.views.api_service.requests import body_fields
from msc.ir.behaviour import ActorKind, ListStep
from msc.ir.system import System
from msc.ir.triggers import Endpoint


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
    responses: str
    problems: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class RouterView:
    """The endpoints of a resource."""

    module: str
    element: str
    docstring: str
    tag: str
    imports: str
    routes: tuple[RouteView, ...]


def router_views(system: System) -> Iterator[RouterView]:
    def resource(each: Endpoint) -> str:
        return each.path.split("/")[1]

    ordered = sorted(system.endpoints, key=lambda each: (resource(each), each.path, each.method))
    for name, group in groupby(ordered, key=resource):
        # Fixed paths come first, or a parameter would swallow them.
        endpoints = sorted(group, key=lambda each: (each.path.count("{"), each.path, each.method))
        imports = ImportSet([("src.api.problems", "problems")])
        routes = tuple(_route(each, system, imports) for each in endpoints)
        module = snake(name)
        yield RouterView(
            module=f"{module}_router",
            element=f"resource {name}",
            docstring=docstring(f"What people do with {name.replace('-', ' ')}, over HTTP."),
            tag=literal(name),
            imports=imports.text,
            routes=routes,
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
    elif body_fields(operation, endpoint.path):
        if changed_fields(operation, system):
            arguments.append("sent=frozenset(body.model_fields_set)")
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
    problems = problems_view(operation, system, imports)
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
        responses=problems.text,
        problems=problems.codes,
    )
