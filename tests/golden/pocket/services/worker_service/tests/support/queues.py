"""The queues that the spec gives the worker."""

QUEUES: tuple[str, ...] = (
    "q.worker_service.booking_made",
    "q.worker_service.audit",
    "q.worker_service.emails",
)
