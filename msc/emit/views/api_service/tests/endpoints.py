"""Tests of endpoints: their responses and their rejections."""

from collections.abc import Iterator
from functools import partial

from msc.core.record import Record
from msc.emit.views.api_service.endpoints import Locations, endpoint_names
from msc.emit.views.api_service.tests.lists import list_cases
from msc.emit.views.api_service.tests.refusals import refusals
from msc.emit.views.api_service.tests.subject import NOTHING, Subject
from msc.emit.views.api_service.tests.validation import validation
from msc.expr.evaluate import Identity
from msc.expr.target import Unsupported
from msc.ir.subjects import is_about
from msc.ir.system import System
from msc.ir.triggers import Endpoint
from msc.lower.program import Program
from msc.lower.pycode import Import, ImportSet, docstring, literal
from msc.lower.scenes.arrangement import arrangement, listed, listed_row, scene_constants
from msc.lower.scenes.cases import CaseView, async_case
from msc.lower.scenes.models import Models, named_models
from msc.lower.scenes.paths import signed_in
from msc.lower.scenes.rehearsal import rehearse_operation
from msc.lower.scenes.results import Result
from msc.lower.scenes.rows import common_fields
from msc.lower.shapes.samples import value_imports
from msc.lower.types.datetime import NOW
from msc.lower.types.texts import wire_text
from msc.spelling.code import element_module, entity_class

SUPPORT: tuple[Import, ...] = (
    ("datetime", "UTC"), ("datetime", "date"), ("datetime", "datetime"), ("decimal", "Decimal"),
    ("httpx", "Response"), ("shared.dtos.enums", "Role"), ("shared.identifiers", "new_id"),
    ("shared.unit_of_work", "GuardFailed"), ("shared.unit_of_work", "VersionConflict"),
    ("tests.support.api", "client"),
    ("tests.support.api", "problem_of"), ("tests.support.api", "wrong_fields"),
    ("tests.support.data", "Data"), ("tests.support.rows", "Asked"), ("uuid", "UUID"),
    ("typing", "Any"), ("collections.abc", "Mapping"),
)  # fmt: skip


class EndpointTestView(Record):
    """The tests of an endpoint."""

    module: str
    element: str
    docstring: str
    imports: str
    constants: tuple[str, ...]
    setup: tuple[str, ...]
    parameters: str
    actor: str
    method: str
    content: str
    cases: tuple[CaseView, ...]


def endpoint_tests(program: Program) -> Iterator[EndpointTestView]:
    """The tests of all endpoints whose operation has a success scene."""
    locations = Locations(program.system)
    for endpoint, name in endpoint_names(program.system).items():
        place = locations.of(endpoint)
        rest = (endpoint, place, program.digest_of_models)
        work = partial(_of_endpoint, name, endpoint, place, program)
        view = program.pieces.deferred(EndpointTestView, name, rest, work)
        if view is not None:
            yield view


def _of_endpoint(
    name: str, endpoint: Endpoint, place: str, program: Program, system: System
) -> EndpointTestView | None:
    """The tests of an endpoint, if its operation has a success scene."""
    operation = system.operation(endpoint.operation)
    rehearsal = rehearse_operation(operation, system, program.stored)
    if rehearsal is None:
        return None
    try:
        return _view(Subject(name, endpoint, rehearsal, place), program.models)
    except Unsupported:
        return None


def _view(subject: Subject, known: Models) -> EndpointTestView:
    rehearsal, operation = subject.rehearsal, subject.rehearsal.operation
    imports = ImportSet(SUPPORT)
    imports.add("pytest")
    if subject.location:
        imports.add("src.core.config", "BASE_PATH")
    for input_ in operation.inputs:
        imports.add_all(value_imports(input_.field.type))
    accounts = rehearsal.system.authentication
    has_actor = signed_in(operation)
    kind = entity_class(accounts.account if accounts else "")
    actor = f", actor: {kind} | None = ACTOR" if has_actor else ""
    parameters, content = _sent(subject)
    constants = _constants(subject, imports)
    arranged = arrangement(rehearsal.stage, rehearsal.scene)
    cases = (
        *_answers(subject), *_repeated(subject), *_seen(subject), *validation(subject),
        *refusals(subject),
    )  # fmt: skip
    imports.add_all(named_models(known, constants, arranged, cases, actor))
    about = operation.description or f"Runs {operation.name}."
    return EndpointTestView(
        module=element_module(subject.name),
        element=f"operation {operation.name}",
        docstring=docstring(f"{subject.endpoint.method} {subject.endpoint.path}: {about}"),
        imports=imports.text,
        constants=constants,
        setup=arranged,
        parameters=f"{actor}, path: str = PATH{parameters}",
        actor="actor" if has_actor else "None",
        method=literal(subject.endpoint.method),
        content=content,
        cases=cases,
    )


def _sent(subject: Subject) -> tuple[str, str]:
    """The parameters of the sending function, and the arguments that they become."""
    parameters, arguments = "", ""
    if listed(subject.rehearsal.operation) is not None:
        parameters, arguments = ", query: Mapping[str, str] | None = None", ", params=query"
    elif subject.body:
        parameters, arguments = ", body: object = BODY", ", json=body"
    if subject.commits:
        parameters += ", headers: Mapping[str, str] | None = None"
        arguments += ", headers=headers"
    return parameters, arguments


def _constants(subject: Subject, imports: ImportSet) -> tuple[str, ...]:
    rehearsal = subject.rehearsal
    constants = [
        *scene_constants(rehearsal.stage, rehearsal.scene, imports), f"PATH = {_path(subject)}"
    ]  # fmt: skip
    if subject.body:
        members = ", ".join(
            f"{literal(input_.wire_name)}: {wire_text(rehearsal.value(input_.name))}"
            for input_ in subject.body
        )
        constants.append(f"BODY: dict[str, Any] = {{{members}}}")
    if is_about(subject.endpoint, rehearsal.operation):
        constants.append('SEEN, OUTDATED = {"If-Match": \'"1"\'}, {"If-Match": \'"9"\'}')
    if subject.commits:
        constants.append('KEYED = {"Idempotency-Key": "a-key"}')
    return tuple(constants)


def _path(subject: Subject) -> str:
    path, rows = subject.endpoint.path, False
    for input_ in subject.rehearsal.operation.inputs:
        part = f"{{{input_.field.name}}}"
        row = subject.rehearsal.scene.row(("input", input_.field.name))
        if part in path and row is not None:
            path, rows = path.replace(part, f"{{{row.constant}.id}}"), True
    return f"{'f' if rows else ''}{literal(path)}"


def _answers(subject: Subject) -> Iterator[CaseView]:
    """The response to a request that is not rejected."""
    rehearsal = subject.rehearsal
    step, item = listed(rehearsal.operation), listed_row(rehearsal.operation, rehearsal.system)
    if step is None or item is None:
        yield _success(subject)
        return
    shown = [
        Result(row.entity, row.identity, row.values) for row in (*rehearsal.beside(step), item)
    ]
    yield from list_cases(subject, step, item, list(map(answered, shown)))


def _success(subject: Subject) -> CaseView:
    status, outcome = subject.endpoint.status, subject.rehearsal.outcome
    lines = ["data = arranged()", "response = await send(data)",
             f"assert response.status_code == {status}"]  # fmt: skip
    returned = outcome.returned()
    if returned is None:
        lines.append('assert response.content in (b"", b"null")')
    else:
        shown = (returned.identity, *returned.values.values())
        named = {value.text for value in shown if isinstance(value, Identity)}
        lines += [
            f"{variable} = {value}" for variable, value in outcome.arrivals() if variable in named
        ]
        lines.append(f"assert response.json() == {answered(returned)}")
        lines.append('assert response.headers["etag"].strip(\'"\').isdecimal()')
        if subject.location:
            path = subject.location.replace("{result.id}", "{response.json()['id']}")
            lines.append(f'assert response.headers["location"] == f"{{BASE_PATH}}{path}"')
    if subject.commits:
        lines.append("assert len(data.units_of_work.committed) == 1")
    return async_case(f"{subject.name}_answers_{status}", lines)


def _repeated(subject: Subject) -> Iterator[CaseView]:
    """The responses to a request that comes twice under its key."""
    if not subject.commits:
        return
    lines = [
        "data = arranged()",
        "first, again = [await send(data, headers=KEYED) for _ in range(2)]",
        f"assert first.status_code == {subject.endpoint.status}",
        "assert (again.status_code, again.content) == (first.status_code, first.content)",
    ]
    if subject.location:
        lines.append('assert again.headers["location"] == first.headers["location"]')
    lines.append("assert len(data.units_of_work.committed) == 1")
    yield async_case(f"{subject.name}_happens_once_under_its_key", lines)


def _seen(subject: Subject) -> Iterator[CaseView]:
    """The responses to a request that names the version of its row."""
    if not is_about(subject.endpoint, subject.rehearsal.operation):
        return
    yield async_case(f"{subject.name}_takes_the_version_that_was_seen", [
        "data = arranged()",
        "response = await send(data, headers=SEEN)",
        f"assert response.status_code == {subject.endpoint.status}",
    ])  # fmt: skip
    yield async_case(f"{subject.name}_refuses_another_version", [
        "data = arranged()",
        "response = await send(data, headers=OUTDATED)",
        'assert problem_of(response)[:2] == (412, "PRECONDITION_FAILED")',
        NOTHING,
    ])  # fmt: skip


def answered(result: Result) -> str:
    """The row as returned by the API."""
    pairs = [f'"id": {wire_text(result.identity)}']
    pairs += [
        f"{literal(field.wire_name)}: {wire_text(result.values[field.name])}"
        for field in result.entity.fields
        if not field.hidden
    ]
    pairs += [f"{literal(field)}: {wire_text(NOW)}" for field in common_fields(result.entity)]
    return f"{{{', '.join(pairs)}}}"
