"""The links of messages, made for the service that sends them."""

from uuid import UUID

from pydantic import BaseModel

from shared.callers import ServiceRouter
from src.api.dependencies import ContainerDep

router = ServiceRouter(tags=["internal"], include_in_schema=False)


class LinkRequest(BaseModel):
    """Whose address is to be confirmed, and the identifier of the link in the message."""

    account_id: UUID
    link_id: UUID


class MadeLink(BaseModel):
    """The link, which nobody keeps."""

    link: str


@router.post("/verification-links")
async def make_link(request: LinkRequest, container: ContainerDep) -> MadeLink:
    """Makes the link; for the same identifier it is as good as before."""
    link = await container.verify_email.link(request.account_id, request.link_id)
    return MadeLink(link=link)
