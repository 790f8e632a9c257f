"""Every collection of this service, by the name of its entity."""

from shared.dtos.audit_log import AuditLog
from shared.paging import Page
from src.repositories.resource import Resource, Retention
from src.schemas.audit_log import AuditLogCreate

RESOURCES = {
    resource.name: resource
    for resource in (
        Resource(
            name="audit_log",
            collection="audit_logs",
            path="/audit-logs",
            row=AuditLog,
            page=Page[AuditLog],
            create=AuditLogCreate,
            properties={
                "operation": {"bsonType": "string"},
                "category": {"bsonType": "string"},
                "actor_id": {"bsonType": ["string", "null"]},
                "entity_type": {"bsonType": "string"},
                "entity_id": {"bsonType": "string"},
                "request_id": {"bsonType": "string"},
                "occurred_at": {"bsonType": "date"},
                "details": {"bsonType": "object"},
            },
            required=(
                "operation",
                "category",
                "entity_type",
                "entity_id",
                "request_id",
                "occurred_at",
                "details",
            ),
            indexes=(("actor_id", "occurred_at"),),
            retention=Retention("month", 24),
            fields=(
                "operation",
                "category",
                "actor_id",
                "entity_type",
                "entity_id",
                "request_id",
                "occurred_at",
                "details",
            ),
            timestamps=("occurred_at",),
        ),
    )
}
