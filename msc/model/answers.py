"""Answers to open questions, kept beside the spec in `answers.yaml`."""

from typing import Literal

from pydantic import Field, StrictBool

from msc.model.base import SpecModel


class AnswerSpec(SpecModel):
    """One answer; it counts once a person has accepted it."""

    value: str | int = Field(
        description="The answer: one of the question's options, or any text if it has none.",
        examples=["bank_statement"],
    )
    accepted: StrictBool = Field(
        default=True,
        description="Whether a person has accepted it; a model's proposal starts as `false`.",
        examples=[False],
    )
    proposed_by: Literal["person", "model"] = Field(
        default="person",
        description="Who first gave the answer.",
        examples=["model"],
    )
    reason: str = Field(
        default="",
        description="The reason for this answer.",
        examples=["The mission asks for identity checks."],
    )


class AnswersSpec(SpecModel):
    """The file next to `spec.yaml` that records decisions."""

    answers: dict[str, AnswerSpec] = Field(
        default={},
        description="Answers by question name.",
        examples=[{"income_verification": {"value": "bank_statement"}}],
    )
