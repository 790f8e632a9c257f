"""What /about answers."""

from src.commands import about_command as command
from tests.support.chat import Chat


async def test_answer_is_the_fixed_text() -> None:
    chat = Chat()
    await command.handle(chat)  # type: ignore[arg-type]
    assert chat.answers == ["Pocket Rooms lends you a room for a day."]
