"""Endpoints: method, path and the operation that they run."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from msc.analyze.context import Context
from msc.analyze.triggers.row import Known, TriggerRow
from msc.core.catalogue import architecture
from msc.core.catalogue import names as name_codes
from msc.core.catalogue import types as codes
from msc.core.diagnostics import Related
from msc.core.naming import kebab, snake
from msc.ir.behaviour import ActorKind, Operation
from msc.ir.steps import CreateStep, ListStep
from msc.ir.triggers import Endpoint
from msc.ir.walk import all_steps
from msc.model.places import Path
from msc.model.spec import Spec

ROUTE = re.compile(
    r"(GET|POST|PUT|PATCH|DELETE) ((?:/(?:[a-z0-9][a-z0-9-]*|\{[a-z][a-z0-9_]*\}))+)"
)
PARAMETER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
# The api service answers there by itself: below the base path, and beside it.
OWN_PATHS = ("/auth", "/health", "/ready")
FIXED_PATHS = ("/api/docs", "/api/redoc", "/api/openapi.json", "/internal", "/metrics")
EMPTY = (202, 204)
COMPARED = re.compile(r"\.(?P<field>\w+)\s*(?P<operator>[<>=]=?)\s*input\.(?P<input>\w+)")
TESTS = {">": "__gte", ">=": "__gte", "<": "__lte", "<=": "__lte"}


def _nearest_route(text: str) -> str | None:
    """The route that was meant, if the method and the parts of the path can be recognised."""
    method, _, path = text.strip().partition(" ")
    parts = (_nearest_part(part) for part in path.split("/") if part.strip())
    route = f"{method.upper()} /{'/'.join(parts)}"
    return route if ROUTE.fullmatch(route) else None


def _nearest_part(part: str) -> str:
    # `:book`, `<book>` and `<int:book>` are how others write `{book}`.
    parameter = re.fullmatch(r"(?::|\{|<(?:\w+:)?)([^<>{}:]+)[}>]?", part.strip())
    return kebab(part) if parameter is None else f"{{{snake(parameter[1])}}}"


def endpoints(context: Context, operations: Mapping[str, Operation]) -> tuple[Endpoint, ...]:
    """The endpoints, by path and method."""
    resolved: list[Endpoint] = []
    taken: dict[str, str] = {}
    for route, spec in context.spec.endpoints.items():
        path: Path = ("endpoints", route)
        match = ROUTE.fullmatch(route)
        if match is None:
            context.report(
                codes.WRONG_TEXT, path, at_key=True, value=route, kind="a method and a path",
                example=_nearest_route(route) or "POST /loans/{loan}/approval",
            )  # fmt: skip
            continue
        method, url = match.groups()
        _unique(context, route, method, url, taken)
        where = (*path, "run")
        if not context.known("operation", spec.run, context.spec.operations, where):
            continue
        operation = operations[spec.run]
        status = _success(operation, method) if spec.status is None else spec.status
        if context.sound("operations", spec.run):
            _Fit(context, operation, method, url, where).check()
            _status(context, status, operation, (*path, "status"))
        resolved.append(Endpoint(method, url, spec.run, status, context.origin(path)))
    return tuple(sorted(resolved, key=lambda endpoint: (endpoint.path, endpoint.method)))


def _unique(context: Context, route: str, method: str, url: str, taken: dict[str, str]) -> None:
    path = ("endpoints", route)
    base = context.spec.system.base_path
    whole = f"{base}{url}/"
    if whole.startswith(_own(base)):
        own = next(own_path for own_path in _own(base) if whole.startswith(own_path))[:-1]
        reason = f"the API service itself answers at `{own}`"
        context.reserved("an endpoint", route, path, reason)
        return
    names = PARAMETER.findall(url)
    twice = next((name for index, name in enumerate(names) if name in names[:index]), None)
    if twice is not None:
        context.report(name_codes.DECLARED_TWICE, path, at_key=True, name=twice)
    other = taken.setdefault(f"{method} {PARAMETER.sub('{}', url)}", route)
    if other != route:
        first = Related(context.origin(("endpoints", other)).span, "it is declared here")
        context.report(
            name_codes.DUPLICATE_ROUTE, path, at_key=True, related=(first,), name=route, other=other
        )


@cache
def _own(base: str) -> tuple[str, ...]:
    """The beginnings of the paths that the API service itself answers."""
    return (*(f"{base}{path}/" for path in OWN_PATHS), *(f"{path}/" for path in FIXED_PATHS))


class _Fit:
    """Whether an operation fits a method and a path."""

    def __init__(
        self, context: Context, operation: Operation, method: str, url: str, path: Path
    ) -> None:
        self.context, self.operation, self.path = context, operation, path
        self.method, self.url = method, url

    def check(self) -> None:
        """Reports everything that does not fit."""
        if self.operation.actor.kind is ActorKind.SYSTEM:
            self._wrong("only the system may run it", "give it another `actor`", "an endpoint")
            return
        self._parameters()
        self._body()
        lists = any(isinstance(step, ListStep) for step in self.operation.steps)
        if lists and self.method != "GET":
            self._wrong("it lists rows", self._for_list(self._outside_path()) or "use GET")
        elif self.method == "GET" and changes(self.operation):
            self._wrong("it changes something", "use POST, PUT, PATCH or DELETE")
        elif self.method in {"PUT", "PATCH", "DELETE"} and not changes(self.operation):
            self._wrong("it changes nothing", "use GET")

    def _parameters(self) -> None:
        rows = [input_.field.name for input_ in self.operation.inputs if input_.entity is not None]
        for parameter in PARAMETER.findall(self.url):
            if parameter in rows:
                continue
            known = ", ".join(f"`{row}`" for row in rows) or "none"
            reason = f"`{parameter}` is not a row input of it"
            self._wrong(reason, f"its row inputs are: {known}", f"`{self.url}`")

    def _body(self) -> None:
        in_path = PARAMETER.findall(self.url)
        rest = self._outside_path()
        optional = [input_.field.name for input_ in self.operation.inputs
                    if input_.field.name in in_path and input_.field.optional]  # fmt: skip
        for name in optional:
            self._wrong(f"`{name}` may be missing, and is a part of the path", "make it required")
        if rest and self.method in {"GET", "DELETE"}:
            names = ", ".join(f"`{name}`" for name in rest)
            suggestion = self._for_list(rest) or (
                "use POST, PUT or PATCH, or put row inputs into the path"
            )
            self._wrong(f"a {self.method} has no body for {names}", suggestion)

    def _outside_path(self) -> list[str]:
        in_path = PARAMETER.findall(self.url)
        names = (input_.field.name for input_ in self.operation.inputs)
        return [name for name in names if name not in in_path]

    def _for_list(self, rest: list[str]) -> str | None:
        """The suggestion for inputs of a list endpoint that are not in its path."""
        step = next((one for one in self.operation.steps if isinstance(one, ListStep)), None)
        if step is None or not rest:
            return None
        advice = "lists take row inputs in the path, and `filters`"
        condition = step.query.condition
        compared = COMPARED.search(condition.source) if condition is not None else None
        if compared is None or compared["input"] not in rest:
            return advice
        field, test = compared["field"], TESTS.get(compared["operator"], "")
        return f"{advice}: put `{field}` into `filters`, and callers say `{field}{test}`"

    def _wrong(self, reason: str, suggestion: str, trigger: str = "") -> None:
        self.context.report(
            architecture.WRONG_TRIGGER, self.path, trigger=trigger or f"{self.method}",
            operation=self.operation.name, reason=reason, suggestion=suggestion,
        )  # fmt: skip


def changes(operation: Operation) -> bool:
    """Whether the operation changes anything."""
    return not all(isinstance(step, ListStep) for step in all_steps(operation.steps))


def _status(context: Context, status: int, operation: Operation, path: Path) -> None:
    reason = None
    if not 200 <= status <= 299:
        reason = "it must be from 200 to 299"
    elif operation.returns is None and status not in EMPTY:
        reason = "the operation returns nothing, so it must be 204 or 202"
    elif operation.returns is not None and status == 204:
        reason = "the operation returns something, and 204 has no body"
    if reason is not None:
        context.report(
            codes.WRONG_VALUE,
            path,
            value=f"`{status}`",
            kind="the status of success",
            reason=reason,
        )


def _success(operation: Operation, method: str) -> int:
    if operation.returns is None:
        return 204
    created = {step.result for step in operation.steps if isinstance(step, CreateStep)}
    return 201 if method == "POST" and operation.returns.value.source in created else 200


class EndpointsRow(TriggerRow):
    """A person or another system sends a request."""

    is_of_people = True

    def runs(self, spec: Spec) -> Iterator[str]:
        return (endpoint.run for endpoint in spec.endpoints.values())

    def resolve(self, context: Context, known: Known) -> tuple[Endpoint, ...]:
        return endpoints(context, known.operations)


ROW = EndpointsRow()
