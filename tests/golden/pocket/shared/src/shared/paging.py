"""Pages of rows."""

from pydantic import BaseModel, ConfigDict

DEFAULT_LIMIT = 20
MAX_LIMIT = 100


class Page[Item](BaseModel):
    """Some rows in order; `total` is counted only when asked for."""

    model_config = ConfigDict(frozen=True)

    items: list[Item]
    next_cursor: str | None = None
    total: int | None = None
