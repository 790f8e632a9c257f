"""What /help answers."""

from src.commands import help_command as command
from src.commands.descriptions import DESCRIPTIONS
from tests.support.chat import Chat


async def test_answer_lists_every_command() -> None:
    chat = Chat()
    await command.handle(chat)  # type: ignore[arg-type]
    assert chat.answers == [DESCRIPTIONS]
    for name in ["start", "bookings", "about", "help"]:
        assert f"/{name} - " in DESCRIPTIONS
