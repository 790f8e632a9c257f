"""Journeys: steps that refer to endpoints, entities and values kept earlier."""

import json
import re

from msc.analyze.context import Context
from msc.analyze.triggers import AUTH_PATHS, PARAMETER
from msc.core.catalogue import types as codes
from msc.ir.entities import Entity
from msc.ir.journeys import (
    Journey,
    JourneyStep,
    RequestStep,
    TellBotStep,
    WaitForMessageStep,
    WaitForRowStep,
)
from msc.ir.triggers import Endpoint
from msc.model.journeys import (
    JourneyStepSpec,
    RequestStepSpec,
    TellBotStepSpec,
    WaitForMessageStepSpec,
    WaitForRowStepSpec,
)
from msc.model.places import Path

KEPT = re.compile(r"\$\{([^}]*)\}")


def journeys(
    context: Context, entities: dict[str, Entity], endpoints: tuple[Endpoint, ...]
) -> tuple[Journey, ...]:
    """The journeys, by name."""
    found = []
    for name, spec in sorted(context.spec.journeys.items()):
        path: Path = ("journeys", name)
        context.usable("a journey", name, path)
        kept: set[str] = set()
        steps = tuple(
            _step(context, each, (*path, "steps", index), kept, entities, endpoints)
            for index, each in enumerate(spec.steps)
        )
        found.append(Journey(name, spec.description, steps, context.origin(path)))
    return tuple(found)


def _step(
    context: Context, spec: JourneyStepSpec, path: Path, kept: set[str],
    entities: dict[str, Entity], endpoints: tuple[Endpoint, ...],
) -> JourneyStep:  # fmt: skip
    match spec:
        case RequestStepSpec():
            return _request(context, spec, path, kept, endpoints)
        case TellBotStepSpec():
            _uses(context, spec.tell_bot, (*path, "tell_bot"), kept)
            return TellBotStep(spec.tell_bot, spec.chat)
        case WaitForMessageStepSpec():
            for part in ("to", "contains"):
                _uses(context, getattr(spec, part), (*path, part), kept)
            _keep(context, spec.keep_link, (*path, "keep_link"), kept)
            links = tuple(spec.keep_link.items())
            return WaitForMessageStep(spec.wait_for, spec.to, spec.contains, links)
        case WaitForRowStepSpec():
            return _row(context, spec, path, kept, entities)


def _request(
    context: Context, spec: RequestStepSpec, path: Path, kept: set[str],
    endpoints: tuple[Endpoint, ...],
) -> RequestStep:  # fmt: skip
    method, _, url = spec.request.partition(" ")
    where = (*path, "request")
    _uses(context, url, where, kept)
    shape = KEPT.sub("{}", url).partition("?")[0]
    known = {f"{each.method} {PARAMETER.sub('{}', each.path)}" for each in endpoints}
    known |= {f"POST {each}" for each in AUTH_PATHS} if context.spec.authentication else set()
    context.known("endpoint", f"{method} {shape}", known, where)
    body = None
    if spec.body is not None:
        body = json.dumps(spec.body, ensure_ascii=False, default=str)
        _uses(context, body, (*path, "body"), kept)
    if spec.token is not None:
        context.known("kept value", spec.token, kept, (*path, "token"))
    _keep(context, spec.keep, (*path, "keep"), kept)
    return RequestStep(
        method, url, spec.description, spec.token, body, spec.status, spec.code,
        tuple(spec.keep.items()), spec.trace,
    )  # fmt: skip


def _row(
    context: Context, spec: WaitForRowStepSpec, path: Path, kept: set[str],
    entities: dict[str, Entity],
) -> WaitForRowStep:  # fmt: skip
    if context.known("entity", spec.wait_for, entities, (*path, "wait_for")):
        names = ["id", *(each.name for each in entities[spec.wait_for].fields)]
        for name in spec.where:
            context.known(
                f"field of {spec.wait_for}", name, names, (*path, "where", name), key=True
            )
    for name, value in spec.where.items():
        _uses(context, str(value), (*path, "where", name), kept)
    values = tuple((name, str(value)) for name, value in spec.where.items())
    return WaitForRowStep(spec.wait_for, values)


def _uses(context: Context, text: str, path: Path, kept: set[str]) -> None:
    for name in KEPT.findall(text):
        context.known("kept value", name, kept, path)


def _keep(context: Context, names: dict[str, str], path: Path, kept: set[str]) -> None:
    for name in names:
        context.usable("a kept value", name, (*path, name))
        if name in {"journey", "answer", "message"}:
            context.report(
                codes.WRONG_VALUE, (*path, name), value=f"`{name}`", kind="a name for a kept value",
                reason="the emitted test uses it",
            )  # fmt: skip
        kept.add(name)
