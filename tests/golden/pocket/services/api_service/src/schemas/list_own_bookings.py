"""What the caller of `list_own_bookings` may filter, sort and page by."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.inputs import BooleanText, IntegerText
from shared.paging import MAX_LIMIT
from src.application.paging import PageRequest


class ListOwnBookingsQuery(BaseModel):
    """What the caller of `list_own_bookings` may filter, sort and page by."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    sort: Literal["day", "-day"] | None = None
    limit: IntegerText | None = Field(default=None, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(default=None, max_length=1000)
    offset: IntegerText | None = Field(default=None, ge=0, le=1_000_000)
    total: BooleanText = False

    def request(self) -> PageRequest:
        """The query as use cases take it."""
        return PageRequest(
            sort=self.sort,
            limit=self.limit,
            cursor=self.cursor,
            offset=self.offset,
            total=self.total,
        )
