"""Events, notifications, endpoints, jobs and bot commands."""

import re

from msc.analyze import measures, scopes, values
from msc.analyze.context import Context
from msc.analyze.selection import selection
from msc.core.catalogue import architecture
from msc.core.catalogue import names as name_codes
from msc.core.catalogue import types as codes
from msc.core.naming import snake
from msc.expr import text as texts
from msc.expr.scope import Scope
from msc.ir.behaviour import ActorKind, CreateStep, Operation
from msc.ir.entities import Entity
from msc.ir.expressions import RowValue, ScalarKind, ScalarValue
from msc.ir.triggers import (
    Channel,
    Command,
    CommandKind,
    Endpoint,
    Event,
    Integration,
    Job,
    Missed,
    Notification,
    PayloadField,
    Text,
)
from msc.model.places import Path
from msc.model.triggers import CommandSpec, JobSpec, NotificationSpec

EVENT_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
ROUTE = re.compile(
    r"(GET|POST|PUT|PATCH|DELETE) ((?:/(?:[a-z0-9][a-z0-9-]*|\{[a-z][a-z0-9_]*\}))+)"
)
PARAMETER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
RESERVED_EVENTS = ("notification.", "audit.")
PROVIDERS = {"telegram": Channel.TELEGRAM, "sendgrid": Channel.EMAIL}
PLANNED_PROVIDERS = ("stripe", "twilio", "onfido", "jumio", "amazon_ses", "s3")
AUTH_PATHS = ("/auth/register", "/auth/login", "/auth/verify-email", "/auth/telegram-link")


def integrations(context: Context) -> tuple[Integration, ...]:
    """The outside providers, by name."""
    found = []
    for name, spec in sorted(context.spec.integrations.items()):
        path = ("integrations", name)
        if spec.provider in PLANNED_PROVIDERS:
            context.report(
                architecture.NOT_YET, (*path, "provider"), what=f"the provider `{spec.provider}`",
                suggestion=f"supported are: {', '.join(sorted(PROVIDERS))}",
            )  # fmt: skip
            continue
        if not context.known("provider", spec.provider, PROVIDERS, (*path, "provider")):
            continue
        if spec.provider == "sendgrid" and spec.sender is None:
            context.report(codes.VALUE_MISSING, path, key=True, what="`sendgrid`", name="sender")
        settings = (("sender", spec.sender),) if spec.sender else ()
        found.append(Integration(name, spec.provider, settings, context.origin(path)))
    return tuple(found)


def events(context: Context, entities: tuple[Entity, ...]) -> tuple[Event, ...]:
    """The events, by name."""
    found = []
    for name, spec in sorted(context.spec.events.items()):
        path = ("events", name)
        if not EVENT_NAME.fullmatch(name) or name.startswith(RESERVED_EVENTS):
            context.report(
                name_codes.NAME_FORM, path, key=True, name=name, kind="an event",
                form="events are `noun.participle`, and `notification.` and `audit.` are taken",
                suggestion=f"{snake(name) or 'noun'}.changed",
            )  # fmt: skip
        for index, operation in enumerate(spec.then):
            context.known("operation", operation, context.spec.operations, (*path, "then", index))
        payload = values.payload(context, spec.payload, entities, (*path, "payload"))
        external = spec.audience == "external"
        found.append(
            Event(
                name,
                spec.description,
                spec.version,
                payload,
                spec.then,
                external,
                context.origin(path),
            )  # fmt: skip
        )
    return tuple(found)


def notifications(context: Context, entities: tuple[Entity, ...]) -> tuple[Notification, ...]:
    """The notifications, by name."""
    return tuple(
        made
        for name, spec in sorted(context.spec.notifications.items())
        if (made := _notification(context, name, spec, entities)) is not None
    )


def _notification(
    context: Context, name: str, spec: NotificationSpec, entities: tuple[Entity, ...]
) -> Notification | None:
    path: Path = ("notifications", name)
    context.usable("a notification", name, path)
    authentication = context.spec.authentication
    if authentication is None:
        context.report(
            architecture.NOT_CONFIGURED, path, key=True, what="a notification",
            needed="an `authentication` section",
        )  # fmt: skip
        return None
    _channels(context, spec, path)
    inputs = values.payload(context, spec.input, entities, (*path, "input"))
    variables = [("recipient", RowValue(authentication.account))]
    variables += [(each.field.name, scopes.input_type(each)) for each in inputs]  # type: ignore[misc]
    verification = authentication.email_verification
    if verification is not None and verification.notification == name:
        variables.append(("link", ScalarValue(ScalarKind.STRING)))  # type: ignore[arg-type]
    scope = Scope(context.entities, tuple(variables))
    text = _text(context, spec.text, scope, (*path, "text"))
    subject = None
    if spec.subject is not None:
        subject = _text(context, spec.subject, scope, (*path, "subject"))
    elif "email" in spec.channels:
        context.report(codes.VALUE_MISSING, path, key=True, what="an e-mail", name="subject")
    channels = tuple(Channel(each) for each in spec.channels)
    return Notification(name, channels, inputs, subject, text, context.origin(path))


def _channels(context: Context, spec: NotificationSpec, path: Path) -> None:
    offered = {PROVIDERS.get(each.provider) for each in context.spec.integrations.values()}
    authentication = context.spec.authentication
    for index, channel in enumerate(spec.channels):
        if Channel(channel) not in offered:
            provider = next(name for name, each in PROVIDERS.items() if each == channel)
            context.report(
                architecture.NOT_CONFIGURED, (*path, "channels", index),
                what=f"the channel `{channel}`", needed=f"an integration with provider `{provider}`",
            )  # fmt: skip
        elif channel == "telegram" and authentication and authentication.telegram_link is None:
            context.report(
                architecture.NOT_CONFIGURED, (*path, "channels", index),
                what="the channel `telegram`", needed="`authentication.telegram_link`",
            )  # fmt: skip


def _text(context: Context, text: str, scope: Scope, path: Path) -> Text:
    made = texts.parse(text.strip(), scope)
    if isinstance(made, Text):
        return made
    context.problems(made, path)
    return Text(())


def endpoints(context: Context, operations: dict[str, Operation]) -> tuple[Endpoint, ...]:
    """The endpoints, by path and method."""
    found: list[Endpoint] = []
    taken: dict[str, str] = {}
    for route, spec in context.spec.endpoints.items():
        path = ("endpoints", route)
        match = ROUTE.fullmatch(route)
        if match is None:
            context.report(
                codes.WRONG_TEXT, path, key=True, value=route, kind="a method and a path",
                example="POST /loans/{loan}/approval",
            )  # fmt: skip
            continue
        method, url = match.groups()
        _unique_route(context, route, method, url, taken)
        where = (*path, "run")
        if not context.known("operation", spec.run, context.spec.operations, where):
            continue
        operation = operations[spec.run]
        _fit(context, operation, method, url, where)
        status = spec.status or _success(operation, method)
        found.append(Endpoint(method, url, spec.run, status, context.origin(path)))
    return tuple(sorted(found, key=lambda each: (each.path, each.method)))


def _unique_route(
    context: Context, route: str, method: str, url: str, taken: dict[str, str]
) -> None:
    shape = f"{method} {PARAMETER.sub('{}', url)}"
    built_in = context.spec.authentication is not None and url in AUTH_PATHS
    other = "the built-in endpoint" if built_in else taken.setdefault(shape, route)
    if other != route:
        context.report(
            name_codes.DUPLICATE_ROUTE, ("endpoints", route), key=True, name=route, other=other
        )


def _fit(context: Context, operation: Operation, method: str, url: str, path: Path) -> None:
    if operation.actor.kind is ActorKind.SYSTEM:
        _wrong(context, path, "an endpoint", operation.name, "only the system may run it",
               "give it another `actor`")  # fmt: skip
    rows = [each.field.name for each in operation.inputs if each.entity is not None]
    for parameter in PARAMETER.findall(url):
        if parameter not in rows:
            _wrong(context, path, f"`{url}`", operation.name, f"`{parameter}` is no row input of it",
                   f"its row inputs are: {', '.join(rows) or 'none'}")  # fmt: skip
    rest = [each for each in operation.inputs if f"{{{each.field.name}}}" not in url]
    if rest and method in {"GET", "DELETE"}:
        names = ", ".join(each.field.name for each in rest)
        _wrong(context, path, f"a {method}", operation.name, f"it has no body for {names}",
               "use POST, PUT or PATCH, or put rows into the path")  # fmt: skip


def _wrong(
    context: Context, path: Path, trigger: str, operation: str, reason: str, suggestion: str
) -> None:
    context.report(
        architecture.WRONG_TRIGGER, path, trigger=trigger, operation=operation, reason=reason,
        suggestion=suggestion,
    )  # fmt: skip


def _success(operation: Operation, method: str) -> int:
    if operation.returns is None:
        return 204
    created = {each.result for each in operation.steps if isinstance(each, CreateStep)}
    return 201 if method == "POST" and operation.returns.value.source in created else 200


def check_events(
    context: Context,
    found: tuple[Event, ...],
    operations: dict[str, Operation],
    published: set[str],
) -> None:
    """Who publishes and who consumes, and whether consumers get what they take."""
    for event in found:
        path = ("events", event.name)
        if event.name not in published and not event.external:
            context.report(architecture.NOT_PUBLISHED, path, key=True, name=event.name)
        if not event.then and not event.external:
            context.report(architecture.NOT_CONSUMED, path, key=True, name=event.name)
        names = {each.field.name: each for each in event.payload}
        for index, name in enumerate(event.then):
            if name in operations:
                _consumer(context, operations[name], names, (*path, "then", index), event.name)


def _consumer(
    context: Context, operation: Operation, given: dict[str, PayloadField], path: Path, event: str
) -> None:
    if operation.actor.kind is not ActorKind.SYSTEM:
        _wrong(context, path, f"the event {event}", operation.name, "it is not for the system",
               "give it `actor: system`")  # fmt: skip
    for each in operation.inputs:
        offered = given.get(each.field.name)
        fits = offered is not None and (offered.entity, offered.field.type) == (
            each.entity, each.field.type,
        )  # fmt: skip
        if not fits and not each.field.optional:
            _wrong(context, path, f"the event {event}", operation.name,
                   f"the payload has no fitting `{each.field.name}`",
                   "give the event a payload field of that name and type")  # fmt: skip


def jobs(
    context: Context, entities: tuple[Entity, ...], operations: dict[str, Operation]
) -> tuple[Job, ...]:
    """The jobs, by name."""
    return tuple(
        made
        for name, spec in sorted(context.spec.jobs.items())
        if (made := _job(context, name, spec, entities, operations)) is not None
    )


def _job(
    context: Context, name: str, spec: JobSpec, entities: tuple[Entity, ...],
    operations: dict[str, Operation],
) -> Job | None:  # fmt: skip
    path: Path = ("jobs", name)
    context.usable("a job", name, path)
    schedule = measures.schedule(spec.schedule, context.spec.system.time_zone)
    if schedule is None:
        context.report(
            codes.WRONG_TEXT, (*path, "schedule"), value=spec.schedule, kind="a schedule",
            example="daily at 09:00",
        )  # fmt: skip
    if not context.known("operation", spec.run, context.spec.operations, (*path, "run")):
        return None
    query = variable = None
    if len(spec.for_each) > 1:
        context.report(
            codes.WRONG_VALUE, (*path, "for_each"), value="this", kind="a selection",
            reason="a job runs over one selection of rows",
        )  # fmt: skip
    for variable, text in spec.for_each.items():
        scope = scopes.base(context, entities)
        query = selection(context, text, scope, (*path, "for_each", variable), name)
        if query is None:
            return None
        break
    if spec.once_per is not None:
        context.known("row", spec.once_per, spec.for_each, (*path, "once_per"))
    _job_fits(context, operations[spec.run], variable, query.entity if query else None, path)
    if schedule is None:
        return None
    missed = Missed(spec.missed)
    once = spec.once_per is not None
    return Job(
        name, spec.description, schedule, spec.run, query, variable, once, missed,
        context.origin(path),
    )  # fmt: skip


def _job_fits(
    context: Context, operation: Operation, variable: str | None, entity: str | None, path: Path
) -> None:
    where = (*path, "run")
    if operation.actor.kind is not ActorKind.SYSTEM:
        _wrong(context, where, "a job", operation.name, "it is not for the system",
               "give it `actor: system`")  # fmt: skip
    for each in operation.inputs:
        if (each.field.name, each.entity) != (variable, entity) and not each.field.optional:
            _wrong(context, where, "the job", operation.name, f"nothing gives its `{each.field.name}`",
                   "name the row in `for_each` like the input")  # fmt: skip


def commands(context: Context, operations: dict[str, Operation]) -> tuple[Command, ...]:
    """The bot's commands, in the order of its menu."""
    if context.spec.bot is None:
        return ()
    if not any(each.provider == "telegram" for each in context.spec.integrations.values()):
        context.report(
            architecture.NOT_CONFIGURED, ("bot",), key=True, what="the bot",
            needed="an integration with provider `telegram`",
        )  # fmt: skip
    return tuple(
        _command(context, name, spec, operations)
        for name, spec in context.spec.bot.commands.items()
    )


def _command(
    context: Context, name: str, spec: CommandSpec, operations: dict[str, Operation]
) -> Command:
    path: Path = ("bot", "commands", name)
    context.usable("a command", name, path)
    kind = _kind(context, spec, path)
    each = None
    if spec.run is not None and context.known(
        "operation", spec.run, context.spec.operations, (*path, "run")
    ):
        each = _reply_each(context, spec, operations[spec.run], path)
    return Command(
        name=name,
        description=spec.description,
        kind=kind,
        operation=spec.run,
        argument=spec.argument,
        reply=spec.reply or "",
        reply_each=each,
        reply_empty=spec.reply_empty or "",
        without_argument=spec.without_argument or "",
        origin=context.origin(path),
    )


def _kind(context: Context, spec: CommandSpec, path: Path) -> CommandKind:
    authentication = context.spec.authentication
    if spec.link_account and (authentication is None or authentication.telegram_link is None):
        context.report(
            architecture.NOT_CONFIGURED, (*path, "link_account"), what="`link_account`",
            needed="`authentication.telegram_link`",
        )  # fmt: skip
    chosen = [
        kind
        for kind, given in (
            (CommandKind.LINK_ACCOUNT, spec.link_account),
            (CommandKind.LIST_COMMANDS, spec.list_commands),
            (CommandKind.RUN, spec.run is not None),
        )
        if given
    ]
    if len(chosen) > 1 or (not chosen and not spec.reply):
        context.report(
            codes.WRONG_VALUE, path, key=True, value="this", kind="a command",
            reason="it links an account, lists commands, runs an operation, or has a `reply`",
        )  # fmt: skip
    return chosen[0] if chosen else CommandKind.REPLY


def _reply_each(
    context: Context, spec: CommandSpec, operation: Operation, path: Path
) -> Text | None:
    if operation.returns is None or not operation.returns.many or operation.inputs:
        _wrong(context, (*path, "run"), "a command", operation.name,
               "it must list rows and take no input", "run an operation with a `list` step")  # fmt: skip
        return None
    if spec.reply_each is None:
        context.report(codes.VALUE_MISSING, path, key=True, what="the command", name="reply_each")
        return None
    scope = Scope(context.entities, (("item", RowValue(operation.returns.entity)),))
    return _text(context, spec.reply_each, scope, (*path, "reply_each"))
