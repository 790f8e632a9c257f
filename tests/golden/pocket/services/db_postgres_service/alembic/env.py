"""Runs revisions over one async connection; the address comes from the environment.

`-x settle` removes what the last revision left for older replicas, once there are none.
"""

import asyncio
import importlib
import pkgutil

from alembic import context
from sqlalchemy import Connection

from shared.settings import load_settings
from src import models
from src.core.config import DatabaseSettings
from src.migrations.migrator import migrate
from src.migrations.progress import after_revision, settle
from src.models.base import Base

for module in pkgutil.iter_modules(models.__path__):
    importlib.import_module(f"src.models.{module.name}")


def run(connection: Connection) -> None:
    """Runs the revisions, each in a transaction unless it has steps."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        transaction_per_migration=True,
        on_version_apply=lambda ctx, step, heads, run_args: after_revision(heads),  # noqa: ARG005
    )
    if "settle" in context.get_x_argument():
        settle(connection)
        connection.commit()
    with context.begin_transaction():
        context.run_migrations()


asyncio.run(migrate(load_settings(DatabaseSettings).database_url, run))
