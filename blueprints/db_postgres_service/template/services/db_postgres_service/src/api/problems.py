"""The problems that routes declare in the OpenAPI document."""

from shared.openapi import declared, plain_problems
from shared.problems import (
    DatabaseTimedOut,
    DatabaseUnavailable,
    GuardRefused,
    IdentifierReused,
    OutcomeUnknown,
    ReferenceViolation,
    RowChanged,
    ServiceNotAllowed,
    ServiceTokenRequired,
    UniqueViolation,
    UnknownName,
)
from src.repositories.queues import QueueFull

# Whatever a route does, it wants the token of a service that uses it, and the database.
UNAVAILABLE = (DatabaseTimedOut(), DatabaseUnavailable())
COMMON = plain_problems(422) | declared(
    (ServiceTokenRequired(), ServiceNotAllowed(), *UNAVAILABLE)
)
MISSING = plain_problems(404)
CONFLICTS = (RowChanged(), UniqueViolation(()), ReferenceViolation())
ROW_CONFLICTS = declared(CONFLICTS)
WORK_PROBLEMS = declared(
    (
        *CONFLICTS,
        GuardRefused("limit"),
        UnknownName("entity", "order"),
        IdentifierReused(),
        QueueFull(),
        *UNAVAILABLE,
        OutcomeUnknown("The database"),
    )
)
