"""The bound spec and the answers -> the resolved system."""

import re
from functools import cache
from pathlib import Path

import tzdata

from msc.analyze import (
    architecture,
    audit,
    authentication,
    collisions,
    currency,
    entities,
    evolution,
    journeys,
    notifications,
    operations,
    providers,
    questions,
    triggers,
)
from msc.analyze.context import MAX_NAME, NAME, Context, nearest_name
from msc.analyze.recall import Earlier, KnownElements
from msc.analyze.steps.walk import Nouns
from msc.analyze.triggers.events import events
from msc.analyze.triggers.row import Known
from msc.core.catalogue import names as name_codes
from msc.core.catalogue import types as codes
from msc.core.diagnostics import Checked, gathered, has_errors
from msc.core.naming import title
from msc.core.record import Record
from msc.ir.entities import Entity
from msc.ir.lists import indexed
from msc.ir.system import Authentication, Question, Removal, Role, System
from msc.ir.triggers import Integration
from msc.model.bind import BoundAnswers, BoundSpec

LANGUAGE = 1
# One name that is missing is missed at many places.
NAMING = frozenset({name_codes.UNKNOWN_NAME.id, codes.WRONG_EXPRESSION.id})
HINTING = frozenset({codes.WRONG_EXPRESSION.id})
BASE_PATH = re.compile(r"(/[a-z0-9][a-z0-9-]*)+")
NO_ANSWERS = BoundAnswers({}, None)


class Resolved(Record):
    """The system, if there are no errors; its questions in any case.

    The questions are complete only if the spec was understood completely. `elements` is what a
    later run may take over.
    """

    checked: Checked[System]
    questions: tuple[Question, ...]
    understood: bool
    elements: KnownElements = KnownElements()


def resolve(
    bound: BoundSpec,
    answers: BoundAnswers = NO_ANSWERS,
    passing: frozenset[str] = frozenset(),
    earlier: Earlier | None = None,
) -> Resolved:
    """The system, or all errors that prevent it; warnings accompany a system.

    The analysis has three steps that rely on each other: entities, the operations and triggers that
    use them, and the constraints between all parts. A step with errors ends it, because the next
    one would mostly report consequences. Codes in `passing` do not count.
    """
    context = Context(bound, passing, earlier=earlier or Earlier())
    nouns = _nouns(context, answers)
    if context.errors():
        return _ended(context, nouns.questions, answers, None)
    system = _verbs(context, nouns, answers)
    if not context.errors():
        architecture.check(context, system)
    return _ended(context, system.questions, answers, system)


def _ended(
    context: Context, asked: tuple[Question, ...], answers: BoundAnswers, system: System | None
) -> Resolved:
    # The questions are complete only once the spec is understood.
    judged = questions.judge(asked, answers, complete=system is not None)
    diagnostics = gathered((*context.diagnostics, *judged.diagnostics), NAMING, HINTING)
    checked = Checked(None if has_errors(diagnostics) else system, diagnostics)
    used = context.recall.used
    return Resolved(checked, judged.questions, system is not None, used)


class _Nouns(Record):
    """The parts that contain no expressions."""

    entities: tuple[Entity, ...]
    authentication: Authentication | None
    audit_entity: str | None
    roles: tuple[Role, ...]
    integrations: tuple[Integration, ...]
    questions: tuple[Question, ...]
    removals: tuple[Removal, ...]


def _nouns(context: Context, answers: BoundAnswers) -> _Nouns:
    _header(context)
    entities.check_types(context)
    resolved = entities.entities(context)
    collisions.check(context, resolved)
    by_name = {entity.name: entity for entity in resolved}
    return _Nouns(
        entities=resolved,
        authentication=authentication.authentication(context, by_name),
        audit_entity=audit.audit_entity(context, by_name),
        roles=entities.roles(context),
        integrations=providers.integrations(context),
        questions=questions.declared(context, answers),
        removals=evolution.removals(context),
    )


def _verbs(context: Context, nouns: _Nouns, answers: BoundAnswers) -> System:
    spec = context.spec
    by_name = {entity.name: entity for entity in nouns.entities}
    facts = events(context, by_name)
    messages = notifications.notifications(context, by_name)
    known = Nouns(
        by_name,
        {fact.name: fact for fact in facts},
        {message.name: message for message in messages},
    )
    verbs, rules = operations.operations(context, known)
    verbs_by_name = {verb.name: verb for verb in verbs}
    resolved = triggers.resolve(context, Known(verbs_by_name, facts))
    origins = {role.name: context.origin(("roles", role.name)) for role in nouns.roles}
    asked = (*nouns.questions, *questions.detected(nouns.entities, verbs, origins, answers))
    system = System(
        name=spec.system.name,
        title=spec.system.title or title(spec.system.name),
        description=spec.system.description,
        currency=spec.system.currency,
        time_zone=spec.system.time_zone,
        base_path=spec.system.base_path,
        roles=nouns.roles,
        enums=entities.enums(context, nouns.entities, verbs),
        authentication=nouns.authentication,
        audit_entity=nouns.audit_entity,
        integrations=nouns.integrations,
        entities=nouns.entities,
        rules=rules,
        operations=verbs,
        notifications=messages,
        **resolved,
        journeys=journeys.journeys(context, by_name, resolved["endpoints"], nouns.authentication),
        questions=tuple(sorted(asked, key=lambda question: question.name)),
        removals=nouns.removals,
    )
    return indexed(system)


def _header(context: Context) -> None:
    system = context.spec.system
    if context.spec.language != LANGUAGE:
        context.report(
            codes.WRONG_VALUE, ("language",), value=f"`{context.spec.language}`",
            kind="a language version", reason=f"this compiler knows {LANGUAGE}",
            hint=f"write `language: {LANGUAGE}`",
        )  # fmt: skip
    if not NAME.fullmatch(system.name) or len(system.name) > MAX_NAME:
        context.report(
            name_codes.NAME_FORM, ("system", "name"), name=system.name, kind="a system",
            form=f"names are snake_case, at most {MAX_NAME} characters",
            suggestion=nearest_name(system.name),
        )  # fmt: skip
    currency.check(context)
    if not BASE_PATH.fullmatch(system.base_path):
        context.report(
            codes.WRONG_TEXT, ("system", "base_path"), value=system.base_path, kind="a base path",
            example="/api/v1",
        )  # fmt: skip
    if system.time_zone not in time_zones():
        context.report(
            codes.WRONG_TEXT, ("system", "time_zone"), value=system.time_zone, kind="a time zone",
            example="Europe/Berlin",
        )  # fmt: skip


@cache
def time_zones() -> frozenset[str]:
    """The names of all time zones, independent of those installed on the machine."""
    return frozenset(Path(tzdata.__file__).with_name("zones").read_text("utf-8").split())
