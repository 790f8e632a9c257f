"""Yours: the place to add jobs of your own."""

from src.scheduler.job import Job


def configure(jobs: tuple[Job, ...]) -> tuple[Job, ...]:
    """Called once at start with all generated jobs."""
    return jobs
