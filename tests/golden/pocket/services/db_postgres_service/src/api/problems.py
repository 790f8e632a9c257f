"""The problems that routes declare in the OpenAPI document."""

from shared.openapi import declared, plain_problems
from shared.problems import (
    DatabaseTimedOut,
    DatabaseUnavailable,
    GuardRefused,
    ReferenceViolation,
    RowChanged,
    ServiceTokenRequired,
    UniqueViolation,
    UnknownName,
)

# Whatever a route does, it wants the service token and the database.
COMMON = plain_problems(422) | declared(
    (ServiceTokenRequired(), DatabaseTimedOut(), DatabaseUnavailable())
)
MISSING = plain_problems(404)
CONFLICTS = (RowChanged(), UniqueViolation(()), ReferenceViolation())
ROW_CONFLICTS = declared(CONFLICTS)
WORK_CONFLICTS = declared((*CONFLICTS, GuardRefused("limit"), UnknownName("entity", "order")))
