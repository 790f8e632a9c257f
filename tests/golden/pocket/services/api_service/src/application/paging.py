"""What the caller of a list may choose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Filters, order and position; what is allowed was checked at the edge."""

    filters: Mapping[str, object] = field(default_factory=dict)
    sort: str | None = None
    limit: int | None = None
    cursor: str | None = None
    offset: int | None = None
    total: bool = False

    def arguments(self, default_sort: str) -> dict[str, Any]:
        """The request as the rows' clients take it."""
        return {
            "filters": self.filters,
            "sort": self.sort or default_sort,
            "limit": self.limit,
            "cursor": self.cursor,
            "offset": self.offset,
            "total": self.total,
        }
