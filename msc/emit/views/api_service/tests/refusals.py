"""Test cases of endpoint rejections: callers, missing rows, rules, states and conflicts."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.emit.views.api_service.tests.subject import NOTHING, Subject
from msc.ir.behaviour import Rule
from msc.lower.pycode import literal
from msc.lower.scenes.cases import CaseView, Parameters, async_case
from msc.lower.scenes.paths import signed_in
from msc.lower.scenes.refusals import (
    Variation,
    admitted_roles,
    changes,
    given_rows,
    hidden_rows,
    other_roles,
    other_states,
    removal,
)
from msc.lower.scenes.rows import SceneRow
from msc.lower.scenes.scene import refusal_scene
from msc.lower.scenes.stage import Scene
from msc.lower.types.texts import wire_text


def refusals(subject: Subject) -> Iterator[CaseView]:
    """The cases in which a well-formed request is rejected."""
    yield from _people(subject)
    yield from _rows(subject)
    yield from _rules(subject)
    if subject.commits:
        conflicts = 'data.units_of_work.refusals = [VersionConflict("changed")] * 3'
        yield _refused(
            subject,
            _Attempt("is_a_conflict_while_rows_change", (conflicts,)),
            _Problem(409, "VERSION_CONFLICT", '"The data changed meanwhile; please try again"'),
        )


class _Attempt(Record):
    """The form of a request: on changed rows, with other arguments, once for each parameter."""

    name: str
    changed: tuple[str, ...] = ()
    arguments: str = ""
    parameters: Parameters | None = None


class _Problem(Record):
    """The expected problem; the detail is a Python expression."""

    status: int
    code: str
    detail: str


def _refused(subject: Subject, attempt: _Attempt, problem: _Problem) -> CaseView:
    return async_case(
        f"{subject.name}_{attempt.name}",
        [
            "data = arranged()",
            *attempt.changed,
            f"response = await send(data{attempt.arguments})",
            "assert problem_of(response) == "
            f"({problem.status}, {literal(problem.code)}, {problem.detail})",
            *([NOTHING] if subject.commits else []),
        ],
        attempt.parameters,
    )


def _people(subject: Subject) -> Iterator[CaseView]:
    if not signed_in(subject.rehearsal.operation):
        return
    nobody = _Attempt("needs_somebody_who_is_signed_in", arguments=", actor=None")
    unknown = _Problem(401, "NOT_AUTHENTICATED", '"Authentication is required"')
    yield _refused(subject, nobody, unknown)
    roles = other_roles(subject.rehearsal.stage, subject.rehearsal.scene)
    if roles is not None:
        other = _Attempt(
            "is_forbidden_for_other_roles", (roles.statement,), parameters=roles.parameters
        )
        yield _refused(subject, other, _Problem(403, "FORBIDDEN", '"You may not do this"'))
    admitted = admitted_roles(subject.rehearsal.stage, subject.rehearsal.scene)
    if admitted is not None:
        yield async_case(
            f"{subject.name}_is_open_to_every_role_that_may_run_it",
            [
                "data = arranged()",
                admitted.statement,
                "response = await send(data)",
                'assert response.status_code != 403 or problem_of(response)[1] != "FORBIDDEN"',
                "assert response.status_code != 401",
            ],
            admitted.parameters,
        )


def _rows(subject: Subject) -> Iterator[CaseView]:
    stage, scene = subject.rehearsal.stage, subject.rehearsal.scene
    for row in given_rows(scene):
        name = row.path[1]
        missing = _Attempt(f"does_not_find_the_{name}", (removal(row),))
        yield _refused(subject, missing, _not_found(row))
    for row, hidden in hidden_rows(stage, scene):
        name = f"does_not_show_the_{'_'.join(row.path[1:])}_of_somebody_else"
        yield _refused(subject, _Attempt(name, changes(hidden, scene)), _not_found(row))


def _not_found(row: SceneRow) -> _Problem:
    words = row.entity.name.replace("_", " ")
    return _Problem(404, "NOT_FOUND", f'f"There is no {words} {{{row.constant}.id}}"')


def _rules(subject: Subject) -> Iterator[CaseView]:
    rehearsal = subject.rehearsal
    for rule in rehearsal.rules:
        if rule.stored:
            change = f"data.guards.failing.add({literal(rule.name)})"
            yield _violated(subject, rule, (change,), "")
            continue
        scene = refusal_scene(rehearsal.stage, rule, rehearsal.scene)
        if scene is not None:
            changed, body = changes(scene, rehearsal.scene), _other_body(subject, scene)
            yield _violated(subject, rule, changed, body)
    states = other_states(rehearsal.stage, rehearsal.scene)
    if states is not None:
        yield _illegal(subject, states)


def _violated(subject: Subject, rule: Rule, changed: tuple[str, ...], arguments: str) -> CaseView:
    problem = _Problem(rule.status, rule.code, literal(rule.message))
    attempt = _Attempt(f"is_refused_unless_{rule.name}", changed, arguments)
    return _refused(subject, attempt, problem)


def _other_body(subject: Subject, scene: Scene) -> str:
    usual = subject.rehearsal.scene.inputs
    changed = {
        input_.wire_name: scene.inputs[input_.name]
        for input_ in subject.body
        if input_.name in scene.inputs and scene.inputs[input_.name] != usual[input_.name]
    }
    if not changed:
        return ""
    absent = [name for name in subject.never_null if changed.get(name, "") is None]
    members = [
        f"{literal(name)}: {wire_text(value)}"
        for name, value in changed.items()
        if name not in absent
    ]
    body = _body_without(absent)
    return f", body={{**{body}, {', '.join(members)}}}" if members else f", body={body}"


def _body_without(absent: list[str]) -> str:
    if not absent:
        return "BODY"
    names = ", ".join(map(literal, absent))
    return f"{{name: value for name, value in BODY.items() if name not in {{{names}}}}}"


def _illegal(subject: Subject, states: Variation) -> CaseView:
    return async_case(
        f"{subject.name}_is_a_conflict_in_other_states",
        [
            "data = arranged()",
            states.statement,
            "response = await send(data)",
            'assert problem_of(response)[:2] == (409, "ILLEGAL_TRANSITION")',
            'assert response.json()["state"] == state',
            NOTHING,
        ],
        states.parameters,
    )
