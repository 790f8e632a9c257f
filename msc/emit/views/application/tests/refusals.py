"""Test cases of rejected use cases: callers, rows, rules, states, concurrent changes."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.emit.views.application.tests.subject import NOTHING, Subject
from msc.ir.behaviour import Rule
from msc.lower.scenes.cases import CaseView, Parameters, async_case
from msc.lower.scenes.refusals import (
    changes,
    given_rows,
    hidden_rows,
    other_roles,
    other_states,
    removal,
)
from msc.lower.scenes.scene import every_refusal_scene, refusal_scene
from msc.lower.scenes.stage import Scene
from msc.lower.shapes.names import attribute
from msc.lower.shapes.samples import value_text
from msc.spelling.code import rule_constant


def refusals(subject: Subject) -> Iterator[CaseView]:
    """The cases in which the operation raises an error and commits nothing."""
    yield from _callers(subject)
    yield from _rows(subject)
    yield from _rules(subject)
    yield from _wrong_states(subject)
    if subject.use_case.commits:
        yield from _commitment(subject)


class _Attempt(Record):
    """The call of the operation: on changed rows, with other arguments, once for each parameter."""

    name: str
    changed: tuple[str, ...] = ()
    arguments: str = ""
    parameters: Parameters | None = None


class _Refusal(Record):
    """The error that a use case raises, and the assertions about it."""

    error: str
    checks: tuple[str, ...] = ()


def _refused(subject: Subject, attempt: _Attempt, refusal: _Refusal) -> CaseView:
    kept = " as refused" if refusal.checks else ""
    nothing = (NOTHING,) if subject.use_case.commits else ()
    return async_case(
        f"{subject.name}_{attempt.name}",
        [
            "data = arranged()",
            *attempt.changed,
            f"with pytest.raises({refusal.error}){kept}:",
            f"    await run(data{attempt.arguments})",
            *refusal.checks,
            *nothing,
        ],
        attempt.parameters,
    )


def _callers(subject: Subject) -> Iterator[CaseView]:
    """Nobody, a deleted account, and a person with another role."""
    refusal = _Refusal("NotSignedIn")
    if subject.use_case.has_actor:
        nobody = _Attempt("needs_somebody_who_is_signed_in", arguments=", caller=Caller()")
        yield _refused(subject, nobody, refusal)
        stranger = ", caller=Caller(account_id=new_id())"
        gone = _Attempt("needs_an_account_that_exists", arguments=stranger)
        yield _refused(subject, gone, refusal)
    roles = other_roles(subject.rehearsal.stage, subject.rehearsal.scene)
    if roles is not None:
        other = _Attempt(
            "is_refused_to_other_roles", (roles.statement,), parameters=roles.parameters
        )
        yield _refused(subject, other, _Refusal("NotAllowed"))


def _rows(subject: Subject) -> Iterator[CaseView]:
    """Input rows that do not exist, or that the caller cannot see."""
    stage, scene = subject.rehearsal.stage, subject.rehearsal.scene
    for row in given_rows(scene):
        name = row.path[1]
        missing = _Attempt(f"needs_the_{name}", (removal(row),))
        yield _refused(subject, missing, _Refusal("NotFound"))
    for row, hidden in hidden_rows(stage, scene):
        checks = (f"assert refused.value.identifier == {row.constant}.id",)
        name = f"hides_the_{'_'.join(row.path[1:])}_of_somebody_else"
        attempt = _Attempt(name, changes(hidden, scene))
        yield _refused(subject, attempt, _Refusal("NotVisible", checks))


def _rules(subject: Subject) -> Iterator[CaseView]:
    rehearsal = subject.rehearsal
    for rule in rehearsal.rules:
        if rule.stored:
            yield from _guard(subject, rule)
            continue
        scene = refusal_scene(rehearsal.stage, rule, rehearsal.scene)
        if scene is not None:
            yield _violation(subject, f"is_refused_unless_{rule.name}", rule, scene)
    if len(rehearsal.rules) > 1:
        yield from _order(subject)


def _violation(
    subject: Subject, name: str, rule: Rule, scene: Scene, extra: tuple[str, ...] = ()
) -> CaseView:
    check = f"assert refused.value.rule == {rule_constant(rule.name)}"
    changed = (*extra, *changes(scene, subject.rehearsal.scene))
    attempt = _Attempt(name, changed, _given_beside(subject, scene))
    return _refused(subject, attempt, _Refusal("RuleViolation", (check,)))


def _given_beside(subject: Subject, scene: Scene) -> str:
    """The input of another scene, where it differs."""
    usual = subject.rehearsal.scene.inputs
    changed = [
        f"{attribute(input_.field)}="
        f"{value_text(input_.field.type, scene.inputs[input_.field.name])}"
        for input_ in subject.rehearsal.operation.inputs
        if not input_.entity and scene.inputs[input_.field.name] != usual[input_.field.name]
    ]
    return f", inputs=replace(INPUTS, {', '.join(changed)})" if changed else ""


def _guard(subject: Subject, rule: Rule) -> Iterator[CaseView]:
    constant, scene = rule_constant(rule.name), subject.rehearsal.scene
    name = f"is_refused_unless_{rule.name}"
    yield _violation(subject, name, rule, scene, (f"data.guards.failing.add({constant}.name)",))
    if subject.use_case.commits:
        change = f"data.units_of_work.refusals = [GuardFailed({constant}.name)]"
        yield _violation(subject, f"{name}_at_the_commit", rule, scene, (change,))


def _order(subject: Subject) -> Iterator[CaseView]:
    """All rules fail at the same time, and the first one is reported."""
    rehearsal = subject.rehearsal
    scene = every_refusal_scene(rehearsal.stage, rehearsal.scene)
    if scene is None:
        return
    failing = tuple(
        f"data.guards.failing.add({rule_constant(rule.name)}.name)"
        for rule in rehearsal.rules
        if rule.stored
    )
    first = rehearsal.rules[0]
    yield _violation(subject, "tells_the_first_rule_that_fails", first, scene, failing)


def _wrong_states(subject: Subject) -> Iterator[CaseView]:
    states = other_states(subject.rehearsal.stage, subject.rehearsal.scene)
    if states is not None:
        refusal = _Refusal("IllegalTransition", ("assert refused.value.state == state",))
        attempt = _Attempt(
            "is_refused_in_other_states", (states.statement,), parameters=states.parameters
        )
        yield _refused(subject, attempt, refusal)


def _commitment(subject: Subject) -> Iterator[CaseView]:
    """Concurrent changes of the same rows, and a message that was handled before."""
    yield async_case(
        f"{subject.name}_starts_anew_after_a_conflict",
        [
            "data = arranged()",
            'data.units_of_work.refusals = [VersionConflict("changed"), '
            'VersionConflict("changed")]',
            "await run(data)",
            "assert len(data.units_of_work.committed) == 1",
        ],
    )
    conflicts = 'data.units_of_work.refusals = [VersionConflict("changed")] * 3'
    attempt = _Attempt("gives_up_after_three_conflicts", (conflicts,))
    yield _refused(subject, attempt, _Refusal("VersionConflict"))
    again = _Attempt(
        "changes_nothing_when_told_again",
        (
            'consumed = Consumed(consumer="worker", key="1")',
            "data.units_of_work.handled = [consumed]",
        ),
        ", caller=replace(CALLER, consumed=consumed)",
    )
    yield _refused(subject, again, _Refusal("AlreadyHandled"))
