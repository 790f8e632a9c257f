"""The journeys of the spec as end-to-end tests with a narration."""

import json
import re
from collections.abc import Iterator

from msc.core.naming import kebab
from msc.core.record import Record
from msc.emit.views.journeys.reach import reached
from msc.ir.entities import Store
from msc.ir.journeys import (
    Journey,
    JourneyStep,
    RequestStep,
    TellBotStep,
    WaitForMessageStep,
    WaitForRowStep,
)
from msc.ir.system import System
from msc.lower.program import Program
from msc.lower.pycode import docstring, escaped, literal, string
from msc.lower.shapes.names import attribute
from msc.spelling.code import element_module, kept_name

KEPT = re.compile(r"\$\{([a-z][a-z0-9_]*)\}")


class JourneyView(Record):
    """One journey: its module and the statements of its steps."""

    module: str
    element: str
    docstring: str
    title: str
    statements: tuple[str, ...]


class Walk(Record):
    """A journey, and which of its saved values later steps use."""

    journey: Journey
    used: tuple[str, ...]
    program: Program


class JourneysView(Record):
    """The data of the journeys blueprint."""

    journeys: tuple[JourneyView, ...]


def view(program: Program) -> JourneysView:
    """The view of all journeys."""
    return JourneysView(tuple(_journey(journey, program) for journey in program.system.journeys))


def _journey(journey: Journey, program: Program) -> JourneyView:
    used = tuple(sorted({name for step in journey.steps for name in _used(step)}))
    walk = Walk(journey, used, program)
    statements = tuple(line for step in journey.steps for line in _step(step, walk))
    return JourneyView(
        module=element_module(journey.name),
        element=f"journey {journey.name}",
        docstring=docstring(journey.description),
        title=string(journey.description),
        statements=statements or ("journey.begin()",),
    )


def _used(step: JourneyStep) -> Iterator[str]:
    """The names of saved values that a step uses."""
    match step:
        case RequestStep():
            texts = [step.path, step.body or ""]
            yield from [] if step.token is None else [step.token]
        case TellBotStep(text, chat):
            texts = [text, chat]
        case WaitForMessageStep():
            texts = [step.to, step.contains]
        case WaitForRowStep(where=where):
            texts = [value for _, value in where]
    yield from (name for text in texts for name in KEPT.findall(text))


def _step(step: JourneyStep, walk: Walk) -> tuple[str, ...]:
    match step:
        case RequestStep():
            return _request(step, walk)
        case TellBotStep(text, chat):
            return (f"journey.tell_bot({filled(chat)}, {filled(text)})",)
        case WaitForMessageStep():
            return _message(step, walk.used)
        case WaitForRowStep(entity, where):
            return (_row(entity, where, walk.program.system),)


def _request(step: RequestStep, walk: Walk) -> tuple[str, ...]:
    arguments = [
        literal(step.method),
        filled(walk.program.system.base_path + step.path),
        f"expect={step.status}",
    ]
    if step.body is not None:
        arguments.append(f"body={_json(json.loads(step.body))}")
    if step.token is not None:
        arguments.append(f"token={kept_name(step.token)}")
    if step.code is not None:
        arguments.append(f"code={literal(step.code)}")
    if step.description:
        arguments.append(f"description={literal(step.description)}")
    if step.trace:
        arguments.append(f"passes={literal(reached(step, walk.journey, walk.program))}")
    call = f"journey.request({', '.join(arguments)})"
    kept = tuple(
        f"{kept_name(name)} = journey.value(answer, {literal(path)})"
        for name, path in step.keep
        if name in walk.used
    )
    return (f"answer = {call}", *kept) if kept else (call,)


def _message(step: WaitForMessageStep, used: tuple[str, ...]) -> tuple[str, ...]:
    call = f"journey.wait_for_{step.channel}({filled(step.to)}, {filled(step.contains)})"
    kept = tuple(
        f"{kept_name(name)} = journey.link_parameter(message, {literal(parameter)})"
        for name, parameter in step.keep_link
        if name in used
    )
    return (f"message = {call}", *kept) if kept else (call,)


def _row(entity: str, where: tuple[tuple[str, str], ...], system: System) -> str:
    declared = system.entity(entity)
    method = "wait_for_row" if declared.store is Store.POSTGRES else "wait_for_document"
    wire = {field.name: attribute(field) for field in declared.fields}
    values = ", ".join(f"{literal(wire.get(key, key))}: {filled(value)}" for key, value in where)
    return f"journey.{method}({literal(kebab(declared.plural))}, {{{values}}})"


def _json(value: object) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{literal(str(k))}: {_json(v)}" for k, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(_json(item) for item in value) + "]"
        case str():
            return filled(value)
        case _:
            return repr(value)


def filled(text: str) -> str:
    """A literal with each `${name}` replaced by the variable of that name."""
    if not KEPT.search(text):
        return literal(text)
    pieces = []
    position = 0
    for match in KEPT.finditer(text):
        pieces.append(_braces(text[position : match.start()]))
        pieces.append("{" + kept_name(match[1]) + "}")
        position = match.end()
    pieces.append(_braces(text[position:]))
    return f'f"{"".join(pieces)}"'


def _braces(text: str) -> str:
    return escaped(text).replace("{", "{{").replace("}", "}}")
