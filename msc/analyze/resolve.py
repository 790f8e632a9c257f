"""The bound spec and the answers -> the resolved system."""

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from msc.analyze import (
    architecture,
    audit,
    authentication,
    bot,
    collisions,
    endpoints,
    entities,
    events,
    jobs,
    journeys,
    notifications,
    operations,
    providers,
    questions,
)
from msc.analyze.context import MAX_NAME, NAME, Context, nearest_name
from msc.analyze.steps import Nouns
from msc.analyze.walk import all_steps
from msc.core.catalogue import names as name_codes
from msc.core.catalogue import types as codes
from msc.core.diagnostics import Checked, Diagnostic, has_errors, in_order
from msc.core.naming import title
from msc.ir.behaviour import Operation, PublishStep
from msc.ir.system import Authentication, Question, System
from msc.model.bind import BoundAnswers, BoundSpec

LANGUAGE = 1
FORMS = (
    ("currency", r"[A-Z]{3}", "a currency", "EUR"),
    ("base_path", r"(/[a-z0-9][a-z0-9-]*)+", "a base path", "/api/v1"),
)
NO_ANSWERS = BoundAnswers({}, None)


@dataclass(frozen=True, slots=True)
class Resolved:
    """The system, if nothing is wrong; its questions in any case."""

    checked: Checked[System]
    questions: tuple[Question, ...]


def resolve(bound: BoundSpec, answers: BoundAnswers = NO_ANSWERS) -> Resolved:
    """The system, or everything that keeps it from being one; warnings come with a value."""
    context = Context(bound)
    system = _system(context, answers)
    if not has_errors(tuple(context.found)):
        # Rules between parts would only repeat what is wrong with the parts themselves.
        architecture.check(context, system)
    judged = questions.judge(context, system.questions, answers)
    found: tuple[Diagnostic, ...] = in_order((*context.found, *judged.diagnostics))
    return Resolved(Checked(None if has_errors(found) else system, found), judged.questions)


def _system(context: Context, answers: BoundAnswers) -> System:
    _header(context)
    spec = context.spec
    nouns = entities.entities(context)
    collisions.check(context, nouns)
    by_name = {each.name: each for each in nouns}
    facts = events.events(context, by_name)
    messages = notifications.notifications(context, by_name)
    verbs, rules = operations.operations(
        context,
        Nouns(by_name, {each.name: each for each in facts}, {each.name: each for each in messages}),
    )
    verbs_by_name = {each.name: each for each in verbs}
    routes = endpoints.endpoints(context, verbs_by_name)
    account = authentication.authentication(context, by_name)
    events.check(context, facts, verbs_by_name, _published(verbs, account))
    roles = entities.roles(context)
    asked = (
        *questions.declared(context, answers),
        *questions.detected(
            nouns, verbs, {each.name: context.origin(("roles", each.name)) for each in roles},
            answers,
        ),
    )  # fmt: skip
    return System(
        name=spec.system.name,
        title=spec.system.title or title(spec.system.name),
        description=spec.system.description,
        currency=spec.system.currency,
        time_zone=spec.system.time_zone,
        base_path=spec.system.base_path,
        roles=roles,
        enums=entities.enums(context, nouns),
        authentication=account,
        audit_entity=audit.audit_entity(context, by_name),
        integrations=providers.integrations(context),
        entities=nouns,
        rules=rules,
        operations=verbs,
        endpoints=routes,
        events=facts,
        notifications=messages,
        jobs=jobs.jobs(context, by_name, verbs_by_name),
        commands=bot.commands(context, verbs_by_name),
        journeys=journeys.journeys(context, by_name, routes),
        questions=tuple(sorted(asked, key=lambda each: each.name)),
    )


def _header(context: Context) -> None:
    system = context.spec.system
    if context.spec.language != LANGUAGE:
        context.report(
            codes.WRONG_VALUE, ("language",), value=f"`{context.spec.language}`",
            kind="a language version", reason=f"this compiler knows {LANGUAGE}",
        )  # fmt: skip
    if not NAME.fullmatch(system.name) or len(system.name) > MAX_NAME:
        context.report(
            name_codes.NAME_FORM, ("system", "name"), name=system.name, kind="a system",
            form=f"names are snake_case, at most {MAX_NAME} characters",
            suggestion=nearest_name(system.name),
        )  # fmt: skip
    for key, form, kind, example in FORMS:
        value = getattr(system, key)
        if not re.fullmatch(form, value):
            context.report(
                codes.WRONG_TEXT, ("system", key), value=value, kind=kind, example=example
            )
    try:
        ZoneInfo(system.time_zone)
    except (ValueError, OSError, LookupError):
        context.report(
            codes.WRONG_TEXT, ("system", "time_zone"), value=system.time_zone, kind="a time zone",
            example="Europe/Berlin",
        )  # fmt: skip


def _published(verbs: tuple[Operation, ...], account: Authentication | None) -> frozenset[str]:
    by_steps = {
        step.event
        for verb in verbs
        for step in all_steps(verb.steps)
        if isinstance(step, PublishStep)
    }
    registration = account.registration if account else None
    by_registration = registration.publish if registration else None
    return frozenset({*by_steps, *((by_registration,) if by_registration else ())})
