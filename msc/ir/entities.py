"""Entities with their states, access and retention."""

from enum import StrEnum
from typing import Protocol

from msc.core.naming import plural
from msc.core.record import Record
from msc.core.source import Origin
from msc.ir.fields import Field


class Store(StrEnum):
    """The data service that keeps the rows."""

    POSTGRES = "postgres"
    MONGO = "mongo"


class Transition(Record):
    """A named change of the state field from any of `sources` to `target`."""

    name: str
    sources: tuple[str, ...]
    target: str


class StateMachine(Record):
    """The allowed transitions of one enum field."""

    field: str
    transitions: tuple[Transition, ...]


class Access(Record):
    """Who sees a row: its owner, named by a reference field (or `id` for an account), and roles.

    `readers` are roles that see every row; without an owner and readers, every signed-in person
    does.
    """

    owner: str | None = None
    readers: tuple[str, ...] = ()

    @property
    def is_restricted(self) -> bool:
        """Whether anybody is kept from seeing a row."""
        return self.owner is not None or bool(self.readers)


class Entity(Record):
    """A kind of stored row. Besides `fields`, each row has id, created_at, updated_at and version.

    Documents in MongoDB have id and created_at only. Without `retention_days` rows are kept
    forever.
    """

    name: str
    plural: str
    description: str
    store: Store
    fields: tuple[Field, ...]
    uniques: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    states: StateMachine | None = None
    access: Access = Access()
    retention_days: int | None = None
    # What the days say by the calendar, if the spec counts in months or years.
    retention_months: int | None = None
    renamed_from: str | None = None
    origin: Origin = Origin()

    @property
    def former_plural(self) -> str | None:
        """The regular plural of `renamed_from`."""
        return None if self.renamed_from is None else plural(self.renamed_from)

    @property
    def shown(self) -> tuple[Field, ...]:
        """The fields of a row as services exchange it: secrets stay in its data service."""
        return tuple(field for field in self.fields if not field.hidden)

    @property
    def hidden(self) -> tuple[Field, ...]:
        """The fields that are written and never read by another service."""
        return tuple(field for field in self.fields if field.hidden)

    def field_named(self, name: str) -> Field:
        """The field with that name; it must exist."""
        return next(field for field in self.fields if field.name == name)


class Nouns(Protocol):
    """Anything with entities: a system, or the schema after a revision."""

    @property
    def entities(self) -> tuple[Entity, ...]: ...

    @property
    def time_zone(self) -> str: ...

    def entity(self, name: str) -> Entity: ...
