"""Who may run an operation, and who sees a row."""

from msc.core.record import Record
from msc.ir.behaviour import ActorKind, Operation
from msc.ir.sight import shuts_out
from msc.ir.steps import ListStep
from msc.reference.stored import Refused, Row, Stored
from msc.reference.values import Value

OF_PEOPLE = (ActorKind.SIGNED_IN, ActorKind.ROLES)


class Viewer(Record):
    """Whoever runs an operation: a person, or nobody that it knows of."""

    operation: Operation
    stored: Stored
    person: str | None

    @property
    def actor(self) -> Row | None:
        """The account, if the operation is one of people and it is there."""
        accounts = self.stored.system.authentication
        is_known = self.operation.actor.kind in OF_PEOPLE and self.person is not None
        if accounts is None or not is_known:
            return None
        return self.stored.row(accounts.account, str(self.person))

    @property
    def _role(self) -> Value:
        actor, accounts = self.actor, self.stored.system.authentication
        return None if actor is None or accounts is None else actor.values[accounts.role]

    def admit(self) -> None:
        """Raises Refused for those who may not run the operation."""
        kind, accounts = self.operation.actor, self.stored.system.authentication
        if kind.kind not in OF_PEOPLE:
            return
        actor = self.actor
        if actor is None or accounts is None:
            raise Refused(401, "NOT_AUTHENTICATED")
        if accounts.active is not None and not actor.values[accounts.active]:
            raise Refused(401, "NOT_AUTHENTICATED")
        has_role = kind.kind is not ActorKind.ROLES or self._role in kind.roles
        if not has_role or self._is_shut_out():
            raise Refused(403, "FORBIDDEN")

    def _is_shut_out(self) -> bool:
        """Whether the person sees no row of what is listed, whoever owns it."""
        lists = (step for step in self.operation.steps if isinstance(step, ListStep))
        accesses = (self.stored.system.entity(step.query.entity).access for step in lists)
        return shuts_out(self.operation, self.stored.system) and any(
            access.owner is None and access.is_restricted and self._role not in access.readers
            for access in accesses
        )

    def sees(self, row: Row) -> bool:
        """Whether `access` shows the row."""
        access = self.stored.system.entity(row.entity).access
        is_open = self.operation.actor.kind not in OF_PEOPLE or not access.is_restricted
        if is_open or self._role in access.readers:
            return True
        owner = row.id if access.owner == "id" else row.values.get(access.owner or "")
        return access.owner is not None and owner == self.person
