"""What the bot tells of chats."""

from pydantic import BaseModel

from shared.callers import ServiceRouter
from src.api.dependencies import ContainerDep

router = ServiceRouter(tags=["internal"], include_in_schema=False)


class TelegramLink(BaseModel):
    """A code that a person sent to the bot."""

    code: str
    chat_id: str


@router.post("/telegram-links", status_code=204)
async def link_telegram(link: TelegramLink, container: ContainerDep) -> None:
    """Links the chat to the account for which the code was issued."""
    await container.link_telegram.redeem(link.code, link.chat_id)
