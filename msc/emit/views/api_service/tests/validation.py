"""Test cases of request validation: what is rejected, and what is just accepted."""

from collections.abc import Iterator

from msc.core.record import replace
from msc.emit.views.api_service.endpoints import has_only_defaults
from msc.emit.views.api_service.tests.subject import NOTHING, Subject
from msc.emit.views.api_service.tests.values import bound_values, wrong_values
from msc.expr.evaluate import Value, evaluate
from msc.ir.fields import Field
from msc.lower.pycode import literal
from msc.lower.scenes.cases import CaseView, Parameters, async_case
from msc.lower.types.row import Case


def validation(subject: Subject) -> Iterator[CaseView]:
    """The cases of bodies, of their values, and of identifiers in the path."""
    yield from _values(subject)
    yield from _members(subject)
    yield from _bounds(subject)
    yield from _identifiers(subject)


def _values(subject: Subject) -> Iterator[CaseView]:
    wrong = tuple(
        _parameter(field, value)
        for field in subject.body
        for value in wrong_values(field, subject.rooms.get(field.name))
    )
    if wrong:
        yield _invalid(
            subject, "refuses_values_that_are_not_allowed", "{**BODY, name: value}",
            Parameters(("name: str", "value: object"), wrong),
        )  # fmt: skip


def _parameter(field: Field, value: Case) -> str:
    name = literal(f"{field.wire_name}: {value.about}")
    return f"pytest.param({literal(field.wire_name)}, {value.text}, id={name})"


def _members(subject: Subject) -> Iterator[CaseView]:
    """Members that are missing, unknown or omitted because of a default."""
    required = tuple(literal(field.wire_name) for field in subject.body
                     if not (field.optional or field.has_default))  # fmt: skip
    if required:
        yield _invalid(
            subject,
            "needs_every_required_member",
            "{key: value for key, value in BODY.items() if key != name}",
            Parameters(("name: str",), required),
        )
    if subject.body:
        yield _invalid(subject, "refuses_unknown_members", '{**BODY, "unknown": 1}')
    if subject.body and has_only_defaults(subject.body):
        yield async_case(
            f"{subject.name}_takes_the_defaults_without_a_body",
            ["response = await send(arranged(), body=None)",
             "assert response.status_code == (await send(arranged(), body={})).status_code"],
        )  # fmt: skip


def _invalid(
    subject: Subject, name: str, body: str, parameters: Parameters | None = None
) -> CaseView:
    """A body that is rejected because of the parametrised member, or an unknown one."""
    place = 'f"body.{name}"' if parameters else '"body.unknown"'
    return async_case(
        f"{subject.name}_{name}",
        [
            "data = arranged()",
            f"response = await send(data, body={body})",
            f"assert wrong_fields(response) == [{place}]",
            *([NOTHING] if subject.commits else []),
        ],
        parameters,
    )


def _bounds(subject: Subject) -> Iterator[CaseView]:
    fine = tuple(
        _parameter(field, text)
        for field in subject.body
        for text, value in bound_values(field, subject.rooms.get(field.name))
        if _is_allowed(subject, field, value)
    )
    if fine:
        yield async_case(
            f"{subject.name}_accepts_the_last_values_that_are_allowed",
            ["response = await send(arranged(), body={**BODY, name: value})",
             f"assert response.status_code == {subject.endpoint.status}"],
            Parameters(("name: str", "value: object"), fine),
        )  # fmt: skip


def _is_allowed(subject: Subject, field: Field, value: Value) -> bool:
    """Whether all rules still hold."""
    usual = subject.rehearsal.scene
    scene = replace(usual, inputs={**usual.inputs, field.name: value})
    rules = (rule for rule in subject.rehearsal.rules if not rule.stored)
    return all(evaluate(rule.holds.root, scene.look_up) for rule in rules)


def _identifiers(subject: Subject) -> Iterator[CaseView]:
    rows = {
        input_.field.wire_name: row
        for input_ in subject.rehearsal.operation.inputs
        if f"{{{input_.field.name}}}" in subject.endpoint.path
        and (row := subject.rehearsal.scene.row(("input", input_.field.name))) is not None
    }
    for name, row in rows.items():
        what = "an_identifier" if len(rows) == 1 else name
        yield async_case(
            f"{subject.name}_refuses_{what}_of_another_form",
            [f'path = PATH.replace(str({row.constant}.id), "nonsense")',
             "response = await send(arranged(), path=path)",
             f"assert wrong_fields(response) == [{literal(f'path.{name}')}]"],
        )  # fmt: skip
