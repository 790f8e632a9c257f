"""Fields of entities, inputs of operations, payloads of events."""

from typing import Any, ClassVar, Literal

from pydantic import Field, StrictBool, StrictInt

from msc.model.base import ShortFormModel

Number = StrictInt | float | str
"""A bound: a number, or its exact text in quotes."""


class ValueSpec(ShortFormModel):
    """What any named value can say about itself."""

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
        description="The words that the value may be, when no other field shares them.",
        examples=[["draft", "published"]],
    )
    description: str = Field(
        default="",
        description="What the value means, where its name does not say it.",
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
        description="The least number of characters of a string, text or password.",
        examples=[2],
    )
    max_length: StrictInt | None = Field(
        default=None,
        description="The greatest number of characters of a string, text or secret. A string has "
        "at most 255 by default.",
        examples=[120],
    )
    pattern: str | None = Field(
        default=None,
        description="The regular expression that a string must match.",
        examples=["^[A-Z]{2}$"],
    )
    scale: StrictInt | None = Field(
        default=None,
        description="The number of decimal places of a decimal; required there.",
        examples=[2],
    )
    precision: StrictInt | None = Field(
        default=None,
        description="The number of digits of a decimal, 18 by default.",
        examples=[18],
    )
    default: Any = Field(
        default=None,
        description="The value of a row or input that does not give one.",
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
        description="What happens to this row when the row it refers to is deleted: `restrict` "
        "refuses the deletion (the default), `cascade` deletes this row too, `clear` empties "
        "the field.",
        examples=["restrict"],
    )
    unique: StrictBool = Field(
        default=False,
        description="Whether no two rows may have the same value.",
        examples=[True],
    )
    write_once: StrictBool = Field(
        default=False,
        description="Whether the value can no longer change once the row exists.",
        examples=[True],
    )
    personal: StrictBool = Field(
        default=False,
        description="Whether it is personal data, which logs mask.",
        examples=[True],
    )
    fill: Any = Field(
        default=None,
        description="What rows get that are stored before the field is, or before it is required; "
        "its default if it has one.",
        examples=["unknown"],
    )
    renamed_from: str | None = Field(
        default=None,
        description="The field's former name, so that a migration renames it and keeps its data.",
        examples=["name"],
    )
    narrowed_from: str | None = Field(
        default=None,
        description="The field's former type, where stored values may lose digits or the time of "
        "day as they become the new one. A build stops until it is said.",
        examples=["decimal(18, 4)"],
    )


class InputSpec(ValueSpec):
    """An input of an operation. The short form `amount: loan.amount` copies a field's type."""


class PayloadSpec(ShortFormModel):
    """A value that an event or a notification carries."""

    short_key: ClassVar[str] = "type"

    type: str = Field(
        description="An entity (`loan`, one of its rows), the type of a field (`loan.amount`), a "
        "built-in type that needs no more than its name, or a declared type.",
        examples=["loan"],
    )
    description: str = Field(
        default="",
        description="What the value means, where its name does not say it.",
        examples=["What the borrower asks for."],
    )
    optional: StrictBool = Field(
        default=False,
        description="Whether the value may be missing.",
        examples=[True],
    )
