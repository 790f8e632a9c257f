"""The problems that routes declare in the OpenAPI document."""

from enum import Enum

from shared.openapi import Responses, declared
from shared.problems import CODES, NOT_KNOWN, TITLES, Problem
from src.domain.errors import Rule


class Refusal(Enum):
    """Rejections with a specific code that no rule causes: status, code and message."""

    ILLEGAL_TRANSITION = (409, "ILLEGAL_TRANSITION", "The row is in another state")
    REFERENCE_VIOLATION = (409, "REFERENCE_VIOLATION", "A row that is referred to is in the way")
    UNIQUE_VIOLATION = (409, "UNIQUE_VIOLATION", "Another row has the same values")
    VERSION_CONFLICT = (409, "VERSION_CONFLICT", "The data changed meanwhile; please try again")
    IDEMPOTENCY_KEY_REUSED = (
        422,
        "IDEMPOTENCY_KEY_REUSED",
        "Another request was done under this idempotency key",
    )
    PRECONDITION_FAILED = (412, "PRECONDITION_FAILED", "The row is not what it was in that version")
    OUTCOME_UNKNOWN = (503, "OUTCOME_UNKNOWN", NOT_KNOWN)
    WRONG_PASSWORD = (422, "WRONG_PASSWORD", "The current password is another one")
    CHAT_TAKEN = (409, "CHAT_TAKEN", "Another account is linked to this chat")
    CODE_NOT_VALID = (422, "CODE_NOT_VALID", "This code is not valid, or not valid any more")
    LINK_NOT_VALID = (422, "LINK_NOT_VALID", "This link is not valid, or not valid any more")
    LINK_USED = (409, "LINK_USED", "The address is confirmed already; a link works once")

    def problem(self) -> Problem:
        """The problem to return to the caller."""
        return Problem(*self.value)


def problems(*refused: int | Refusal | Rule) -> Responses:
    """The `responses` of a route: plain statuses, specific rejections, and rules."""
    return declared(map(_problem_of, refused))


def _problem_of(refused: int | Refusal | Rule) -> Problem:
    match refused:
        case Refusal():
            return refused.problem()
        case Rule():
            return Problem(refused.status, refused.code, refused.message)
    return Problem(refused, CODES[refused], TITLES[refused])
