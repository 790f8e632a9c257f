"""Journeys: steps that refer to endpoints, entities and saved values."""

import json
import re
from collections.abc import Mapping

from msc.analyze import providers
from msc.analyze.context import Context
from msc.analyze.types import check_read
from msc.analyze.types.row import Unfit
from msc.core.catalogue import architecture
from msc.core.catalogue import types as codes
from msc.core.record import Mutable, field
from msc.ir.endings import Route, account_refusals
from msc.ir.entities import Entity
from msc.ir.fields import FieldType, JsonType, ListedType
from msc.ir.journeys import (
    Journey,
    JourneyStep,
    RequestStep,
    TellBotStep,
    WaitForMessageStep,
    WaitForRowStep,
)
from msc.ir.system import Authentication
from msc.ir.triggers import Endpoint, is_path_of
from msc.model.journeys import (
    JourneyStepSpec,
    RequestStepSpec,
    TellBotStepSpec,
    WaitForMessageStepSpec,
    WaitForRowStepSpec,
)
from msc.model.places import Path
from msc.providers import CHANNELS

KEPT = re.compile(r"\$\{([^}]*)\}")
REQUEST = re.compile(r"(GET|POST|PUT|PATCH|DELETE) (/\S*)")
RESPONSE_PATH = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")


def journeys(
    context: Context, entities: Mapping[str, Entity], endpoints: tuple[Endpoint, ...],
    accounts: Authentication | None,
) -> tuple[Journey, ...]:  # fmt: skip
    """The journeys, by name."""
    routes = {(endpoint.method, endpoint.path) for endpoint in endpoints}
    if accounts is not None:
        routes |= set(account_refusals(accounts, entities[accounts.account]))
    resolved = []
    for name, spec in sorted(context.spec.journeys.items()):
        path: Path = ("journeys", name)
        context.usable("a journey", name, path)
        walk = _Walk(context, entities, frozenset(routes))
        steps = tuple(
            walk.step(step, (*path, "steps", index)) for index, step in enumerate(spec.steps)
        )
        resolved.append(Journey(name, spec.description, steps, context.origin(path)))
    return tuple(resolved)


class _Walk(Mutable):
    """Resolves the steps of one journey in order; `kept` grows."""

    context: Context
    entities: Mapping[str, Entity]
    routes: frozenset[Route]
    kept: set[str] = field(default_factory=set)

    def step(self, spec: JourneyStepSpec, path: Path) -> JourneyStep:
        match spec:
            case RequestStepSpec():
                return self._request(spec, path)
            case TellBotStepSpec():
                return self._tell(spec, path)
            case WaitForMessageStepSpec():
                return self._message(spec, path)
            case WaitForRowStepSpec():
                return self._row(spec, path)

    def _request(self, spec: RequestStepSpec, path: Path) -> RequestStep:
        match = REQUEST.fullmatch(spec.request)
        if match is None:
            self.context.report(
                codes.WRONG_TEXT, (*path, "request"), value=spec.request, kind="a request",
                example="POST /loans",
            )  # fmt: skip
        method, url = match.groups() if match else ("GET", "/")
        if match is not None:
            self._route(method, url, (*path, "request"))
        if spec.token is not None:
            self.context.known("kept value", spec.token, self.kept, (*path, "token"))
        body = None
        if spec.body is not None:
            self._body(spec.body, (*path, "body"))
            body = json.dumps(spec.body, ensure_ascii=False)
        self._answer(spec, path)
        return RequestStep(
            method, url, spec.description, spec.token, body, spec.status, spec.code,
            tuple(spec.keep.items()), spec.trace,
        )  # fmt: skip

    def _route(self, method: str, url: str, path: Path) -> None:
        self._uses(url, path)
        if any(method == one and is_path_of(url, form) for one, form in self.routes):
            return
        named = {f"{one} {form}".replace("{", "${") for one, form in self.routes}
        self.context.known("endpoint", f"{method} {url}", named, path)

    def _answer(self, spec: RequestStepSpec, path: Path) -> None:
        if not 100 <= spec.status <= 599:
            self.context.report(
                codes.WRONG_VALUE, (*path, "status"), value=f"`{spec.status}`",
                kind="an HTTP status", reason="it must be from 100 to 599",
            )  # fmt: skip
        if spec.code is not None and spec.status < 400:
            self.context.report(
                codes.KEY_DOES_NOT_FIT, (*path, "code"), at_key=True, key="code",
                kind=f"the status {spec.status}, which is not an error",
            )  # fmt: skip
        for name, inner in spec.keep.items():
            if not RESPONSE_PATH.fullmatch(inner):
                self.context.report(
                    codes.WRONG_TEXT, (*path, "keep", name), value=inner,
                    kind="a path in the response", example="items.0.id",
                )  # fmt: skip
        self._keep(spec.keep, (*path, "keep"))

    def _body(self, value: object, path: Path) -> None:
        match value:
            case str():
                self._uses(value, path)
            case dict():
                for name, item in value.items():
                    self._body(item, (*path, name))
            case list():
                for index, item in enumerate(value):
                    self._body(item, (*path, index))

    def _tell(self, spec: TellBotStepSpec, path: Path) -> TellBotStep:
        if self.context.spec.bot is None:
            self.context.report(
                architecture.NOT_CONFIGURED, (*path, "tell_bot"), at_key=True, what="`tell_bot`",
                needed="a `bot` section",
            )  # fmt: skip
        self._uses(spec.tell_bot, (*path, "tell_bot"))
        self._uses(spec.chat, (*path, "chat"))
        return TellBotStep(spec.tell_bot, spec.chat)

    def _message(self, spec: WaitForMessageStepSpec, path: Path) -> WaitForMessageStep:
        what = f"a message by {spec.wait_for}"
        providers.needs(self.context, spec.wait_for, what, (*path, "wait_for"), at_key=False)
        for part in ("to", "contains"):
            self._uses(getattr(spec, part), (*path, part))
        self._keep(spec.keep_link, (*path, "keep_link"))
        links = tuple(spec.keep_link.items())
        return WaitForMessageStep(spec.wait_for, spec.to, spec.contains, links)

    def _row(self, spec: WaitForRowStepSpec, path: Path) -> WaitForRowStep:
        choices = (*self.entities, *CHANNELS)
        if self.context.known("entity or channel", spec.wait_for, choices, (*path, "wait_for")):
            self._columns(self.entities[spec.wait_for], spec, (*path, "where"))
        for name, value in spec.where.items():
            self._uses(str(value), (*path, "where", name))
        values = tuple((name, _text(value)) for name, value in spec.where.items())
        return WaitForRowStep(spec.wait_for, values)

    def _columns(self, entity: Entity, spec: WaitForRowStepSpec, path: Path) -> None:
        by_name = {field.name: field for field in entity.fields if not field.hidden}
        known = ("id", *by_name)
        for name, value in spec.where.items():
            where = (*path, name)
            kind = f"field of {entity.name}"
            if not self.context.known(kind, name, known, where, at_key=True) or name == "id":
                continue
            type_ = by_name[name].type
            if KEPT.search(str(value)):
                continue
            if isinstance(type_, ListedType):
                self.context.known(f"value of {name}", str(value), type_.values, where)
            elif not isinstance(type_, JsonType):
                self._compared(f"`{name}` of {entity.name}", type_, _text(value), where)

    def _compared(self, kind: str, type_: FieldType, text: str, path: Path) -> None:
        try:
            check_read(type_, text)
        except Unfit as reason:
            self.context.report(
                codes.WRONG_VALUE, path, value=f"`{text}`", kind=kind, reason=reason,
                hint=reason.hint,
            )  # fmt: skip

    def _uses(self, text: str, path: Path) -> None:
        self.context.braces_only(text, self.kept, path)
        for name in KEPT.findall(text):
            self.context.known("kept value", name, self.kept, path)

    def _keep(self, names: Mapping[str, str], path: Path) -> None:
        for name in names:
            self.context.usable("a kept value", name, (*path, name))
            self.kept.add(name)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
