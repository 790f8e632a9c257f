"""Messages to people: channels, and texts with placeholders."""

from collections.abc import Mapping
from typing import assert_never

from msc.analyze import providers, scopes, values
from msc.analyze.context import Context
from msc.analyze.writing import unsupported
from msc.core.catalogue import architecture
from msc.core.catalogue import types as codes
from msc.core.diagnostics import at
from msc.core.record import Record
from msc.expr import text as texts
from msc.expr.scope import Scope, is_optional
from msc.expr.target import free_variables, reads_further_rows
from msc.expr.words import VALUES, VARIABLES
from msc.ir.addresses import phone_of
from msc.ir.entities import Entity
from msc.ir.expressions import (
    EnumValue,
    Expression,
    RowValue,
    ScalarKind,
    ScalarValue,
    Select,
    ValueType,
)
from msc.ir.triggers import Notification, PayloadField, Text
from msc.model.authentication import AuthenticationSpec
from msc.model.places import Path
from msc.model.triggers import NotificationSpec
from msc.providers import CHANNELS
from msc.providers.provider import Address

STRING = ScalarValue(ScalarKind.STRING)
OWN_NAMES = ("recipient", "link")
FURTHER = "give the notification an input for that row, which the step that sends it passes"


class Sender(Record):
    """The sender of a text: how it loads further rows, and its name if it has no clock."""

    further: str = FURTHER
    timeless: str = ""


def notifications(context: Context, entities: Mapping[str, Entity]) -> tuple[Notification, ...]:
    """The notifications, by name."""
    resolved = []
    for name, spec in sorted(context.spec.notifications.items()):
        with context.element("notifications", name):
            notification = _notification(context, name, spec, entities)
        if notification is not None:
            resolved.append(notification)
    return tuple(resolved)


def _notification(
    context: Context, name: str, spec: NotificationSpec, entities: Mapping[str, Entity]
) -> Notification | None:
    path: Path = ("notifications", name)
    context.usable("a notification", name, path)
    accounts = context.spec.authentication
    if accounts is None:
        context.report(
            architecture.NOT_CONFIGURED, path, at_key=True, what="a notification",
            needed="an `authentication` section",
        )  # fmt: skip
        return None
    _channels(context, spec, entities.get(accounts.account), path)
    inputs = values.payload(context, spec.input, entities, (*path, "input"))
    for input_ in inputs:
        where = (*path, "input", input_.field.name)
        if input_.field.name in OWN_NAMES:
            context.reserved("an input", input_.field.name, where, "every notification has it")
        elif input_.field.name in VARIABLES - VALUES:
            context.reserved("an input", input_.field.name, where, "it is reserved in expressions")
    scope = _scope(context, name, accounts, inputs)
    return Notification(
        name=name,
        channels=spec.channels,
        inputs=inputs,
        subject=_subject(context, spec, scope, path),
        text=text(context, spec.text, scope, (*path, "text"), _sender(scope)),
        origin=context.origin(path),
    )


def _scope(
    context: Context, name: str, accounts: AuthenticationSpec, inputs: tuple[PayloadField, ...]
) -> Scope:
    variables: list[tuple[str, ValueType]] = []
    if accounts.account in context.entities.index:
        variables.append(("recipient", RowValue(accounts.account)))
    variables += [(input_.field.name, scopes.input_type(input_)) for input_ in inputs]
    carriers = (accounts.email_verification, accounts.password_reset)
    named = [carrier.notification for carrier in carriers if carrier is not None]
    # With a misspelt name, any notification may be the one that is meant.
    if name in named or not context.spec.notifications.keys() >= set(named):
        variables.append(("link", STRING))
    return Scope(context.entities, tuple(variables))


def _subject(context: Context, spec: NotificationSpec, scope: Scope, path: Path) -> Text | None:
    where = (*path, "subject")
    shown = [CHANNELS[name].noun for name in spec.channels if CHANNELS[name].has_subject]
    if spec.subject is None:
        if shown:
            context.missing("subject", path, shown[0])
        return None
    if not shown:
        context.report(
            codes.KEY_DOES_NOT_FIT, where, at_key=True, key="subject",
            kind="a notification without e-mail",
        )  # fmt: skip
    if "\n" in spec.subject.strip():
        context.report(
            codes.WRONG_VALUE, where, value="this", kind="a subject", reason="it has two lines"
        )
    return text(context, spec.subject, scope, where, _sender(scope))


def _sender(scope: Scope) -> Sender:
    return Sender(timeless="a registration" if "link" in dict(scope.variables) else "")


def _channels(context: Context, spec: NotificationSpec, account: Entity | None, path: Path) -> None:
    context.distinct(spec.channels, (*path, "channels"))
    for index, channel in enumerate(spec.channels):
        where = (*path, "channels", index)
        what = f"the channel `{channel}`"
        providers.needs(context, channel, what, where, at_key=False)
        needed = _needed(CHANNELS[channel].address, context, account)
        if needed:
            context.report(architecture.NOT_CONFIGURED, where, what=what, needed=needed)


def _needed(address: Address, context: Context, account: Entity | None) -> str:
    """What is missing for an account to hold such an address; nothing if it can."""
    accounts = context.spec.authentication
    match address:
        case Address.LOGIN:
            return ""
        case Address.CHAT:
            linked = accounts is not None and accounts.telegram_link is not None
            return "" if linked else "`authentication.telegram_link`"
        case Address.PHONE:
            reachable = account is None or phone_of(account) is not None
            return "" if reachable else f"a field of type `phone` in `{account and account.name}`"
        case _:
            assert_never(address)


def text(context: Context, source: str, scope: Scope, path: Path, sender: Sender) -> Text:
    """The checked text; problems are reported."""
    context.braces_only(source, scope.visible(), path)
    parsed = texts.parse(source.strip(), scope, context.expressions)
    if isinstance(parsed, Text):
        if not source.strip():
            context.report(
                codes.WRONG_VALUE, path, value="nothing", kind="a text", reason="it is empty"
            )
        for part in parsed.parts:
            unprintable = None if isinstance(part, str) else _unprintable(part, sender)
            if isinstance(part, Expression) and unprintable is not None:
                line, column = texts.place_of(source.strip(), part)
                span = context.bound.places.inside(path, line, column, len(part.source))
                reason, suggestion = unprintable
                context.diagnostics.append(
                    at(codes.NOT_COMPILABLE, span, reason=reason, suggestion=suggestion)
                )
        return parsed
    context.problems(parsed, path)
    return Text(())


def _with_dash(value: Expression) -> str:
    """The expression with a dash in place of null."""
    source = value.source
    match value.type:
        case ScalarValue(ScalarKind.BOOL):
            return f"{source} == null ? '-' : {source} ? 'yes' : 'no'"
        case EnumValue() | ScalarValue(ScalarKind.STRING):
            return f"{source} == null ? '-' : {source}"
    return f"{source} == null ? '-' : string({source})"


def _unprintable(value: Expression, sender: Sender) -> tuple[str, str] | None:
    """Why a text cannot show the value, and the suggestion, or None."""
    if sender.timeless and free_variables(value.root) & {"now", "today"}:
        return (
            f"{sender.timeless} asks no clock",
            "leave it out",
        )
    if isinstance(value.type, RowValue):
        suggestion = sender.further if isinstance(value.root, Select) else "name one of its fields"
        return "a text shows single values, and this is a row", suggestion
    if not isinstance(value.type, ScalarValue | EnumValue):
        return "a text shows single values", codes.ELSEWHERE
    reason = unsupported(value, fetches=False)
    if reason is not None and reads_further_rows(value.root):
        return reason, sender.further
    if is_optional(value.type):
        return f"`{value.source}` may be null", f"write `${{{_with_dash(value)}}}`"
    return None if reason is None else (reason, codes.ELSEWHERE)
