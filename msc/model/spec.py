"""The whole spec: all sections of all files together."""

from pydantic import Field, StrictInt

from msc.model.authentication import AuthenticationSpec
from msc.model.base import SpecModel
from msc.model.entities import EntitySpec
from msc.model.journeys import JourneySpec
from msc.model.operations import OperationSpec, RuleSpec
from msc.model.system import AuditSpec, IntegrationSpec, QuestionSpec, SystemSpec, TypeSpec
from msc.model.triggers import NotificationSpec, TriggerSections


class _Foundation(SpecModel):
    """What triggers stand on."""

    language: StrictInt = Field(description="The version of the spec language.", examples=[1])
    system: SystemSpec = Field(
        description="What the system is called and which conventions it follows.",
        examples=[{"name": "p2p_lending", "description": "People lend money to each other."}],
    )
    roles: dict[str, str] = Field(
        default={},
        description="The kinds of people that have accounts, and what each does.",
        examples=[{"borrower": "Creates loan requests, receives funds and makes payments."}],
    )
    types: dict[str, TypeSpec] = Field(
        default={},
        description="Types that several fields share.",
        examples=[{"loan_status": {"enum": ["requested", "funded"]}}],
    )
    authentication: AuthenticationSpec | None = Field(
        default=None,
        description="Accounts and how people sign in. Without it every operation is public or "
        "the system's.",
        examples=[{"account": "user"}],
    )
    audit: AuditSpec | None = Field(
        default=None,
        description="Where records of audited operations are kept.",
        examples=[{"entity": "audit_log"}],
    )
    integrations: dict[str, IntegrationSpec] = Field(
        default={},
        description="Outside providers, by a name of your choice.",
        examples=[{"mail": {"provider": "sendgrid", "sender": "no-reply@p2p.example"}}],
    )
    notifications: dict[str, NotificationSpec] = Field(
        default={},
        description="Messages to people, by name.",
        examples=[{"welcome": {"channels": ["email"], "subject": "Hello", "text": "Hello!"}}],
    )
    entities: dict[str, EntitySpec] = Field(
        default={},
        description="What is stored, by name in the singular.",
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
        description="What the system does, by name; each is written once.",
        examples=[{"get_loan": {"actor": "any", "input": {"loan": "loan"}}}],
    )


class Spec(TriggerSections, _Foundation):
    """A spec: nouns, verbs that are written once, and triggers that call them."""

    journeys: dict[str, JourneySpec] = Field(
        default={},
        description="Stories that the end-to-end test walks, by name.",
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
        description="What the spec leaves open, by name.",
        examples=[{"secondary_market": {"text": "When can lenders sell their loans?"}}],
    )
    removed: dict[str, str] = Field(
        default={},
        description="What left the spec together with its stored data, and why: an entity, a field "
        "(`loan.purpose`) or a word of an enum (`loan.status.lost`). A build stops until it is "
        "said.",
        examples=[{"loan.purpose": "Nobody ever filled it in."}],
    )
