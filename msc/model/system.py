"""The sections that describe the system as a whole."""

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
        description="The name that people see. By default the words of `name`.",
        examples=["P2P Lending"],
    )
    description: str = Field(
        description="What the system is for, in a sentence or two.",
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
        description="The path under which all endpoints live.",
        examples=["/api/v1"],
    )


class TypeSpec(SpecModel):
    """A type that several fields share."""

    enum: tuple[str, ...] = Field(
        min_length=1,
        description="The words that a value may be. Lists of rows sort them in this order.",
        examples=[["pending", "approved", "rejected"]],
    )
    description: str = Field(
        default="",
        description="What the type stands for.",
        examples=["How far the check of an identity has come."],
    )


class IntegrationSpec(SpecModel):
    """An outside provider that the system talks to, and in development its simulator."""

    provider: str = Field(
        description="The outside provider, which serves one channel.",
        examples=["sendgrid"],
    )
    sender: str | None = Field(
        default=None,
        description="The address that e-mails come from; required for providers of e-mail.",
        examples=["no-reply@p2p-lending.example"],
    )


class AuditSpec(SpecModel):
    """Where records of audited operations are kept."""

    entity: str = Field(
        description="The entity, stored in mongo, that gets one document per audited operation.",
        examples=["audit_log"],
    )


class QuestionSpec(SpecModel):
    """Something that the spec leaves open; its answer is kept in `answers.yaml`."""

    text: str = Field(
        description="The question, as a person would ask it.",
        examples=["How is a borrower's income verified?"],
    )
    options: tuple[str | int, ...] = Field(
        default=(),
        description="The answers to choose from; without options any text is an answer.",
        examples=[["self_declared", "bank_statement"]],
    )
    default: str | int | None = Field(
        default=None,
        description="The answer that holds as long as nobody gives another.",
        examples=["self_declared"],
    )
    blocks: tuple[str, ...] = Field(
        default=(),
        description="The operations that cannot be built before there is an answer.",
        examples=[["refund_order"]],
    )
