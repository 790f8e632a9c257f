"""Tables of the machinery: outbox, consumed messages, committed units of work, job runs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from src.models.base import Base


class OutboxEvent(Base):
    """A committed event that waits for the broker."""

    __tablename__ = "outbox_events"
    __table_args__ = (
        Index("idx_outbox_events_aggregate", "aggregate", "aggregate_id"),
        Index(
            "idx_outbox_events_leased_until",
            "leased_until",
            postgresql_where=text("leased_until IS NOT NULL"),
        ),
    )

    sequence: Mapped[int] = mapped_column(BigInteger(), Identity(always=True), primary_key=True)
    event_id: Mapped[UUID] = mapped_column(Uuid())
    name: Mapped[str] = mapped_column(String(120))
    version: Mapped[int] = mapped_column(Integer())
    aggregate: Mapped[str] = mapped_column(String(80))
    aggregate_id: Mapped[str] = mapped_column(String(80))
    occurred_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    request_id: Mapped[str] = mapped_column(String(80))
    actor_id: Mapped[UUID | None] = mapped_column(Uuid())
    data: Mapped[dict[str, Any]] = mapped_column(JSONB())
    leased_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ConsumedMessage(Base):
    """The note that a consumer's effect was committed."""

    __tablename__ = "consumed_messages"

    consumer: Mapped[str] = mapped_column(String(120), primary_key=True)
    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    consumed_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )


class CommittedUnit(Base):
    """The note that a unit of work was committed, and what its caller was answered."""

    __tablename__ = "committed_units"
    __table_args__ = (Index("idx_committed_units_committed_at", "committed_at"),)

    id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary())
    answer: Mapped[str] = mapped_column(Text())
    committed_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )


class JobRun(Base):
    """One due time of a job; whoever holds the lease runs it."""

    __tablename__ = "job_runs"

    job: Mapped[str] = mapped_column(String(120), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), primary_key=True)
    leased_until: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    completed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
