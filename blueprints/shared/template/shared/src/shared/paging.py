"""Pages of rows."""

from pydantic import BaseModel, ConfigDict

DEFAULT_LIMIT = 20
MAX_LIMIT = 100


class Page[Item](BaseModel):
    """A page of rows; `total` is counted only on request."""

    model_config = ConfigDict(frozen=True)

    items: list[Item]
    next_cursor: str | None = None
    total: int | None = None
