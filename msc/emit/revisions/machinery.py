"""Tables of the machinery that later releases added, which older histories do not have."""

COMMITTED_UNITS = (
    'op.create_table("committed_units", '
    'sa.Column("id", sa.Uuid(), nullable=False), '
    'sa.Column("digest", sa.LargeBinary(), nullable=False), '
    'sa.Column("answer", sa.Text(), nullable=False), '
    'sa.Column("committed_at", sa.DateTime(timezone=True), server_default=sa.func.now(), '
    "nullable=False), "
    'sa.PrimaryKeyConstraint("id", name=op.f("committed_units_pkey")),)',
    'op.create_index("idx_committed_units_committed_at", "committed_units", ["committed_at"])',
)
LATER: dict[str, tuple[str, ...]] = {"committed_units": COMMITTED_UNITS}
"""The calls that create each table, in the order in which releases added them."""
CURRENT = tuple(LATER)
