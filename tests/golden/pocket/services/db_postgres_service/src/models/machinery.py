"""Tables of the machinery: outbox, consumed messages, job runs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Identity, Index, Integer, String, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from src.models.base import Base


class OutboxEvent(Base):
    """A committed event that waits for the broker."""

    __tablename__ = "outbox_events"
    __table_args__ = (Index("idx_outbox_events_aggregate", "aggregate", "aggregate_id"),)

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


class JobRun(Base):
    """One due time of a job; whoever holds the lease runs it."""

    __tablename__ = "job_runs"

    job: Mapped[str] = mapped_column(String(120), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), primary_key=True)
    leased_until: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    completed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
