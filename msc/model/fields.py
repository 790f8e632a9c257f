"""Fields of entities, inputs of operations, payloads of events."""

from typing import Any, ClassVar, Literal

from pydantic import Field, StrictBool, StrictInt

from msc.model.base import ShortFormModel

Number = StrictInt | float | str
"""A bound: a number, or its exact text in quotes."""


class ValueSpec(ShortFormModel):
    """Properties of any named value."""

    short_key: ClassVar[str] = "type"

    type: str | None = Field(
        default=None,
        description="A built-in type such as `string` or `money`, a type that `types` declares, or "
        "in inputs and payloads an entity (`loan`, one of its rows) or the type of a field "
        "(`loan.amount`).",
        examples=["money"],
    )
    enum: tuple[str, ...] | None = Field(
        default=None,
        min_length=1,
        description="The allowed values, if no other field shares them.",
        examples=[["draft", "published"]],
    )
    description: str = Field(
        default="",
        description="What the value means, if the name does not make it clear.",
        examples=["Per cent a year."],
    )
    optional: StrictBool = Field(
        default=False,
        description="Whether the value may be missing.",
        examples=[True],
    )
    minimum: Number | None = Field(
        default=None,
        description="The smallest value of an integer, decimal or money.",
        examples=[100],
    )
    maximum: Number | None = Field(
        default=None,
        description="The largest value of an integer, decimal or money.",
        examples=[50000],
    )
    min_length: StrictInt | None = Field(
        default=None,
        description="The minimum length of a string, text or password, in characters.",
        examples=[2],
    )
    max_length: StrictInt | None = Field(
        default=None,
        description=(
            "The maximum length of a string, text or secret, in characters; 255 for a string "
            "by default."
        ),
        examples=[120],
    )
    pattern: str | None = Field(
        default=None,
        description="The regular expression that a string must match.",
        examples=["^[A-Z]{2}$"],
    )
    scale: StrictInt | None = Field(
        default=None,
        description="The number of decimal places of a decimal; required for this type.",
        examples=[2],
    )
    precision: StrictInt | None = Field(
        default=None,
        description="The number of digits of a decimal, 18 by default.",
        examples=[18],
    )
    default: Any = Field(
        default=None,
        description="The value if a row or input has none.",
        examples=[0],
    )


class FieldSpec(ValueSpec):
    """A field of an entity. The short form `title: string` needs only its type."""

    reference: str | None = Field(
        default=None,
        description="The entity that the field refers to, instead of a type.",
        examples=["user"],
    )
    on_delete: Literal["restrict", "cascade", "clear"] | None = Field(
        default=None,
        description=(
            "What happens to this row when the row it refers to is deleted: `restrict` "
            "rejects the deletion (the default), `cascade` deletes this row too, `clear` "
            "empties the field."
        ),
        examples=["restrict"],
    )
    unique: StrictBool = Field(
        default=False,
        description="Whether each value may occur in one row only.",
        examples=[True],
    )
    write_once: StrictBool = Field(
        default=False,
        description="Whether the value is fixed once the row exists.",
        examples=[True],
    )
    personal: StrictBool = Field(
        default=False,
        description="Whether the value is personal data, which logs mask.",
        examples=[True],
    )
    fill: Any = Field(
        default=None,
        description=(
            "The value for rows that exist before the field does, or before it becomes "
            "required; the default, if there is one."
        ),
        examples=["unknown"],
    )
    renamed_from: str | None = Field(
        default=None,
        description="The field's former name, so that a migration renames it and keeps its data.",
        examples=["name"],
    )
    narrowed_from: str | None = Field(
        default=None,
        description=(
            "The field's former type, required when the conversion of stored values may drop "
            "digits or the time of day. Without it, the build stops."
        ),
        examples=["decimal(18, 4)"],
    )


class InputSpec(ValueSpec):
    """An input of an operation. The short form `amount: loan.amount` copies a field's type."""


class PayloadSpec(ShortFormModel):
    """A value that an event or a notification carries."""

    short_key: ClassVar[str] = "type"

    type: str = Field(
        description=(
            "An entity (`loan`, one of its rows), the type of a field (`loan.amount`), a "
            "built-in type without options, or a declared type."
        ),
        examples=["loan"],
    )
    description: str = Field(
        default="",
        description="What the value means, if the name does not make it clear.",
        examples=["What the borrower asks for."],
    )
    optional: StrictBool = Field(
        default=False,
        description="Whether the value may be missing.",
        examples=[True],
    )
