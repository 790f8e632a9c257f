"""The whole spec: the merged sections of all files."""

from pydantic import Field, StrictInt

from msc.model.authentication import AuthenticationSpec
from msc.model.base import SpecModel
from msc.model.entities import EntitySpec
from msc.model.journeys import JourneySpec
from msc.model.operations import OperationSpec, RuleSpec
from msc.model.system import AuditSpec, IntegrationSpec, QuestionSpec, SystemSpec, TypeSpec
from msc.model.triggers import NotificationSpec, TriggerSections


class _Foundation(SpecModel):
    """The sections that triggers depend on."""

    language: StrictInt = Field(description="The version of the spec language.", examples=[1])
    system: SystemSpec = Field(
        description="The name and the conventions of the system.",
        examples=[{"name": "p2p_lending", "description": "People lend money to each other."}],
    )
    roles: dict[str, str] = Field(
        default={},
        description="The kinds of people who have accounts, and what each of them does.",
        examples=[{"borrower": "Creates loan requests, receives funds and makes payments."}],
    )
    types: dict[str, TypeSpec] = Field(
        default={},
        description="Types that several fields share.",
        examples=[{"loan_status": {"enum": ["requested", "funded"]}}],
    )
    authentication: AuthenticationSpec | None = Field(
        default=None,
        description="Accounts and sign-in. Without it, every operation is `public` or `system`.",
        examples=[{"account": "user"}],
    )
    audit: AuditSpec | None = Field(
        default=None,
        description="Where the records of audited operations are stored.",
        examples=[{"entity": "audit_log"}],
    )
    integrations: dict[str, IntegrationSpec] = Field(
        default={},
        description="External providers, by a name of your choice.",
        examples=[{"mail": {"provider": "sendgrid", "sender": "no-reply@p2p.example"}}],
    )
    notifications: dict[str, NotificationSpec] = Field(
        default={},
        description="Messages to people, by name.",
        examples=[{"welcome": {"channels": ["email"], "subject": "Hello", "text": "Hello!"}}],
    )
    entities: dict[str, EntitySpec] = Field(
        default={},
        description="The stored entities, by name in the singular.",
        examples=[{"book": {"fields": {"title": "string"}}}],
    )
    rules: dict[str, RuleSpec] = Field(
        default={},
        description="Predicates that operations require, by name.",
        examples=[
            {"adult": {"holds": "input.age >= 18", "message": "Too young", "code": "TOO_YOUNG"}}
        ],
    )
    operations: dict[str, OperationSpec] = Field(
        default={},
        description="The actions of the system, by name; each is declared once.",
        examples=[{"get_loan": {"actor": "any", "input": {"loan": "loan"}}}],
    )


class Spec(TriggerSections, _Foundation):
    """A spec: entities, operations and the triggers that run them."""

    journeys: dict[str, JourneySpec] = Field(
        default={},
        description="Scenarios for the end-to-end test, by name.",
        examples=[
            {
                "browse": {
                    "description": "Anyone can browse.",
                    "steps": [{"request": "GET /loans", "status": 200}],
                }
            }
        ],
    )
    questions: dict[str, QuestionSpec] = Field(
        default={},
        description="Open questions, by name.",
        examples=[{"secondary_market": {"text": "When can lenders sell their loans?"}}],
    )
    removed: dict[str, str] = Field(
        default={},
        description=(
            "Elements removed together with their stored data, and the reason: an entity, a "
            "field (`loan.purpose`) or an enum value (`loan.status.lost`). Without it, the "
            "build stops."
        ),
        examples=[{"loan.purpose": "Nobody ever filled it in."}],
    )
