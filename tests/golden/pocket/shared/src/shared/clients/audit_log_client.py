"""The client of the rows of AuditLog."""

from shared.clients.rows import RowsClient
from shared.dtos.audit_log import AuditLog


class AuditLogClient(RowsClient[AuditLog, str]):
    """Reads and writes rows of AuditLog."""

    kind = AuditLog
    path = "/api/v1/audit-logs"
