"""The links of messages, made for the service that sends them."""

from uuid import UUID

from pydantic import BaseModel

from shared.callers import ServiceRouter
from shared.problems import NotFound
from src.api.dependencies import ContainerDep

router = ServiceRouter(tags=["internal"], include_in_schema=False)


class LinkRequest(BaseModel):
    """Whom a notification goes to, and the identifier of the link in the message."""

    notification: str
    account_id: UUID
    link_id: UUID


class MadeLink(BaseModel):
    """The link, which nobody keeps."""

    link: str


@router.post("/links")
async def make_link(request: LinkRequest, container: ContainerDep) -> MadeLink:
    """Makes the link; for the same identifier it is as good as before."""
    make = container.links.get(request.notification)
    if make is None:
        raise NotFound("notification", request.notification)
    return MadeLink(link=await make(request.account_id, request.link_id))
