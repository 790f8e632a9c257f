"""The queues that the spec gives the worker, and one that stands for those of other services."""

from shared.messaging.topology import Subscription

QUEUES: tuple[str, ...] = (
    "q.worker_service.booking_made",
    "q.worker_service.audit",
    "q.worker_service.emails",
    "q.worker_service.emails.bulk",
)
# Tests of the other services run at the same time, and delete the queues that are theirs.
OTHER_SUBSCRIPTIONS = (Subscription("q.another_service.events", ("another.event",)),)
