"""What a service learns from the rejections of the API: what people may read."""

from typing import Annotated

import httpx
from pydantic import BaseModel, Field, ValidationError

from shared.problems import Problem
from shared.rejections import TRY_LATER, members, withheld

# What the API says to other services only.
PRIVATE = frozenset(
    {"METHOD_NOT_ALLOWED", "SERVICE_NOT_ALLOWED", "SERVICE_TOKEN_REQUIRED", "UNKNOWN_NAME"}
)


class _Rejection(BaseModel):
    status: Annotated[int, Field(ge=400, lt=500)]
    code: str
    detail: str


def public_rejection(response: httpx.Response, dependency: str) -> Problem:
    """The problem as a person would see it; members of single codes are left out."""
    try:
        rejection = _Rejection.model_validate(members(response))
    except ValidationError:
        return withheld(response, dependency)
    if rejection.code in PRIVATE or rejection.status in TRY_LATER:
        return withheld(response, dependency)
    return Problem(rejection.status, rejection.code, rejection.detail)
