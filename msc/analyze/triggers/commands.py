"""Commands of the bot."""

from collections.abc import Iterator, Mapping

from msc.analyze import providers
from msc.analyze.context import Context
from msc.analyze.notifications import Sender, text
from msc.analyze.triggers.row import Known, TriggerRow
from msc.core.catalogue import architecture
from msc.core.catalogue import types as codes
from msc.expr import text as texts
from msc.expr.scope import Scope
from msc.ir.behaviour import ActorKind, Operation
from msc.ir.expressions import RowValue
from msc.ir.triggers import Command, CommandKind, Text
from msc.model.places import Path
from msc.model.spec import Spec
from msc.model.triggers import CommandSpec
from msc.providers import TELEGRAM

KINDS = {
    "link_account": CommandKind.LINK_ACCOUNT,
    "list_commands": CommandKind.LIST_COMMANDS,
    "run": CommandKind.RUN,
}
# The keys of each kind of command; those marked True must be given.
KEYS: Mapping[CommandKind, Mapping[str, bool]] = {
    CommandKind.LINK_ACCOUNT: {"argument": True, "reply": True, "without_argument": True},
    CommandKind.LIST_COMMANDS: {},
    CommandKind.RUN: {"reply_each": True, "reply_empty": True},
    CommandKind.REPLY: {"reply": True},
}
REPLIES = ("argument", "reply", "reply_each", "reply_empty", "without_argument")
WORDS = {
    CommandKind.LINK_ACCOUNT: "a command that links an account",
    CommandKind.LIST_COMMANDS: "a command that lists the commands",
    CommandKind.RUN: "a command that runs an operation",
    CommandKind.REPLY: "a command that only replies",
}
MAX_DESCRIPTION = 256
MAX_REPLY = 4096
SENDER = Sender(
    "keep what a reply shows in a field of the row itself, set when the row is created",
    timeless="a reply",
)


def commands(context: Context, operations: Mapping[str, Operation]) -> tuple[Command, ...]:
    """The bot's commands, in the order of its menu."""
    if context.spec.bot is None:
        return ()
    providers.needs(context, TELEGRAM, "the bot", ("bot",), at_key=True)
    resolved = tuple(
        _command(context, name, spec, operations)
        for name, spec in context.spec.bot.commands.items()
    )
    _linking(context, resolved)
    return resolved


def _linking(context: Context, declared: tuple[Command, ...]) -> None:
    linking = [command for command in declared if command.kind is CommandKind.LINK_ACCOUNT]
    for other in linking[1:]:
        context.report(
            codes.WRONG_VALUE, ("bot", "commands", other.name), at_key=True,
            value=f"`{other.name}`", kind="the command that links accounts",
            reason=f"`{linking[0].name}` does that already",
        )  # fmt: skip


def _command(
    context: Context, name: str, spec: CommandSpec, operations: Mapping[str, Operation]
) -> Command:
    path: Path = ("bot", "commands", name)
    context.usable("a command", name, path)
    if len(name) > 32:
        context.reserved("a command", name, path, "Telegram's commands have at most 32 characters")
    _texts(context, spec, path)
    kind = _kind(context, spec, path)
    if kind is None:
        kind = CommandKind.REPLY
    else:
        _keys(context, spec, kind, path)
    item_text = None
    if (
        spec.run is not None
        and context.known("operation", spec.run, context.spec.operations, (*path, "run"))
        and context.sound("operations", spec.run)
    ):
        item_text = _reply_each(context, spec, operations[spec.run], path)
    return Command(
        name=name,
        description=spec.description,
        kind=kind,
        operation=spec.run,
        argument=spec.argument,
        reply=texts.plain(spec.reply or ""),
        reply_each=item_text,
        reply_empty=texts.plain(spec.reply_empty or ""),
        without_argument=texts.plain(spec.without_argument or ""),
        origin=context.origin(path),
    )


def _texts(context: Context, spec: CommandSpec, path: Path) -> None:
    if not 1 <= len(spec.description) <= MAX_DESCRIPTION:
        context.report(
            codes.WRONG_VALUE, (*path, "description"), value="this", kind="a description",
            reason=f"Telegram shows 1 to {MAX_DESCRIPTION} characters",
        )  # fmt: skip
    if spec.argument is not None:
        context.usable("an argument", spec.argument, (*path, "argument"))
    for key in ("reply", "reply_empty", "without_argument"):
        text = getattr(spec, key)
        if text is not None and not 1 <= len(text.strip()) <= MAX_REPLY:
            context.report(
                codes.WRONG_VALUE, (*path, key), value="this", kind="a reply",
                reason=f"Telegram takes 1 to {MAX_REPLY:,} characters",
            )  # fmt: skip
        elif text is not None and texts.has_values(text):
            context.report(
                architecture.NOT_YET, (*path, key), what=f"an expression in `{key}`",
                suggestion="only `reply_each` has placeholders; use `$${` for a literal `${`",
            )  # fmt: skip


def _kind(context: Context, spec: CommandSpec, path: Path) -> CommandKind | None:
    accounts = context.spec.authentication
    if spec.link_account and (accounts is None or accounts.telegram_link is None):
        context.report(
            architecture.NOT_CONFIGURED, (*path, "link_account"), at_key=True,
            what="`link_account`", needed="`authentication.telegram_link`",
        )  # fmt: skip
    chosen = [kind for key, kind in KINDS.items() if getattr(spec, key)]
    if len(chosen) > 1 or (not chosen and spec.reply is None):
        context.report(
            codes.WRONG_VALUE, path, at_key=True, value="this", kind="a command",
            reason="it links an account, lists commands, runs an operation, or has a `reply`",
        )  # fmt: skip
        return None
    return chosen[0] if chosen else CommandKind.REPLY


def _keys(context: Context, spec: CommandSpec, kind: CommandKind, path: Path) -> None:
    own = KEYS[kind]
    for key in REPLIES:
        is_present = getattr(spec, key) is not None
        if is_present and key not in own:
            context.report(
                codes.KEY_DOES_NOT_FIT, (*path, key), at_key=True, key=key, kind=WORDS[kind]
            )
        elif own.get(key) and not is_present and kind is not CommandKind.REPLY:
            context.missing(key, path, WORDS[kind])


def _reply_each(
    context: Context, spec: CommandSpec, operation: Operation, path: Path
) -> Text | None:
    reason = None
    if operation.actor.kind is ActorKind.SYSTEM:
        reason = "only the system may run it"
    elif operation.returns is None or not operation.returns.many:
        reason = "it lists no rows"
    elif operation.inputs:
        reason = "it takes input"
    if reason is not None:
        context.report(
            architecture.WRONG_TRIGGER, (*path, "run"), trigger="a command",
            operation=operation.name, reason=reason,
            suggestion="run an operation of people with a `list` step and no input",
        )  # fmt: skip
        return None
    if spec.reply_each is None or operation.returns is None:
        return None
    scope = Scope(context.entities, (("item", RowValue(operation.returns.entity)),))
    return text(context, spec.reply_each, scope, (*path, "reply_each"), SENDER)


class CommandsRow(TriggerRow):
    """A person sends a message to the bot."""

    is_of_people = True

    def runs(self, spec: Spec) -> Iterator[str]:
        declared = spec.bot.commands.values() if spec.bot else ()
        return (command.run for command in declared if command.run is not None)

    def resolve(self, context: Context, known: Known) -> tuple[Command, ...]:
        return commands(context, known.operations)


ROW = CommandsRow()
