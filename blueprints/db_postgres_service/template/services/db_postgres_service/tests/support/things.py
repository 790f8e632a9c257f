"""An entity of the tests' own, representative of any entity."""

from typing import Any
from uuid import UUID

from sqlalchemy import MetaData, String
from sqlalchemy.orm import Mapped, mapped_column

from shared.paging import Page
from shared.values import Contract, Timestamp, Omittable, Row
from src.models.base import NAMES, Entity
from src.repositories.resource import Resource

# The names of other entities begin with a letter.
NAME = "_thing"


class Thing(Entity):
    """A row of a table that no revision creates."""

    metadata = MetaData(naming_convention=NAMES)
    __tablename__ = "_things"

    label: Mapped[str] = mapped_column(String(40))


class ThingRow(Row):
    """A row as the service returns it."""

    id: UUID
    label: str
    created_at: Timestamp
    updated_at: Timestamp
    version: int


class ThingCreate(Contract):
    """A new row."""

    label: str


class ThingUpdate(Contract):
    """A change."""

    label: Omittable[str] = None


RESOURCE = Resource(
    name=NAME,
    path="/_things",
    model=Thing,
    row=ThingRow,
    page=Page[ThingRow],
    create=ThingCreate,
    update=ThingUpdate,
    hidden=frozenset(),
)


def sample(number: int) -> dict[str, Any]:
    """The own values of a row."""
    return {"label": f"label {number}"}
