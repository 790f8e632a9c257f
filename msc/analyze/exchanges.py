"""Whether journey requests send what their routes read, and save what they return."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import parse_qsl

from msc.analyze.context import Context, source_of
from msc.analyze.routes import Route, route_of
from msc.analyze.types import check_read, check_sent
from msc.analyze.types.row import Unfit
from msc.core.catalogue import types as codes
from msc.core.naming import closest
from msc.ir.fields import Field, FieldType, JsonType
from msc.ir.journeys import RequestStep
from msc.ir.system import System
from msc.model.places import Path

KEPT = "${"


def check(context: Context, system: System) -> None:
    """Reports unknown, missing and invalid values in requests that should succeed."""
    for step, path in _successes(system):
        route = route_of(system, step)
        if route is not None:
            _body(context, route, step, path)
            _query(context, route, step, path)
            for name, inner in step.keep:
                _answer(context, route, inner, (*path, "keep", name))


def _successes(system: System) -> Iterator[tuple[RequestStep, Path]]:
    """The requests that should succeed, and their places; others may be wrong on purpose."""
    for journey in system.journeys:
        for index, step in enumerate(journey.steps):
            if isinstance(step, RequestStep) and step.status < 400:
                yield step, ("journeys", journey.name, "steps", index)


def _body(context: Context, route: Route, step: RequestStep, path: Path) -> None:
    sent = {} if step.body is None else json.loads(step.body)
    fields = {field.wire_name: field for field in route.body}
    free = {name: field for name, field in fields.items() if name not in sent}
    for name, value in sent.items():
        where = (*path, "body", name)
        if name in fields:
            _value(context, route, fields[name], value, where)
            continue
        meant, hint = _instead(name, route, free)
        # A misspelt key is not reported as missing, too.
        free.pop(meant, None)
        context.report(
            codes.NOT_READ, where, at_key=True, route=route.label, part="key", name=name,
            suggestion=hint,
        )  # fmt: skip
    missing = [name for name, field in free.items() if not (field.optional or field.has_default)]
    listed = ", ".join(f"`{name}`" for name in missing)
    body, is_written = f"the body of `{route.label}`", step.body is not None
    where = (*path, "body" if is_written else "request")
    hint = f"add {listed}" if is_written else f"add a `body` with {listed}"
    context.without_value(body, missing, where, at_key=is_written, hint=hint)


def _instead(name: str, route: Route, free: Mapping[str, Field]) -> tuple[str, str]:
    """The most likely intended key, or nothing; and the suggestion."""
    reference = next((field for field in free.values() if name == field.name), None)
    if reference is not None:
        wire = reference.wire_name
        return wire, f"a row is sent by its identifier: write `{wire}`"
    near = closest(name, free)
    if near is not None:
        return near, f"did you mean `{near}`?"
    listed = _listed(field.wire_name for field in route.body)
    known = f"the body has {listed}" if listed else "the body has no keys"
    return "", f"leave it out: {known}"


def _value(context: Context, route: Route, field: Field, value: object, path: Path) -> None:
    if isinstance(value, str) and KEPT in value:
        return
    try:
        _fits(field, value, is_kept=field.name in route.kept)
    except Unfit as reason:
        shown = "this" if isinstance(value, list | dict) else f"`{source_of(value)}`"
        context.report(
            codes.WRONG_VALUE, path, value=shown,
            kind=f"`{field.wire_name}` in the body of `{route.label}`", reason=reason,
            hint=reason.hint,
        )  # fmt: skip


def _fits(field: Field, value: object, *, is_kept: bool) -> None:
    if value is not None:
        check_sent(field.type, value)
    elif is_kept or not field.optional:
        raise Unfit("it is never null", "remove the key, or write a value")


def _query(context: Context, route: Route, step: RequestStep, path: Path) -> None:
    query = step.path.partition("?")[2]
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name in route.query:
            _parameter(context, route, (name, value), (check_sent, route.query[name]), path)
        elif name in route.filters:
            _parameter(context, route, (name, value), (check_read, route.filters[name]), path)
        else:
            known = (*route.query, *route.filters)
            near = closest(name, known)
            reads = f"it reads {_listed(known)}" if known else "it reads no parameters"
            context.report(
                codes.NOT_READ, (*path, "request"), route=route.label, part="parameter", name=name,
                suggestion=f"did you mean `{near}`?" if near else f"leave it out: {reads}",
            )  # fmt: skip


def _parameter(
    context: Context, route: Route, sent: tuple[str, str],
    expected: tuple[Callable[[FieldType, object], None], FieldType], path: Path,
) -> None:  # fmt: skip
    (name, value), (check_value, type_) = sent, expected
    if value == "" or KEPT in value:
        return
    try:
        check_value(type_, value)
    except Unfit as reason:
        # In an address nothing is quoted.
        hint = None if reason.hint is None else reason.hint.replace('"', "")
        context.report(
            codes.WRONG_VALUE, (*path, "request"), value=f"`{value}`",
            kind=f"`{name}` of `{route.label}`", reason=reason, hint=hint,
        )  # fmt: skip


def _answer(context: Context, route: Route, inner: str, path: Path) -> None:
    """Reports a saved value that the response does not have."""
    if _answers(route, inner.split(".")):
        return
    kind, known = f"the response of `{route.label}`", _listed(route.answer)
    if not known:
        reason, hint = "it returns nothing", "remove it, or add `returns` to the operation"
    elif route.is_list:
        name = _meant(inner.split(".")[-1], route.answer)
        reason = f"it is a page, and its rows have {known}"
        hint = f"write `items.0.{name or 'id'}`"
    else:
        name = _meant(inner, route.answer)
        reason, hint = f"it has {known}", f"write `{name}`" if name else "choose one of these"
    context.report(codes.WRONG_VALUE, path, value=f"`{inner}`", kind=kind, reason=reason, hint=hint)


def _answers(route: Route, parts: list[str]) -> bool:
    if not route.is_list:
        return _has(route.answer, parts)
    match parts:
        case ["next_cursor"] | ["total"] | ["items"]:
            return True
        case ["items", number]:
            return number.isdigit()
        case ["items", number, *inner]:
            return number.isdigit() and _has(route.answer, inner)
        case _:
            return False


def _has(row: Mapping[str, FieldType], parts: list[str]) -> bool:
    type_ = row.get(parts[0])
    # The contents of JSON are unknown.
    return type_ is not None and (len(parts) == 1 or isinstance(type_, JsonType))


def _meant(name: str, answer: Mapping[str, FieldType]) -> str | None:
    return f"{name}_id" if f"{name}_id" in answer else closest(name, answer)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
