"""Scenarios for the end-to-end tests of the emitted system."""

from typing import Annotated, Any

from pydantic import Discriminator, Field, GetJsonSchemaHandler, StrictBool, StrictInt, Tag
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from msc.model.base import Scalar, SpecModel
from msc.providers import CHANNELS


class RequestStepSpec(SpecModel):
    """An HTTP request to the system."""

    request: str = Field(
        description="Method and path under the base path.", examples=["POST /loans"]
    )
    description: str = Field(
        default="",
        description="What happens in this step, for readers of the journey.",
        examples=["Too early, the address is not verified yet."],
    )
    token: str | None = Field(
        default=None,
        description="The saved value to send as the access token; none by default.",
        examples=["borrower_token"],
    )
    body: dict[str, Any] | None = Field(
        default=None,
        description="The JSON body; `${name}` inserts a saved value.",
        examples=[{"amount": "5000.00", "duration_months": 24}],
    )
    status: StrictInt = Field(description="The expected HTTP status.", examples=[201])
    code: str | None = Field(
        default=None,
        description="The expected error code.",
        examples=["EMAIL_NOT_VERIFIED"],
    )
    keep: dict[str, str] = Field(
        default={},
        description="Values to save: a new name, and the path of the value in the response.",
        examples=[{"loan_id": "id"}],
    )
    trace: StrictBool = Field(
        default=False,
        description=(
            "Whether the request and its effects must appear in the logs of every service involved."
        ),
        examples=[True],
    )


class TellBotStepSpec(SpecModel):
    """A person sends a message to the bot."""

    tell_bot: str = Field(description="The message to send.", examples=["/start ${link_code}"])
    chat: str = Field(description="The id of the person's chat.", examples=["70001"])


class WaitForMessageStepSpec(SpecModel):
    """A message must arrive."""

    wait_for: str = Field(
        description=f"The channel: {' or '.join(f'`{name}`' for name in CHANNELS)}.",
        examples=["email"],
    )
    to: str = Field(
        description="The chat or the address of the recipient.",
        examples=["boris@borrower.example"],
    )
    contains: str = Field(
        description="Text that the message must contain.", examples=["Confirm your address"]
    )
    keep_link: dict[str, str] = Field(
        default={},
        description=(
            "Values to save: a new name, and a query parameter of the link in the message."
        ),
        examples=[{"verification_token": "token"}],
    )


class WaitForRowStepSpec(SpecModel):
    """A row must exist."""

    wait_for: str = Field(description="The entity of the row.", examples=["loan"])
    where: dict[str, Scalar] = Field(
        description="Fields of the row and their values.",
        examples=[{"id": "${loan_id}", "status": "requested"}],
    )


JOURNEY_STEPS: dict[str, type[SpecModel]] = {
    "request": RequestStepSpec,
    "tell_bot": TellBotStepSpec,
    "wait_for_message": WaitForMessageStepSpec,
    "wait_for_row": WaitForRowStepSpec,
}

KEYS = sorted({field.alias or name for step in JOURNEY_STEPS.values()
               for name, field in step.model_fields.items()})  # fmt: skip


def kind_of(step: Any) -> str | None:
    """The kind of a step, as written."""
    if not isinstance(step, dict):
        return None
    if "wait_for" in step:
        awaited = step["wait_for"]
        of_message = isinstance(awaited, str) and awaited in CHANNELS
        return "wait_for_message" if of_message else "wait_for_row"
    return next((key for key in ("request", "tell_bot") if key in step), None)


class _KindSchema:
    """Selects the schema of a step by its verb, so that mistakes are reported inside the step."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """A chain of conditions whose last branch lists the verbs, to report an unknown one."""
        chosen = {kind: handler(choice) for kind, choice in core_schema["choices"].items()}
        by_channel = {
            "if": {"properties": {"wait_for": {"enum": list(CHANNELS)}}},
            "then": chosen["wait_for_message"],
            "else": chosen["wait_for_row"],
        }
        schema: JsonSchemaValue = {
            "properties": dict.fromkeys(KEYS, True),
            "additionalProperties": False,
        }
        verbs = {"request": chosen["request"], "tell_bot": chosen["tell_bot"]}
        for verb, choice in {**verbs, "wait_for": by_channel}.items():
            schema = {"if": {"required": [verb]}, "then": choice, "else": schema}
        return {"type": "object", **schema}


JourneyStepSpec = Annotated[
    Annotated[RequestStepSpec, Tag("request")]
    | Annotated[TellBotStepSpec, Tag("tell_bot")]
    | Annotated[WaitForMessageStepSpec, Tag("wait_for_message")]
    | Annotated[WaitForRowStepSpec, Tag("wait_for_row")],
    Discriminator(kind_of),
    _KindSchema,
]


class JourneySpec(SpecModel):
    """A scenario, step by step, starting from an empty system."""

    description: str = Field(
        description="What the journey demonstrates.",
        examples=["A borrower registers, is approved and asks for a loan."],
    )
    steps: tuple[JourneyStepSpec, ...] = Field(
        min_length=1,
        description="The steps, in order.",
        examples=[[{"request": "GET /loans", "status": 200}]],
    )
