"""The problems that routes declare in the OpenAPI document."""

from shared.openapi import declared, plain_problems
from shared.problems import (
    DatabaseTimedOut,
    DatabaseUnavailable,
    ServiceNotAllowed,
    ServiceTokenRequired,
)

# Whatever a route does, it wants the token of a service that uses it, and the database.
COMMON = plain_problems(422) | declared(
    (ServiceTokenRequired(), ServiceNotAllowed(), DatabaseTimedOut(), DatabaseUnavailable())
)
MISSING = plain_problems(404)
