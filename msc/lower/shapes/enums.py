"""The enums of a system: declared types, enums of single fields, and roles."""

from msc.ir.fields import EnumType, RoleType
from msc.ir.system import System


def enums(system: System) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every enum by name, with its values in order."""
    declared: dict[str, tuple[str, ...]] = {enum.name: enum.values for enum in system.enums}
    if system.roles:
        declared["role"] = tuple(role.name for role in system.roles)
    for entity in system.entities:
        for field in entity.fields:
            if isinstance(field.type, EnumType):
                declared[field.type.name] = field.type.values
            elif isinstance(field.type, RoleType):
                declared["role"] = field.type.values
    for operation in system.operations:
        for input_ in operation.inputs:
            if isinstance(input_.field.type, EnumType):
                declared[input_.field.type.name] = input_.field.type.values
    return tuple(sorted(declared.items()))
