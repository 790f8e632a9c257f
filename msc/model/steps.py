"""The steps of an operation; each has exactly one verb among its keys."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, GetJsonSchemaHandler, StrictInt, Tag
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from msc.model.base import Formula, SpecModel

Values = dict[str, Formula]

RESULT = "The name of the result in later steps."


class ListStepSpec(SpecModel):
    """Reads one page of rows."""

    list: str = Field(
        description="The collection, or a selection of its rows.",
        examples=["loans.filter(l, l.borrower == actor)"],
    )
    result: str = Field(alias="as", description=RESULT, examples=["loans"])
    filters: tuple[str, ...] = Field(
        default=(),
        description="Fields that the caller may filter by.",
        examples=[["status", "amount"]],
    )
    sort: tuple[str, ...] = Field(
        default=(),
        description=(
            "Fields that the caller may sort by; the first one is the default, and a leading "
            "`-` sorts in descending order. Rows without a value come last."
        ),
        examples=[["-created_at", "amount"]],
    )


class CreateStepSpec(SpecModel):
    """Creates a row."""

    create: str = Field(description="The entity of the row.", examples=["loan"])
    set: Values = Field(
        default={},
        description=(
            "The fields of the row and their values; fields with a default may be omitted."
        ),
        examples=[{"borrower": "actor", "amount": "input.amount"}],
    )
    result: str | None = Field(default=None, alias="as", description=RESULT, examples=["loan"])


class UpdateStepSpec(SpecModel):
    """Changes an existing row."""

    update: str = Field(
        description="The row: an input, or the result of an earlier step.", examples=["input.loan"]
    )
    set: Literal["input"] | Values = Field(
        description=(
            "The changed fields and their new values; `input` copies each input that was "
            "sent, except rows, to the field of the same name."
        ),
        examples=[{"kyc_status": "'approved'"}, "input"],
    )
    result: str | None = Field(default=None, alias="as", description=RESULT, examples=["profile"])


class TransitionStepSpec(SpecModel):
    """Moves an existing row to another state; if that is not allowed, the answer is 409."""

    transition: str = Field(
        description="The row: an input, or the result of an earlier step.", examples=["input.loan"]
    )
    to: str = Field(description="The name of the transition.", examples=["fund"])
    set: Values = Field(
        default={},
        description="Other fields that change with the state, and their new values.",
        examples=[{"funded_on": "today"}],
    )
    result: str | None = Field(default=None, alias="as", description=RESULT, examples=["loan"])


class DeleteStepSpec(SpecModel):
    """Deletes an existing row."""

    delete: str = Field(
        description="The row: an input, or the result of an earlier step.",
        examples=["input.comment"],
    )


class PublishStepSpec(SpecModel):
    """Publishes an event if and only if the operation commits."""

    publish: str = Field(description="The event, one of `events`.", examples=["loan.created"])
    values: Values = Field(
        default={},
        description="A value for each field of the event's payload.",
        examples=[{"loan": "loan", "amount": "loan.amount"}],
    )


class NotifyStepSpec(SpecModel):
    """Sends a notification to a person if and only if the operation commits."""

    notify: str = Field(
        description="The row of the person's account.", examples=["input.loan.borrower"]
    )
    notification: str = Field(
        description="The notification, one of `notifications`.", examples=["payment_due"]
    )
    values: Values = Field(
        default={},
        description="A value for each input of the notification.",
        examples=[{"payment": "input.payment"}],
    )


class RequireStepSpec(SpecModel):
    """Rejects the operation unless a rule or a condition holds."""

    require: str = Field(
        description="The name of a rule; or, with `message` and `code`, the expression that must "
        "be true.",
        examples=["kyc_approved", "input.amount <= actor.limit"],
    )
    message: str | None = Field(
        default=None,
        description="The message for people if the condition does not hold.",
        examples=["This is more than you may borrow"],
    )
    code: str | None = Field(
        default=None,
        description="The error code for programs, in UPPER_CASE.",
        examples=["ABOVE_LIMIT"],
    )
    status: StrictInt | None = Field(
        default=None,
        description="The HTTP status of the rejection; 409 by default.",
        examples=[403],
    )


class ForEachStepSpec(SpecModel):
    """Runs steps for every row of a selection."""

    for_each: str = Field(
        description=(
            "The collection, or a selection of its rows: those that are stored before the "
            "operation, and still match in their turn."
        ),
        examples=["users.filter(u, u.role == 'lender')"],
    )
    result: str = Field(
        alias="as", description="The name of the row in the steps.", examples=["lender"]
    )
    steps: tuple["StepSpec", ...] = Field(
        min_length=1,
        description="The steps to run for each row.",
        examples=[[{"notify": "lender", "notification": "new_loan_request"}]],
    )


STEPS: dict[str, type[SpecModel]] = {
    "list": ListStepSpec,
    "create": CreateStepSpec,
    "update": UpdateStepSpec,
    "transition": TransitionStepSpec,
    "delete": DeleteStepSpec,
    "publish": PublishStepSpec,
    "notify": NotifyStepSpec,
    "require": RequireStepSpec,
    "for_each": ForEachStepSpec,
}


KEYS = sorted({field.alias or name for step in STEPS.values()
               for name, field in step.model_fields.items()})  # fmt: skip
NO_MORE = {"additionalProperties": False}


def verb_of(step: Any) -> str | None:
    """The verb of a step, as written."""
    return next((key for key in step if key in STEPS), None) if isinstance(step, dict) else None


def _offered() -> dict[str, Any]:
    """Completions for a step without a verb: all verbs with their descriptions."""
    verbs = {verb: {"description": step.__doc__} for verb, step in STEPS.items()}
    return {key: verbs.get(key, True) for key in (*STEPS, *KEYS)}


class _VerbSchema:
    """Selects the schema of a step by its verb, so that mistakes are reported inside the step."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """A chain of conditions; its last branch lists all keys, to report an unknown verb."""
        choices = {verb: handler(choice) for verb, choice in core_schema["choices"].items()}
        schema: JsonSchemaValue = {"properties": _offered(), **NO_MORE}
        for verb, choice in reversed(choices.items()):
            schema = {"if": {"required": [verb]}, "then": choice, "else": schema}
        return {"type": "object", **schema}


StepSpec = Annotated[
    Annotated[ListStepSpec, Tag("list")]
    | Annotated[CreateStepSpec, Tag("create")]
    | Annotated[UpdateStepSpec, Tag("update")]
    | Annotated[TransitionStepSpec, Tag("transition")]
    | Annotated[DeleteStepSpec, Tag("delete")]
    | Annotated[PublishStepSpec, Tag("publish")]
    | Annotated[NotifyStepSpec, Tag("notify")]
    | Annotated[RequireStepSpec, Tag("require")]
    | Annotated[ForEachStepSpec, Tag("for_each")],
    Discriminator(verb_of),
    _VerbSchema,
]
