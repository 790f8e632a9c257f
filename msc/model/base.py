"""Foundations of all spec models: strictness, short forms and scalars."""

from typing import Annotated, ClassVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue, WithJsonSchema
from pydantic_core import CoreSchema


class SpecModel(BaseModel):
    """A mapping in the spec; unknown keys are rejected."""

    # Building the validators is left to the root, which needs each of them once.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class ShortFormModel(SpecModel):
    """A mapping that can be written as the bare value of its main key."""

    short_key: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def expand(cls, value: object) -> object:
        """The mapping that a short form abbreviates."""
        return {cls.short_key: value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """One schema for both forms, so that mistakes inside the mapping have their own place."""
        schema = handler(core_schema)
        handler.resolve_ref_schema(schema)["type"] = ["string", "object"]
        return schema


Scalar = StrictBool | StrictInt | StrictFloat | StrictStr
"""A single value that is not null."""

Formula = Annotated[
    Scalar | None, WithJsonSchema({"type": ["string", "number", "boolean", "null"]})
]
"""An expression; the literals `3`, `true` and `null` may stand without quotes."""

Names = Annotated[tuple[str, ...], Field(min_length=1)]
"""A list of names that is not empty."""
