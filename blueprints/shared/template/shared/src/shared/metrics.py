"""The golden signals of an HTTP service, for Prometheus."""

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest
from starlette.requests import Request
from starlette.responses import Response

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter(
    "http_requests_total", "Requests by their outcome.", ["method", "endpoint", "status_code"]
)
DURATION = Histogram(
    "http_request_duration_seconds", "Time to answer.", ["method", "endpoint"], buckets=BUCKETS
)
IN_PROGRESS = Gauge("http_requests_in_progress", "Requests that are being handled.")
MESSAGES_PUBLISHED = Counter("messages_published_total", "Messages sent.", ["event"])
EVENTS_SET_ASIDE = Counter(
    "events_set_aside_total", "Events that a relay could not publish and gave up.", ["event"]
)
MESSAGES_CONSUMED = Counter(
    "messages_consumed_total", "Messages handled, by their outcome.", ["queue", "outcome"]
)
JOB_REFUSALS = Counter("job_refusals_total", "Operations that were refused to a job.", ["job"])
EVENT_REFUSALS = Counter(
    "event_refusals_total", "Operations that a rule refused to an event.", ["operation"]
)


async def metrics_endpoint(_: Request) -> Response:
    """The metrics in Prometheus' text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
