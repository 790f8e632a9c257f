"""What the requests for an operation may bring besides its inputs."""

from msc.core.record import Record


class Request(Record):
    """Whether they may bring idempotency keys, and the input whose row's version they may name."""

    keyed: bool = False
    subject: str = ""


INTERNAL = Request()
"""The requests for an operation that no endpoint runs."""
