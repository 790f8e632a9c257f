"""What `access` of an entity is in code: its owner, its readers, and the part of a list."""

from msc.ir.entities import Access
from msc.ir.sight import is_restricted_list
from msc.ir.steps import ListStep
from msc.ir.walk import all_steps
from msc.lower.operations.body import Body
from msc.lower.pycode import literal
from msc.lower.shapes.names import owner_attribute

CALLER = "src.application.caller"


def reading_roles(body: Body, access: Access) -> list[str]:
    """The roles that see every row."""
    if access.readers:
        body.imports.add("shared.dtos.enums", "Role")
    return [f"Role.{reader.upper()}" for reader in access.readers]


def require_roles_of_lists(body: Body) -> None:
    """Rejects people who see no row of a list, before anything else is loaded."""
    for step in all_steps(body.operation.steps):
        if isinstance(step, ListStep) and is_restricted_list(step, body.operation, body.system):
            entity = body.system.entity(step.query.entity)
            if owner_attribute(entity) is None:
                body.imports.add(CALLER, "require_role")
                body.emit(
                    f"require_role({', '.join(['actor', *reading_roles(body, entity.access)])})"
                )


def visible_page(body: Body, step: ListStep) -> str:
    """The page request, narrowed to the rows that the actor sees."""
    page = "inputs.page"
    if not is_restricted_list(step, body.operation, body.system):
        return page
    entity = body.system.entity(step.query.entity)
    owner, readers = owner_attribute(entity), reading_roles(body, entity.access)
    if owner is None:
        return page
    body.imports.add(CALLER, "own_rows")
    return f"own_rows({', '.join([page, 'actor', literal(owner), *readers])})"
