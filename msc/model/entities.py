"""Entities: stored data."""

from typing import Literal

from pydantic import Field

from msc.model.base import Names, SpecModel
from msc.model.fields import FieldSpec


class TransitionSpec(SpecModel):
    """An allowed change of state."""

    sources: str | Names = Field(
        alias="from",
        description="The state, or the list of states, that the row must be in.",
        examples=["requested", ["draft", "placed"]],
    )
    target: str = Field(
        alias="to", description="The state of the row afterwards.", examples=["funded"]
    )


class StatesSpec(SpecModel):
    """The states of a row and the transitions between them."""

    field: str = Field(
        description="The enum field that holds the state; only `transition` steps change it.",
        examples=["status"],
    )
    transitions: dict[str, TransitionSpec] = Field(
        min_length=1,
        description="The allowed transitions, by name.",
        examples=[{"fund": {"from": "requested", "to": "funded"}}],
    )


class AccessSpec(SpecModel):
    """Who sees a row. Without it, everybody sees it.

    To others a row that a request names, or that an operation returns through a reference, is 404.
    A list shows people who see some rows only their own ones, and is 403 for those who see none.
    An operation of the public cannot show such rows.
    """

    owner: str | None = Field(
        default=None,
        description="The reference field that holds the owner, or `id` for the account itself.",
        examples=["borrower"],
    )
    read: tuple[str, ...] = Field(
        default=(),
        description="Roles that see every row, as the owner sees his.",
        examples=[["admin"]],
    )


class EntitySpec(SpecModel):
    """A kind of thing that the system stores as rows."""

    description: str = Field(
        default="",
        description="What a row represents.",
        examples=["A borrower's request for money, and what became of it."],
    )
    plural: str | None = Field(
        default=None,
        description=(
            "The name of the collection in expressions and paths, if the regular plural is wrong."
        ),
        examples=["people"],
    )
    store: Literal["postgres", "mongo"] = Field(
        default="postgres",
        description=(
            "Where rows are stored: `postgres` for business data, `mongo` for append-only records, "
            "which nothing but the audit writes yet."
        ),
        examples=["mongo"],
    )
    fields: dict[str, FieldSpec] = Field(
        min_length=1,
        description=(
            "The fields, in addition to the id, created_at, updated_at and version of each row."
        ),
        examples=[{"title": "string", "price": {"type": "money", "minimum": 0}}],
    )
    unique: tuple[Names, ...] = Field(
        default=(),
        description=(
            "Lists of fields whose combined values must be unique. Rows in which one of them "
            "is missing never conflict."
        ),
        examples=[[["loan", "number"]]],
    )
    indexes: tuple[Names, ...] = Field(
        default=(),
        description="Lists of fields that are indexed together.",
        examples=[[["status", "created_at"]]],
    )
    states: StatesSpec | None = Field(
        default=None,
        description="The state machine of the entity, if it has one.",
        examples=[{"field": "status", "transitions": {"pay": {"from": "open", "to": "paid"}}}],
    )
    access: AccessSpec | None = Field(
        default=None,
        description="Who sees a row; without it, everybody does.",
        examples=[{"owner": "borrower", "read": ["admin"]}],
    )
    retention: str | None = Field(
        default=None,
        description=(
            "How long a document in mongo is kept after its creation, in whole days, weeks, months"
            " or years of the calendar; forever by default. Not supported for rows in postgres yet."
        ),
        examples=["7 years"],
    )
    renamed_from: str | None = Field(
        default=None,
        description="The entity's former name, so that a migration renames it and keeps its data.",
        examples=["customer"],
    )
