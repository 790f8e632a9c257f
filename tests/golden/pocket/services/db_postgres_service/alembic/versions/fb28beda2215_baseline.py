"""The tables of the first build.

Revision ID: fb28beda2215
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "fb28beda2215"
down_revision = None
branch_labels = None
depends_on = None


def _common() -> list[sa.Column[object]]:
    now = sa.func.now()
    timestamp = sa.DateTime(timezone=True)
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", timestamp, server_default=now, nullable=False),
        sa.Column("updated_at", timestamp, server_default=now, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ]


def upgrade() -> None:
    """Creates all tables, then the references between them."""
    op.create_table(
        "bookings",
        *_common(),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("guest_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("price", sa.Numeric(18, 2), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.CheckConstraint("price >= 0.00", name="bookings_price_check"),
        sa.CheckConstraint(
            "status IN ('booked', 'cancelled', 'finished')", name="bookings_status_check"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("bookings_pkey")),
    )
    op.create_index("idx_bookings_room_id_day", "bookings", ["room_id", "day"])
    op.create_index(
        "idx_bookings_guest_id_status_day_id", "bookings", ["guest_id", "status", "day", "id"]
    )
    op.create_table(
        "people",
        *_common(),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("password", sa.String(255), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("full_name", sa.String(80), nullable=False),
        sa.Column("phone", sa.String(16), nullable=True),
        sa.Column("door_code", sa.String(40), nullable=True),
        sa.Column("favourite_room_id", sa.Uuid(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("email_verified", sa.Boolean(), nullable=False),
        sa.Column("email_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("telegram_chat", sa.String(32), nullable=True),
        sa.CheckConstraint("role IN ('manager', 'member')", name="people_role_check"),
        sa.UniqueConstraint("email", name="uniq_people_email"),
        sa.UniqueConstraint("telegram_chat", name="uniq_people_telegram_chat"),
        sa.PrimaryKeyConstraint("id", name=op.f("people_pkey")),
    )
    op.create_index("idx_people_favourite_room_id", "people", ["favourite_room_id"])
    op.create_table(
        "rooms",
        *_common(),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("size", sa.String(40), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=False),
        sa.Column("door", sa.String(4), nullable=False),
        sa.Column("seats", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.Numeric(6, 1), nullable=True),
        sa.Column("price", sa.Numeric(18, 2), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("plan", sa.String(2048), nullable=True),
        sa.Column("sensor", sa.Uuid(), nullable=True),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.CheckConstraint("size IN ('small', 'large')", name="rooms_size_check"),
        sa.CheckConstraint("seats >= 1 AND seats <= 200", name="rooms_seats_check"),
        sa.CheckConstraint("price >= 0.00", name="rooms_price_check"),
        sa.UniqueConstraint("name", name="uniq_rooms_name"),
        sa.UniqueConstraint("floor", "door", name="uniq_rooms_floor_door"),
        sa.PrimaryKeyConstraint("id", name=op.f("rooms_pkey")),
    )
    op.create_index("idx_rooms_size_name_id", "rooms", ["size", "name", "id"])
    op.create_index("idx_rooms_price_name_id", "rooms", ["price", "name", "id"])
    op.create_index("idx_rooms_seats_id", "rooms", ["seats", "id"])
    op.create_foreign_key(
        "bookings_room_id_fkey", "bookings", "rooms", ["room_id"], ["id"], ondelete="RESTRICT"
    )
    op.create_foreign_key(
        "bookings_guest_id_fkey", "bookings", "people", ["guest_id"], ["id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "people_favourite_room_id_fkey",
        "people",
        "rooms",
        ["favourite_room_id"],
        ["id"],
        ondelete="SET NULL",
    )
    _create_machinery()


def _create_machinery() -> None:
    timestamp = sa.DateTime(timezone=True)
    op.create_table(
        "outbox_events",
        sa.Column("sequence", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("aggregate", sa.String(80), nullable=False),
        sa.Column("aggregate_id", sa.String(80), nullable=False),
        sa.Column("occurred_at", timestamp, nullable=False),
        sa.Column("request_id", sa.String(80), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("leased_until", timestamp, nullable=True),
        sa.PrimaryKeyConstraint("sequence", name=op.f("outbox_events_pkey")),
    )
    op.create_index("idx_outbox_events_aggregate", "outbox_events", ["aggregate", "aggregate_id"])
    op.create_table(
        "consumed_messages",
        sa.Column("consumer", sa.String(120), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("consumed_at", timestamp, server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("consumer", "key", name=op.f("consumed_messages_pkey")),
    )
    op.create_table(
        "job_runs",
        sa.Column("job", sa.String(120), nullable=False),
        sa.Column("due_at", timestamp, nullable=False),
        sa.Column("leased_until", timestamp, nullable=False),
        sa.Column("completed_at", timestamp, nullable=True),
        sa.PrimaryKeyConstraint("job", "due_at", name=op.f("job_runs_pkey")),
    )
    op.create_table(
        "committed_units",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column(
            "committed_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("committed_units_pkey")),
    )
    op.create_index("idx_committed_units_committed_at", "committed_units", ["committed_at"])
    op.create_index(
        "idx_outbox_events_leased_until",
        "outbox_events",
        ["leased_until"],
        postgresql_where=sa.text("leased_until IS NOT NULL"),
    )


def downgrade() -> None:
    """Removes everything."""
    op.drop_index("idx_outbox_events_leased_until", table_name="outbox_events")
    op.drop_table("committed_units")
    for table in ("job_runs", "consumed_messages", "outbox_events"):
        op.drop_table(table)
    op.execute(sa.text('DROP TABLE "bookings" CASCADE'))
    op.execute(sa.text('DROP TABLE "people" CASCADE'))
    op.execute(sa.text('DROP TABLE "rooms" CASCADE'))
