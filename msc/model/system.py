"""The sections about the system as a whole."""

from pydantic import Field

from msc.model.base import SpecModel


class SystemSpec(SpecModel):
    """The system as a whole."""

    name: str = Field(
        description="The system's name in code, databases and queues, in snake_case.",
        examples=["p2p_lending"],
    )
    title: str | None = Field(
        default=None,
        description="The display name; derived from `name` by default.",
        examples=["P2P Lending"],
    )
    description: str = Field(
        description="The purpose of the system, in a sentence or two.",
        examples=["People lend money to each other."],
    )
    currency: str = Field(
        default="EUR",
        description="The ISO 4217 currency of every `money` value.",
        examples=["EUR"],
    )
    time_zone: str = Field(
        default="UTC",
        description="The IANA time zone of schedules and of `today`.",
        examples=["Europe/Berlin"],
    )
    base_path: str = Field(
        default="/api/v1",
        description="The path prefix of all endpoints.",
        examples=["/api/v1"],
    )


class TypeSpec(SpecModel):
    """A type that several fields share."""

    enum: tuple[str, ...] = Field(
        min_length=1,
        description="The allowed values. Lists of rows sort by them in this order.",
        examples=[["pending", "approved", "rejected"]],
    )
    description: str = Field(
        default="",
        description="What the type represents.",
        examples=["How far the check of an identity has come."],
    )


class IntegrationSpec(SpecModel):
    """An external provider that the system uses; development uses its simulator."""

    provider: str = Field(
        description="The external provider, which serves one channel.",
        examples=["sendgrid"],
    )
    sender: str | None = Field(
        default=None,
        description="The sender address of e-mails; required for e-mail providers.",
        examples=["no-reply@p2p-lending.example"],
    )


class AuditSpec(SpecModel):
    """Where the records of audited operations are stored."""

    entity: str = Field(
        description=(
            "The entity, stored in mongo, that receives one document per audited operation. "
            "Its fields are those of the example `pocket`: `msc check` writes out what is missing."
        ),
        examples=["audit_log"],
    )


class QuestionSpec(SpecModel):
    """An open question of the spec; its answer is recorded in `answers.yaml`."""

    text: str = Field(
        description="The question, as a person would ask it.",
        examples=["How is a borrower's income verified?"],
    )
    options: tuple[str | int, ...] = Field(
        default=(),
        description="The possible answers; without options, any text is allowed.",
        examples=[["self_declared", "bank_statement"]],
    )
    default: str | int | None = Field(
        default=None,
        description="The answer until somebody gives another one.",
        examples=["self_declared"],
    )
    blocks: tuple[str, ...] = Field(
        default=(),
        description="The operations that cannot be built without an answer.",
        examples=[["refund_order"]],
    )
