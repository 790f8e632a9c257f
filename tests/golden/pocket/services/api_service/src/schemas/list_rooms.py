"""What the caller of `list_rooms` may filter, sort and page by."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.dtos.enums import RoomSize
from shared.inputs import BooleanText, DecimalText, IntegerText
from shared.paging import MAX_LIMIT
from shared.values import places
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
    seats: Annotated[IntegerText, Field(ge=1, le=200)] | None = None
    seats__gte: Annotated[IntegerText, Field(ge=1, le=200)] | None = None
    seats__lte: Annotated[IntegerText, Field(ge=1, le=200)] | None = None
    price: (
        Annotated[
            DecimalText, Field(ge=Decimal("0.00"), max_digits=18, decimal_places=2), places(2)
        ]
        | None
    ) = None
    price__gte: (
        Annotated[
            DecimalText, Field(ge=Decimal("0.00"), max_digits=18, decimal_places=2), places(2)
        ]
        | None
    ) = None
    price__lte: (
        Annotated[
            DecimalText, Field(ge=Decimal("0.00"), max_digits=18, decimal_places=2), places(2)
        ]
        | None
    ) = None
    sort: Literal["name", "-name", "seats", "-seats"] | None = None
    limit: IntegerText | None = Field(default=None, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(default=None, max_length=1000)
    offset: IntegerText | None = Field(default=None, ge=0, le=1_000_000)
    total: BooleanText = False

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
