"""What tests and developers may look at and cause."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from src.state import Failure, State


class TelegramText(BaseModel):
    """A text that a person writes to the bot."""

    chat_id: str
    text: str
    username: str = "person"


class FailureRequest(BaseModel):
    """A failure to play."""

    provider: str
    times: int = 1
    status: int | None = None
    delay_seconds: float = 0.0
    hold: bool = False


def build_control(state: State) -> APIRouter:
    """The routes below `/_control`."""
    router = APIRouter(prefix="/_control")

    @router.post("/telegram/updates", status_code=201)
    async def write_to_bot(message: TelegramText) -> dict[str, Any]:
        """A person writes to the bot."""
        update = _update(next(state.numbers), message)
        state.telegram_updates.append(update)
        state.arrived.set()
        return update

    @router.get("/telegram/messages")
    async def telegram_messages(chat_id: str | None = None) -> list[dict[str, Any]]:
        """What the bot has sent."""
        return [each for each in state.telegram_messages if chat_id in (None, each["chat_id"])]

    @router.get("/email/messages")
    async def email_messages(to: str | None = None) -> list[dict[str, Any]]:
        """What was sent by e-mail."""
        return [each for each in state.emails if to in (None, each["to"])]

    @router.post("/failures", status_code=201)
    async def fail(request: FailureRequest) -> None:
        """Makes the next requests to a provider go wrong."""
        state.failures.append(Failure(**request.model_dump()))

    @router.get("/failures")
    async def failures() -> dict[str, int]:
        """How many requests are held at this moment."""
        return {"held": state.held}

    @router.delete("/failures", status_code=204)
    async def release() -> None:
        """Ends all failures; held requests go on."""
        state.release()

    @router.delete("", status_code=204)
    async def reset() -> None:
        """Forgets everything."""
        state.reset()

    return router


def _update(number: int, message: TelegramText) -> dict[str, Any]:
    person = {"id": int(message.chat_id), "is_bot": False, "first_name": message.username}
    entities = []
    if message.text.startswith("/"):
        length = len(message.text.split()[0])
        entities = [{"type": "bot_command", "offset": 0, "length": length}]
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1_700_000_000,
            "chat": {"id": int(message.chat_id), "type": "private"},
            "from": person,
            "text": message.text,
            "entities": entities,
        },
    }
