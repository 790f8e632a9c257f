"""Yours: put adapters of your own in the place of the generated ones, add consumers and jobs."""

from src.core.adapters import Adapters
from src.core.extension import Listener
from src.scheduler.job import Job


def adapt(adapters: Adapters) -> Adapters:
    """The adapters that all parts are built from; `dataclasses.replace` swaps one of them."""
    return adapters


def listeners(_: Adapters) -> tuple[Listener, ...]:
    """Consumers in addition to the generated ones."""
    return ()


def jobs(_: Adapters) -> tuple[Job, ...]:
    """Jobs in addition to the generated ones."""
    return ()
