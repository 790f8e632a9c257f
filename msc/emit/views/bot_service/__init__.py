"""The bot: its commands and the messages that it delivers."""

from msc.core.record import Record
from msc.ir.system import System
from msc.ir.triggers import Command, CommandKind, Text
from msc.lower.program import Program
from msc.lower.pycode import ImportSet, docstring, literal, string
from msc.lower.shapes.names import attribute
from msc.lower.shapes.numbered import numbered
from msc.lower.shapes.texts import text_code
from msc.spelling.code import entity_class, entity_module


class CommandView(Record):
    """One command; exactly one of the flags is set."""

    module: str
    element: str
    name: str
    docstring: str
    imports: str
    links_account: bool
    lists_commands: bool
    replies: bool
    runs: bool
    operation: str
    row_class: str
    row_name: str
    row_import: str
    reply: str
    item_text: str
    empty: str
    without_argument: str
    row_values: tuple[str, ...]
    test_docstring: str


class BotServiceView(Record):
    """The data of the bot's blueprint."""

    exchange: str
    commands: tuple[CommandView, ...]
    links_account: bool
    runs_operations: bool
    calls_api: bool
    descriptions: str
    names: str


def view(program: Program) -> BotServiceView:
    """The view of the bot service."""
    system = program.system
    commands = tuple(_command(command, system) for command in system.commands)
    listed = "\n".join(f"/{command.name} - {command.description}" for command in system.commands)
    return BotServiceView(
        exchange=literal(f"{system.name}.events"),
        commands=commands,
        links_account=any(command.links_account for command in commands),
        runs_operations=any(command.runs for command in commands),
        calls_api=any(command.runs or command.links_account for command in commands),
        descriptions=string(listed),
        names=", ".join(literal(command.name) for command in system.commands),
    )


def _row_name(line: Text) -> str:
    """The variable of the row that a line may show."""
    return "item" if any(not isinstance(part, str) for part in line.parts) else "_"


def _command(command: Command, system: System) -> CommandView:
    imports, row_import = ImportSet(), ImportSet()
    row_class = item_text = '""'
    row_name = "item"
    row_values: tuple[str, ...] = ()
    if command.kind is CommandKind.RUN and command.operation and command.reply_each:
        returns = system.operation(command.operation).returns
        entity = returns.entity if returns else ""
        row_class = entity_class(entity)
        for each_import in (imports, row_import):
            each_import.add(f"shared.dtos.{entity_module(entity)}", row_class)
        row_values = tuple(
            f"{literal(attribute(one))}: {numbered(one)}" for one in system.entity(entity).fields
        )
        code = text_code(command.reply_each, {"item": "item"})
        imports.add_all(code.imports)
        item_text = code.text
        row_name = _row_name(command.reply_each)
    return CommandView(
        module=f"{command.name}_command",
        element=f"bot command /{command.name}",
        name=literal(command.name),
        docstring=docstring(command.description),
        imports=imports.text,
        links_account=command.kind is CommandKind.LINK_ACCOUNT,
        lists_commands=command.kind is CommandKind.LIST_COMMANDS,
        replies=command.kind is CommandKind.REPLY,
        runs=command.kind is CommandKind.RUN,
        operation=literal(command.operation or ""),
        row_class=row_class,
        row_name=row_name,
        row_import=row_import.text,
        reply=string(command.reply),
        item_text=item_text,
        empty=string(command.reply_empty or "There is nothing to show."),
        without_argument=string(command.without_argument or command.reply),
        row_values=row_values,
        test_docstring=docstring(f"What /{command.name} answers."),
    )
