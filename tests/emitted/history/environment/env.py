"""Runs revisions over the connection that the walker hands over."""

from alembic import context
from src.migrations.progress import after_revision

context.configure(
    connection=context.config.attributes["connection"],
    transaction_per_migration=True,
    on_version_apply=lambda ctx, step, heads, run_args: after_revision(heads),  # noqa: ARG005
)
with context.begin_transaction():
    context.run_migrations()
