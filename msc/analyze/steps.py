"""Steps of an operation, in a scope that grows with each result."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from msc.analyze import scopes
from msc.analyze.context import Context
from msc.analyze.fields import value_type
from msc.analyze.selection import selection
from msc.core.catalogue import architecture
from msc.core.catalogue import names as name_codes
from msc.core.catalogue import types as codes
from msc.expr.scope import Scope
from msc.expr.target import reads_stored_rows
from msc.ir.behaviour import (
    Assignment,
    CreateStep,
    DeleteStep,
    ForEachStep,
    InputField,
    ListStep,
    NotifyStep,
    PublishStep,
    RequireStep,
    Step,
    TransitionStep,
    UpdateStep,
)
from msc.ir.entities import Entity
from msc.ir.expressions import Expression, ListValue, RowValue, ValueType
from msc.ir.triggers import Event, Notification, PayloadField
from msc.model.places import Path
from msc.model.steps import (
    CreateStepSpec,
    DeleteStepSpec,
    ForEachStepSpec,
    ListStepSpec,
    NotifyStepSpec,
    PublishStepSpec,
    RequireStepSpec,
    StepSpec,
    TransitionStepSpec,
    UpdateStepSpec,
)


@dataclass(slots=True)
class Steps:
    """Resolves the steps of one operation."""

    context: Context
    operation: str
    scope: Scope
    inputs: tuple[InputField, ...]
    entities: Mapping[str, Entity]
    events: Mapping[str, Event]
    notifications: Mapping[str, Notification]
    queries: int = 0
    results: dict[str, ValueType] = field(default_factory=dict)

    def resolve(self, specs: tuple[StepSpec, ...], path: Path) -> tuple[Step, ...]:
        """The resolved steps; those that are wrong are reported and left out."""
        found = [self._step(each, (*path, index)) for index, each in enumerate(specs)]
        return tuple(each for each in found if each is not None)

    def _step(self, spec: StepSpec, path: Path) -> Step | None:
        match spec:
            case ListStepSpec():
                return self._list(spec, path)
            case CreateStepSpec():
                return self._create(spec, path)
            case UpdateStepSpec():
                return self._update(spec, path)
            case TransitionStepSpec():
                return self._transition(spec, path)
            case DeleteStepSpec():
                row = self._row(spec.delete, (*path, "delete"))
                return DeleteStep(row[1].name, row[0]) if row else None
            case PublishStepSpec():
                return self._publish(spec, path)
            case NotifyStepSpec():
                return self._notify(spec, path)
            case RequireStepSpec():
                known = self.context.known(
                    "rule", spec.require, self.context.spec.rules, (*path, "require")
                )
                return RequireStep(spec.require) if known else None
            case ForEachStepSpec():
                return self._for_each(spec, path)

    def _result(self, name: str | None, type_: ValueType, path: Path) -> str:
        if name is None:
            return ""
        taken = {
            each
            for each, type_ in self.scope.variables
            # A page of loans may be called `loans`: from there on the name means the page.
            if not (isinstance(type_, ListValue) and type_.stored)
        }
        if name in taken or name in {"now", "today", "input", "actor"}:
            self.context.report(
                name_codes.RESERVED_NAME, (*path, "as"), name=name, kind="a result",
                reason="the name is taken here",
            )  # fmt: skip
        else:
            self.context.usable("a result", name, (*path, "as"))
        self.scope = self.scope.with_variables((name, type_))
        self.results[name] = type_
        return name

    def _row(self, text: str, path: Path) -> tuple[Expression, Entity] | None:
        row = self.context.expression(text, self.scope, path)
        if row is None:
            return None
        if not isinstance(row.type, RowValue):
            self.context.report(
                codes.WRONG_VALUE,
                path,
                value=f"`{text}`",
                kind="a row",
                reason="it is a plain value",
            )
            return None
        return row, self.entities[row.type.entity]

    def _query_name(self) -> str:
        self.queries += 1
        return self.operation if self.queries == 1 else f"{self.operation}_{self.queries}"

    def _list(self, spec: ListStepSpec, path: Path) -> Step | None:
        query = selection(self.context, spec.list, self.scope, (*path, "list"), self._query_name())
        if query is None:
            return None
        entity = self.entities[query.entity]
        known = [*(each.name for each in entity.fields if not each.hidden), "created_at"]
        for index, name in enumerate(spec.filters):
            self.context.known(f"field of {entity.name}", name, known, (*path, "filters", index))
        for index, name in enumerate(spec.sort):
            self.context.known(
                f"field of {entity.name}", name.removeprefix("-"), known, (*path, "sort", index)
            )
        result = self._result(spec.result, ListValue(RowValue(entity.name)), path)
        return ListStep(query, result, spec.filters, spec.sort or ("created_at",))

    def _create(self, spec: CreateStepSpec, path: Path) -> Step | None:
        if not self.context.known("entity", spec.create, self.entities, (*path, "create")):
            return None
        entity = self.entities[spec.create]
        values = self._assignments(entity, spec.set, (*path, "set"), creating=True)
        given = {each.field for each in values} | set(spec.set)
        for each in entity.fields:
            if each.name not in given and not (each.optional or each.has_default):
                self.context.report(
                    codes.VALUE_MISSING, path, what=f"a new {entity.name}", name=each.name
                )
        result = self._result(spec.result, RowValue(entity.name), path)
        return CreateStep(entity.name, values, result)

    def _update(self, spec: UpdateStepSpec, path: Path) -> Step | None:
        row = self._row(spec.update, (*path, "update"))
        if row is None:
            return None
        target, entity = row
        values: tuple[Assignment, ...] = ()
        copied: tuple[str, ...] = ()
        if spec.set == "input":
            copied = self._copied(entity, path)
        else:
            values = self._assignments(entity, spec.set, (*path, "set"), creating=False)
        result = self._result(spec.result, RowValue(entity.name), path)
        return UpdateStep(entity.name, target, values, copied, result)

    def _copied(self, entity: Entity, path: Path) -> tuple[str, ...]:
        names = tuple(each.field.name for each in self.inputs if each.entity is None)
        known = [each.name for each in entity.fields]
        for name in names:
            if self.context.known(f"field of {entity.name}", name, known, (*path, "set")):
                self._writable(entity, name, (*path, "set"), creating=False)
        return names

    def _assignments(
        self, entity: Entity, values: Mapping[str, object], path: Path, *, creating: bool
    ) -> tuple[Assignment, ...]:
        found = []
        by_name = {each.name: each for each in entity.fields}
        for name, text in values.items():
            where = (*path, name)
            if not self.context.known(f"field of {entity.name}", name, by_name, where, key=True):
                continue
            self._writable(entity, name, where, creating=creating)
            made = by_name[name]
            expected = value_type(made.type, made.optional)
            value = self._value(text, where, expected)
            if value is not None:
                found.append(Assignment(name, value))
        return tuple(found)

    def _value(self, text: object, path: Path, expected: ValueType) -> Expression | None:
        value = self.context.expression(text, self.scope, path, expected)
        if value is not None and reads_stored_rows(value.root):
            reason = "stored rows are only read by rules, lists and jobs"
            self.context.report(codes.NOT_COMPILABLE, path, reason=reason)
            return None
        return value

    def _writable(self, entity: Entity, name: str, path: Path, *, creating: bool) -> None:
        if creating:
            return
        full = f"{entity.name}.{name}"
        if entity.states and entity.states.field == name:
            self.context.report(
                codes.NOT_WRITABLE, path, key=True, name=full, reason="it is the state of the row",
                suggestion="use a `transition` step",
            )  # fmt: skip
        elif entity.field_named(name).write_once:
            self.context.report(
                codes.NOT_WRITABLE, path, key=True, name=full, reason="it is write-once",
                suggestion="leave it as it is, or drop `write_once`",
            )  # fmt: skip

    def _transition(self, spec: TransitionStepSpec, path: Path) -> Step | None:
        row = self._row(spec.transition, (*path, "transition"))
        if row is None:
            return None
        target, entity = row
        names = [each.name for each in entity.states.transitions] if entity.states else []
        if not self.context.known(f"transition of {entity.name}", spec.to, names, (*path, "to")):
            return None
        result = self._result(spec.result, RowValue(entity.name), path)
        return TransitionStep(entity.name, target, spec.to, result)

    def _publish(self, spec: PublishStepSpec, path: Path) -> Step | None:
        if not self.context.known("event", spec.publish, self.events, (*path, "publish")):
            return None
        event = self.events[spec.publish]
        values = self._payload(event.payload, spec.values, path, f"the event {event.name}")
        return PublishStep(event.name, values)

    def _notify(self, spec: NotifyStepSpec, path: Path) -> Step | None:
        recipient = self._row(spec.notify, (*path, "notify"))
        known = self.context.known(
            "notification", spec.notification, self.notifications, (*path, "notification")
        )
        if recipient is None or not known:
            return None
        account = self.context.spec.authentication
        if account is None or recipient[1].name != account.account:
            self.context.report(
                architecture.WRONG_TRIGGER, (*path, "notify"), trigger="`notify`",
                operation=spec.notify, reason="only accounts can be notified",
                suggestion="name a row of the account entity",
            )  # fmt: skip
            return None
        notification = self.notifications[spec.notification]
        what = f"the notification {notification.name}"
        values = self._payload(notification.inputs, spec.values, path, what)
        return NotifyStep(recipient[0], notification.name, values)

    def _payload(
        self, payload: tuple[PayloadField, ...], values: Mapping[str, object], path: Path, what: str
    ) -> tuple[Assignment, ...]:
        by_name = {each.field.name: each for each in payload}
        found = []
        for name, text in values.items():
            where = (*path, "values", name)
            if not self.context.known(f"value of {what}", name, by_name, where, key=True):
                continue
            value = self._value(text, where, scopes.input_type(by_name[name]))
            if value is not None:
                found.append(Assignment(name, value))
        for name, each in by_name.items():
            if name not in values and not each.field.optional:
                self.context.report(codes.VALUE_MISSING, path, what=what, name=name)
        return tuple(found)

    def _for_each(self, spec: ForEachStepSpec, path: Path) -> Step | None:
        where = (*path, "for_each")
        query = selection(self.context, spec.for_each, self.scope, where, self._query_name())
        if query is None:
            return None
        before = self.scope
        self._result(spec.result, RowValue(query.entity), path)
        steps = self.resolve(spec.steps, (*path, "steps"))
        self.scope = before
        return ForEachStep(query, spec.result, steps)
