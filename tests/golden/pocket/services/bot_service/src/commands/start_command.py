"""Link this chat to your account."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from shared.problems import Problem
from src.commands.answering import answer
from src.commands.replies import TRY_LATER
from src.operations import Operations

LINKED = "This chat now belongs to your account."
WITHOUT_CODE = "Create a link code on the website, and send it here as /start CODE."
REFUSALS = {
    "CODE_NOT_VALID": "This code is not valid any more. Please create a new one.",
    "CHAT_TAKEN": "This chat is linked to another account already.",
}


async def handle(message: Message, command: CommandObject, operations: Operations) -> None:
    """Links the chat if there is a code; otherwise explains how to get one."""
    if not command.args:
        await answer(message, WITHOUT_CODE)
        return
    try:
        await operations.link(command.args.strip(), str(message.chat.id))
    except Problem as problem:
        await answer(message, REFUSALS.get(problem.code, TRY_LATER))
        return
    await answer(message, LINKED)


def register(router: Router) -> None:
    """Adds the command."""
    router.message.register(handle, Command("start"))
