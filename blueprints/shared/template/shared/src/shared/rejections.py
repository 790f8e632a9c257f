"""What a service learns from the rejections of a data service: an allow-list of codes and members.

Whatever is not listed is about how our services work inside, and callers see an outage.
"""

from typing import Annotated, Any, Literal

import httpx
import structlog
from pydantic import AfterValidator, BaseModel, Field, TypeAdapter, ValidationError

from shared.problems import (
    DependencyFailed,
    DependencyRejected,
    DependencyUnavailable,
    GuardRefused,
    IdentifierReused,
    NotFound,
    NotValid,
    Problem,
    ReferenceViolation,
    RowChanged,
    UniqueViolation,
)

# The other service does not know us: a setting is wrong, which passes when it is mended.
NOT_ADMITTED = frozenset({401, 403})
TRY_LATER = frozenset({408, 425, 429})
# Where a request between services is wrong, and no value of a caller's.
INSIDE = frozenset({"body", "path", "header"})
MAX_CODE = 100

log = structlog.get_logger()


def _of_caller(field: str) -> str:
    if field.partition(".")[0] in INSIDE and "." in field:
        raise ValueError("this is a field of a request between services")
    return field


class _NotFound(BaseModel):
    status: Literal[404]
    code: Literal["NOT_FOUND"]
    entity: str
    id: str

    def problem(self) -> Problem:
        return NotFound(self.entity, self.id)


class _FieldError(BaseModel):
    field: Annotated[str, AfterValidator(_of_caller)]
    message: str


class _NotValid(BaseModel):
    status: Literal[422]
    code: Literal["VALIDATION_FAILED"]
    errors: list[_FieldError] = Field(default_factory=list)

    def problem(self) -> Problem:
        return NotValid([error.model_dump() for error in self.errors])


class _GuardRefused(BaseModel):
    status: Literal[409]
    code: Literal["GUARD_FAILED"]
    guard: str

    def problem(self) -> Problem:
        return GuardRefused(self.guard)


class _RowChanged(BaseModel):
    status: Literal[409]
    code: Literal["VERSION_CONFLICT"]

    def problem(self) -> Problem:
        return RowChanged()


class _UniqueViolation(BaseModel):
    status: Literal[409]
    code: Literal["UNIQUE_VIOLATION"]
    fields: list[str]

    def problem(self) -> Problem:
        return UniqueViolation(self.fields)


class _ReferenceViolation(BaseModel):
    status: Literal[409]
    code: Literal["REFERENCE_VIOLATION"]

    def problem(self) -> Problem:
        return ReferenceViolation()


class _IdentifierReused(BaseModel):
    status: Literal[409]
    code: Literal["UNIT_OF_WORK_REUSED"]

    def problem(self) -> Problem:
        return IdentifierReused()


type _Passed = Annotated[
    _NotFound
    | _NotValid
    | _GuardRefused
    | _RowChanged
    | _UniqueViolation
    | _ReferenceViolation
    | _IdentifierReused,
    Field(discriminator="code"),
]
_PASSED: TypeAdapter[_Passed] = TypeAdapter(_Passed)


def data_rejection(response: httpx.Response, dependency: str) -> Problem:
    """The problem that a rejection by a data service is to us, in our own words."""
    try:
        return _PASSED.validate_python(members(response)).problem()
    except ValidationError:
        return withheld(response, dependency)


def withheld(response: httpx.Response, dependency: str) -> Problem:
    """What a rejection becomes of which no caller learns anything."""
    status, code = response.status_code, str(members(response).get("code"))[:MAX_CODE]
    log.error("rejection_withheld", dependency=dependency, status_code=status, code=code)
    if status in TRY_LATER:
        return DependencyUnavailable(dependency)
    if status >= 500 or status in NOT_ADMITTED:
        return DependencyFailed(dependency, may_have_happened=status >= 500)
    return DependencyRejected(dependency)


def members(response: httpx.Response) -> dict[str, Any]:
    """The members of a problem; of anything else, the status alone."""
    try:
        body = response.json()
    except ValueError:
        body = None
    return {**(body if isinstance(body, dict) else {}), "status": response.status_code}
