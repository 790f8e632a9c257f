"""Rules, and operations with their inputs and steps."""

from pydantic import Field, StrictInt

from msc.model.base import Names, SpecModel
from msc.model.fields import InputSpec
from msc.model.steps import StepSpec


class RuleSpec(SpecModel):
    """A predicate that must hold."""

    holds: str = Field(
        description="The expression that must be true. It may use `actor`, `input`, `now`, "
        "`today` and collections of rows.",
        examples=["actor.email_verified"],
    )
    message: str = Field(
        description="The message for people if the rule is violated.",
        examples=["Email must be verified before creating a loan request"],
    )
    code: str = Field(
        description="The error code for programs, in UPPER_CASE.",
        examples=["EMAIL_NOT_VERIFIED"],
    )
    status: StrictInt = Field(
        default=409,
        description="The HTTP status of the rejection.",
        examples=[403],
    )


class OperationSpec(SpecModel):
    """An action of the system, declared once and run by any trigger."""

    description: str = Field(
        default="",
        description="What it does, in one sentence.",
        examples=["Ask for a loan."],
    )
    actor: str | Names = Field(
        description="Who may run it: `any` signed-in person, `public`, `system` (events and jobs "
        "only), or a list of roles.",
        examples=["any", ["borrower"]],
    )
    input: dict[str, InputSpec] = Field(
        # A default would be copied, and deeply, for each operation.
        default_factory=dict,
        json_schema_extra={"default": {}},
        description="The values that the caller provides, used as `input.name`.",
        examples=[{"loan": "loan", "amount": "loan.amount"}],
    )
    rules: tuple[str, ...] = Field(
        default=(),
        description="Rules that must hold, checked in this order.",
        examples=[["email_verified", "active_loan_limit"]],
    )
    steps: tuple[StepSpec, ...] = Field(
        default=(),
        description="The steps, in order; they all commit together or not at all.",
        examples=[[{"create": "loan", "set": {"borrower": "actor"}, "as": "loan"}]],
    )
    returns: str | None = Field(
        default=None,
        description="The response: the result of a step, a row input or `actor`.",
        examples=["loan"],
    )
    audit: str | None = Field(
        default=None,
        description="Records each run in the audit entity, under this category.",
        examples=["financial"],
    )
