"""What the caller of `list_rooms` may filter, sort and page by."""

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.dtos.enums import RoomSize
from shared.paging import MAX_LIMIT
from src.application.paging import PageRequest

FILTERS = (
    "size",
    "seats",
    "seats__gte",
    "seats__lte",
    "price",
    "price__gte",
    "price__lte",
)


class ListRoomsQuery(BaseModel):
    """What the caller of `list_rooms` may filter, sort and page by."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    size: RoomSize | None = None
    seats: int | None = None
    seats__gte: int | None = None
    seats__lte: int | None = None
    price: Decimal | None = None
    price__gte: Decimal | None = None
    price__lte: Decimal | None = None
    sort: Literal["name", "-name", "seats", "-seats"] | None = None
    limit: int | None = Field(default=None, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(default=None, max_length=1000)
    offset: int | None = Field(default=None, ge=0, le=1_000_000)
    total: bool = False

    def request(self) -> PageRequest:
        """The query as use cases take it."""
        filters = {name: getattr(self, name) for name in FILTERS}
        return PageRequest(
            filters={name: value for name, value in filters.items() if value is not None},
            sort=self.sort,
            limit=self.limit,
            cursor=self.cursor,
            offset=self.offset,
            total=self.total,
        )
