"""Parts of the machinery that later releases added, which older histories do not have."""

from msc.core.record import Record


class Part(Record):
    """A table or an index: the calls that create it, and the one that drops it."""

    create: tuple[str, ...]
    drop: str


COMMITTED_UNITS = Part(
    (
        'op.create_table("committed_units", '
        'sa.Column("id", sa.Uuid(), nullable=False), '
        'sa.Column("digest", sa.LargeBinary(), nullable=False), '
        'sa.Column("answer", sa.Text(), nullable=False), '
        'sa.Column("committed_at", sa.DateTime(timezone=True), server_default=sa.func.now(), '
        "nullable=False), "
        'sa.PrimaryKeyConstraint("id", name=op.f("committed_units_pkey")),)',
        'op.create_index("idx_committed_units_committed_at", "committed_units", ["committed_at"])',
    ),
    'op.drop_table("committed_units")',
)
LEASED_EVENTS = Part(
    (
        'op.create_index("idx_outbox_events_leased_until", "outbox_events", ["leased_until"], '
        'postgresql_where=sa.text("leased_until IS NOT NULL"),)',
    ),
    'op.drop_index("idx_outbox_events_leased_until", table_name="outbox_events")',
)
LATER: dict[str, Part] = {
    "committed_units": COMMITTED_UNITS,
    "idx_outbox_events_leased_until": LEASED_EVENTS,
}
"""The parts, in the order in which releases added them."""
CURRENT = tuple(LATER)
