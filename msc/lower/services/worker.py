"""What the worker does beside its own use cases: it records, and asks the API."""

from msc.ir.behaviour import Home
from msc.ir.entities import Entity, Store
from msc.ir.system import System
from msc.lower.services.channels import linking
from msc.lower.services.usage import Usage


def calls_api(system: System) -> bool:
    """Whether the worker runs operations of the API, or sends links that the API makes."""
    return runs_in_api(system) or bool(linking(system))


def runs_in_api(system: System) -> bool:
    """Whether an event or a job runs an operation that belongs to the API."""
    awaited = (trigger for trigger in system.triggers if not trigger.is_of_people)
    names = (name for trigger in awaited for name in trigger.runs)
    return any(system.operation(name).home is not Home.WORKER for name in names)


def audit_entity(system: System) -> Entity | None:
    """The entity of audit records."""
    return system.entity(system.audit_entity) if system.audit_entity else None


def reaches_documents(usage: Usage, system: System) -> bool:
    """Whether the worker reads or writes documents."""
    audit = audit_entity(system)
    keeps_audit = audit is not None and audit.store is Store.MONGO
    return keeps_audit or usage.reaches(Store.MONGO, system)
