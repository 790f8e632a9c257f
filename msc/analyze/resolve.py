"""The bound spec and the answers -> the resolved system."""

import re
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from msc.analyze import (
    authentication,
    entities,
    journeys,
    operations,
    questions,
    triggers,
)
from msc.analyze.context import Context
from msc.core.catalogue import architecture
from msc.core.catalogue import types as codes
from msc.core.diagnostics import Checked, has_errors, in_order
from msc.core.naming import title
from msc.ir.behaviour import ActorKind, ForEachStep, Operation, PublishStep, Step
from msc.ir.system import Question, System
from msc.model.answers import AnswerSpec
from msc.model.bind import BoundSpec

LANGUAGE = 1


def resolve(bound: BoundSpec, answers: Mapping[str, AnswerSpec]) -> Checked[System]:
    """The system, or everything that keeps it from being one; warnings come with a value."""
    context = Context(bound)
    system = _system(context, answers)
    found = in_order(tuple(context.found))
    return Checked(None if has_errors(found) else system, found)


def resolve_questions(bound: BoundSpec, answers: Mapping[str, AnswerSpec]) -> tuple[Question, ...]:
    """The questions alone, which people may ask for while they are still open."""
    return questions.questions(Context(bound), answers)


def _system(context: Context, answers: Mapping[str, AnswerSpec]) -> System:
    _header(context)
    spec = context.spec
    nouns = entities.entities(context)
    by_name = {each.name: each for each in nouns}
    events = triggers.events(context, nouns)
    notifications = triggers.notifications(context, nouns)
    verbs, rules = operations.operations(context, nouns, events, notifications)
    verbs_by_name = {each.name: each for each in verbs}
    endpoints = triggers.endpoints(context, verbs_by_name)
    account = authentication.authentication(context, by_name)
    published = {step.event for verb in verbs for step in _all_steps(verb.steps)
                 if isinstance(step, PublishStep)}  # fmt: skip
    if account and account.registration and account.registration.publish:
        published.add(account.registration.publish)
    triggers.check_events(context, events, verbs_by_name, published)
    _roles_used(context, verbs)
    return System(
        name=spec.system.name,
        title=spec.system.title or title(spec.system.name),
        description=spec.system.description,
        currency=spec.system.currency,
        time_zone=spec.system.time_zone,
        base_path=spec.system.base_path,
        roles=entities.roles(context),
        enums=entities.enums(context),
        authentication=account,
        audit_entity=authentication.audit_entity(context, by_name),
        integrations=triggers.integrations(context),
        entities=nouns,
        rules=rules,
        operations=verbs,
        endpoints=endpoints,
        events=events,
        notifications=notifications,
        jobs=triggers.jobs(context, nouns, verbs_by_name),
        commands=triggers.commands(context, verbs_by_name),
        journeys=journeys.journeys(context, by_name, endpoints),
        questions=questions.questions(context, answers),
    )


def _header(context: Context) -> None:
    system = context.spec.system
    if context.spec.language != LANGUAGE:
        context.report(
            codes.WRONG_VALUE, ("language",), value=f"`{context.spec.language}`",
            kind="a language version", reason=f"this compiler knows {LANGUAGE}",
        )  # fmt: skip
    context.usable("a system", system.name, ("system", "name"))
    forms = (
        ("currency", r"[A-Z]{3}", "a currency", "EUR"),
        ("base_path", r"(/[a-z0-9][a-z0-9-]*)+", "a base path", "/api/v1"),
    )
    for key, form, kind, example in forms:
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


def _all_steps(steps: tuple[Step, ...]) -> Iterator[Step]:
    for step in steps:
        yield step
        if isinstance(step, ForEachStep):
            yield from _all_steps(step.steps)


def _roles_used(context: Context, verbs: tuple[Operation, ...]) -> None:
    used = {role for verb in verbs for role in verb.actor.roles}
    if any(verb.actor.kind is ActorKind.SIGNED_IN for verb in verbs):
        return
    for role in context.spec.roles:
        if role not in used:
            context.report(architecture.ROLE_NOT_USED, ("roles", role), key=True, name=role)
