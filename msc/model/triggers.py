"""What runs operations, and what the system sends."""

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, StrictBool, StrictInt

from msc.model.base import ShortFormModel, SpecModel
from msc.model.fields import PayloadSpec
from msc.providers import CHANNELS

if TYPE_CHECKING:
    type ChannelName = str
else:
    # The type checker wants the words written out, and the table of channels has them already.
    ChannelName = Literal[tuple(CHANNELS)]
"""A channel of the catalogue."""


class EndpointSpec(ShortFormModel):
    """An HTTP method and path that run an operation. The short form is the operation's name."""

    short_key: ClassVar[str] = "run"

    run: str = Field(
        description="The operation to run, one of `operations`.", examples=["create_loan"]
    )
    status: StrictInt | None = Field(
        default=None,
        description="The HTTP status of success: by default 201 if a POST returns the result of a "
        "`create` step, 204 if the operation returns nothing, otherwise 200.",
        examples=[202],
    )


class EventSpec(SpecModel):
    """A fact that operations publish; events can trigger operations."""

    description: str = Field(
        default="",
        description="The fact that the event announces.",
        examples=["A borrower asks for a loan."],
    )
    version: StrictInt = Field(
        default=1,
        description="The version of the payload; increase it when the meaning changes.",
        examples=[2],
    )
    payload: dict[str, PayloadSpec] = Field(
        default={},
        description="The fields of the payload.",
        examples=[{"loan": "loan", "amount": "loan.amount"}],
    )
    then: tuple[str, ...] = Field(
        default=(),
        description=(
            "Operations of the system that run when the event arrives; their inputs are the "
            "payload fields with the same names."
        ),
        examples=[["tell_lenders_about_loan"]],
    )
    audience: Literal["internal", "external"] = Field(
        default="internal",
        description="`external` if other systems read or publish the event.",
        examples=["external"],
    )


class JobSpec(SpecModel):
    """Work that the system does on a schedule."""

    description: str = Field(
        default="",
        description="What it does, in one sentence.",
        examples=["Reminds borrowers of payments that are due within three days."],
    )
    schedule: str = Field(
        description="When it is due: `every 5 minutes`, `hourly at :15`, `daily at 09:00`, "
        "`weekly on monday at 09:00` or `monthly on 1 at 03:00`.",
        examples=["daily at 09:00"],
    )
    run: str = Field(
        description="The operation to run, whose actor is `system`.", examples=["remind_of_payment"]
    )
    for_each: dict[str, str] = Field(
        default={},
        description=(
            "Runs the operation for every row of a selection; its only key is the input that "
            "receives the row."
        ),
        examples=[{"payment": "payments.filter(p, p.due_date <= today)"}],
    )
    once_per: str | None = Field(
        default=None,
        description="The row's name in `for_each`, if no row may be handled twice.",
        examples=["payment"],
    )
    missed: Literal["run_once", "skip"] = Field(
        default="run_once",
        description="What happens to runs that were due while the system was down.",
        examples=["skip"],
    )


class CommandSpec(SpecModel):
    """A command of the bot: it links an account, runs an operation, lists commands or replies."""

    description: str = Field(
        description="What it does, as shown in Telegram's menu.",
        examples=["List your active loans."],
    )
    argument: str | None = Field(
        default=None,
        description="The name of the command's argument: the linking code.",
        examples=["code"],
    )
    link_account: StrictBool = Field(
        default=False,
        description="Links the chat to the account that requested the code in the argument.",
        examples=[True],
    )
    list_commands: StrictBool = Field(
        default=False,
        description="Replies with the list of all commands.",
        examples=[True],
    )
    run: str | None = Field(
        default=None,
        description=(
            "The operation to run as the linked person: one with a `list` step and no input."
        ),
        examples=["list_own_active_loans"],
    )
    reply: str | None = Field(
        default=None,
        description="The whole reply, or the message after the chat was linked.",
        examples=["This chat is now linked to your account."],
    )
    reply_each: str | None = Field(
        default=None,
        description="The line for each row that the operation returns, available as `item`.",
        examples=["${item.amount} EUR: ${item.status}"],
    )
    reply_empty: str | None = Field(
        default=None,
        description="The reply when the operation returns no rows.",
        examples=["You have no active loans."],
    )
    without_argument: str | None = Field(
        default=None,
        description="The reply when the code is missing.",
        examples=["Send me your code as /start CODE."],
    )


class BotSpec(SpecModel):
    """The Telegram bot."""

    commands: dict[str, CommandSpec] = Field(
        min_length=1,
        description="Its commands, in the order of its menu.",
        examples=[{"help": {"description": "Show what I can do.", "list_commands": True}}],
    )


class NotificationSpec(SpecModel):
    """A message to a person."""

    channels: tuple[ChannelName, ...] = Field(
        min_length=1,
        description=(
            "The channels; the message is sent over each one on which the person can be reached."
        ),
        examples=[["telegram", "email"]],
    )
    input: dict[str, PayloadSpec] = Field(
        default={},
        description="The values available in its texts, besides `recipient`.",
        examples=[{"payment": "payment"}],
    )
    subject: str | None = Field(
        default=None,
        description="The subject of the e-mail.",
        examples=["Your payment is due soon"],
    )
    text: str = Field(
        description="The text; `${…}` holds an expression.",
        examples=["Your payment of ${payment.amount} EUR is due on ${payment.due_date}."],
    )


class TriggerSections(SpecModel):
    """The sections of a spec that run operations."""

    events: dict[str, EventSpec] = Field(
        default={},
        description="Facts that operations publish, by name (`noun.participle`).",
        examples=[{"loan.created": {"payload": {"loan": "loan"}}}],
    )
    endpoints: dict[str, EndpointSpec] = Field(
        default={},
        description=(
            "The HTTP API: method and path, and the operation that they run. A name in braces"
            " is a row input of the operation."
        ),
        examples=[{"POST /loans": "create_loan"}],
    )
    jobs: dict[str, JobSpec] = Field(
        default={},
        description="Scheduled work, by name.",
        examples=[{"clean_up": {"schedule": "daily at 03:00", "run": "clean_up"}}],
    )
    bot: BotSpec | None = Field(
        default=None,
        description="The Telegram bot.",
        examples=[{"commands": {"help": {"description": "Help.", "list_commands": True}}}],
    )
