"""Steps of an operation, in a scope that grows with each result."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from msc.analyze import scopes
from msc.analyze.columns import Columns
from msc.analyze.context import Context
from msc.analyze.fields import value_type
from msc.analyze.places import Numbers, places_of
from msc.analyze.rules import Rules
from msc.analyze.selection import selection
from msc.analyze.writing import Writing, by_registration
from msc.core.catalogue import architecture
from msc.core.catalogue import types as codes
from msc.core.record import Record
from msc.expr.check import assignable
from msc.expr.scope import Scope, describe
from msc.expr.target import path_of
from msc.expr.words import VARIABLES
from msc.ir.behaviour import (
    Assignment,
    CreateStep,
    DeleteStep,
    ForEachStep,
    InputField,
    ListStep,
    NotifyStep,
    PublishStep,
    Step,
    TransitionStep,
    UpdateStep,
)
from msc.ir.entities import Entity, Store
from msc.ir.expressions import Expression, ListValue, RowValue, ValueType
from msc.ir.fields import PasswordType
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


class Nouns(Record):
    """What steps may refer to, by name."""

    entities: Mapping[str, Entity]
    events: Mapping[str, Event]
    notifications: Mapping[str, Notification]


@dataclass(slots=True)
class Steps:
    """Resolves the steps of one operation."""

    context: Context
    operation: str
    scope: Scope
    inputs: tuple[InputField, ...]
    nouns: Nouns
    rules: Rules
    required: list[str] = field(default_factory=list)
    changed: set[tuple[str, ...]] = field(default_factory=set)
    lost: bool = False
    queries: int = 0
    depth: int = 0

    def resolve(self, specs: tuple[StepSpec, ...], path: Path) -> tuple[Step, ...]:
        """The resolved steps; those that are wrong are reported and left out.

        Steps after one whose result is not known would only repeat its mistake.
        """
        found: list[Step] = []
        for index, spec in enumerate(specs):
            step = self._step(spec, (*path, index))
            if step is not None:
                found.append(step)
            elif getattr(spec, "result", None) is not None:
                self.lost = True
                break
        return tuple(found)

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
                row = self._written(spec.delete, (*path, "delete"))
                return DeleteStep(row[1].name, row[0]) if row else None
            case PublishStepSpec():
                return self._publish(spec, path)
            case NotifyStepSpec():
                return self._notify(spec, path)
            case RequireStepSpec():
                self._require(spec, path)
                return None
            case ForEachStepSpec():
                return self._for_each(spec, path)

    def _require(self, spec: RequireStepSpec, path: Path) -> None:
        """Writes wait for the commit, so a rule means the same before the first step."""
        where = (*path, "require")
        if self.depth:
            self.context.report(
                architecture.NOT_YET, where, what="`require` inside `for_each`",
                suggestion="choose the rows by the condition, or require the rule before the loop",
            )  # fmt: skip
        elif self.rules.require(spec.require, self.operation, self.scope, where):
            self.required.append(spec.require)

    def _result(self, name: str | None, type_: ValueType, path: Path) -> str:
        if name is None:
            return ""
        where = (*path, "as")
        # A page of loans may be called `loans`: from there on the name means the page.
        taken = {
            each
            for each, known in self.scope.variables
            if not (isinstance(known, ListValue) and known.stored)
        }
        if name in taken:
            self.context.reserved("a result", name, where, "the name is taken here")
        else:
            self.context.usable_in_expressions("a result", name, where, VARIABLES)
        if name in VARIABLES:
            # Expressions that say the name would only repeat the mistake.
            self.lost = True
            return name
        self.scope = self.scope.with_variables((name, type_))
        return name

    def _writing(self) -> Writing:
        numbers = Numbers(self.nouns.entities, self.inputs)
        return Writing(self.context, self.scope, numbers)

    def _row(self, text: str, path: Path) -> tuple[Expression, Entity] | None:
        row = self.context.expression(text, self.scope, path)
        if row is None:
            return None
        if not isinstance(row.type, RowValue) or path_of(row.root) is None:
            self.context.report(
                codes.WRONG_VALUE, path, value=f"`{text}`", kind="a row",
                reason=f"it is {describe(row.type)}",
            )  # fmt: skip
            return None
        if row.type.optional:
            self.context.report(
                codes.WRONG_VALUE, path, value=f"`{text}`", kind="a row", reason="it may be missing"
            )
            return None
        return row, self.nouns.entities[row.type.entity]

    def _written(self, text: str, path: Path) -> tuple[Expression, Entity] | None:
        """A row that the step changes, which no earlier step may have changed."""
        row = self._row(text, path)
        if row is None or not self._in_postgres(row[1], path):
            return None
        name = path_of(row[0].root) or ()
        if name in self.changed:
            self.context.report(codes.CHANGED_TWICE, path, name=".".join(name))
            return None
        self.changed.add(name)
        return row

    def _in_postgres(self, entity: Entity, path: Path) -> bool:
        if entity.store is Store.POSTGRES:
            return True
        self.context.report(
            architecture.NOT_YET, path, what=f"writing `{entity.name}`, which mongo keeps,",
            suggestion="documents are records of audited operations; keep the entity in postgres",
        )  # fmt: skip
        return False

    def _query_name(self) -> str:
        self.queries += 1
        return self.operation if self.queries == 1 else f"{self.operation}_{self.queries}"

    def _list(self, spec: ListStepSpec, path: Path) -> Step | None:
        query = selection(self.context, spec.list, self.scope, (*path, "list"), self._query_name())
        if self.depth:
            self.context.report(
                architecture.NOT_YET, (*path, "list"), at_key=True, what="`list` inside `for_each`",
                suggestion="use a second `for_each`",
            )  # fmt: skip
        if query is None:
            return None
        entity = self.nouns.entities[query.entity]
        shown = [each.name for each in entity.fields if not each.hidden]
        columns = Columns(self.context, entity, path)
        columns.check("filters", spec.filters, [*shown, "created_at"])
        orders = tuple(each.removeprefix("-") for each in spec.sort)
        columns.check("sort", orders, [*shown, "created_at", "updated_at"])
        result = self._result(spec.result, ListValue(RowValue(entity.name)), path)
        return ListStep(query, result, spec.filters, spec.sort or ("created_at",))

    def _create(self, spec: CreateStepSpec, path: Path) -> Step | None:
        if not self.context.known("entity", spec.create, self.nouns.entities, (*path, "create")):
            return None
        entity = self.nouns.entities[spec.create]
        if not self._in_postgres(entity, (*path, "create")):
            return None
        writing = self._writing()
        values = writing.assignments(entity, spec.set, (*path, "set"), creating=True)
        needed = (each for each in entity.fields if not (each.optional or each.has_default))
        missing = [each.name for each in needed if each.name not in spec.set]
        hashed = any(isinstance(entity.field_named(each).type, PasswordType) for each in missing)
        hint = by_registration(self.context) if hashed else None
        self.context.without_value(f"a new {entity.name}", missing, (*path, "create"), hint=hint)
        result = self._result(spec.result, RowValue(entity.name), path)
        return CreateStep(entity.name, values, result)

    def _update(self, spec: UpdateStepSpec, path: Path) -> Step | None:
        row = self._written(spec.update, (*path, "update"))
        if row is None:
            return None
        target, entity = row
        values: tuple[Assignment, ...] = ()
        copied: tuple[str, ...] = ()
        where = (*path, "set")
        if spec.set == "input":
            copied = self._copied(entity, where)
        else:
            writing = self._writing()
            values = writing.assignments(entity, spec.set, where, creating=False)
            if not spec.set:
                self._nothing(where, "it sets no field", "name the fields and their values")
        result = self._result(spec.result, RowValue(entity.name), path)
        return UpdateStep(entity.name, target, values, copied, result)

    def _nothing(self, path: Path, reason: str, suggestion: str) -> None:
        self.context.report(
            architecture.NO_EFFECT, path, name="update", reason=reason, suggestion=suggestion
        )

    def _copied(self, entity: Entity, path: Path) -> tuple[str, ...]:
        """The inputs that are copied to the fields of their names."""
        writing = self._writing()
        by_name = {each.name: each for each in entity.fields}
        names = tuple(input_.field.name for input_ in self.inputs if input_.entity is None)
        if not names:
            self._nothing(path, "the operation has no plain inputs", "give it some, or set values")
        for input_ in self.inputs:
            name = input_.field.name
            if input_.entity is not None or not self.context.known(
                f"field of {entity.name}", name, by_name, path
            ):
                continue
            if writing.writable(entity, by_name[name], path, creating=False):
                target = by_name[name]
                # A missing input leaves the field as it is, so the field itself may be required.
                expected = value_type(target.type, optional=True)
                given = scopes.input_type(input_)
                if input_.field.has_default:
                    self.context.report(
                        codes.WRONG_VALUE, path, value=f"`input.{name}`", kind="a change",
                        reason="its default would replace what the row has; say `optional: true`",
                    )  # fmt: skip
                places = places_of(input_.field.type)
                if places is not None and assignable(given, expected):
                    writing.keeps(target, places, path, f"{entity.name}.{name}")
                if not assignable(given, expected):
                    self.context.report(
                        codes.WRONG_VALUE, path, value=f"`input.{name}`", kind=describe(expected),
                        reason=f"it is {describe(given)}",
                    )  # fmt: skip
        return names

    def _transition(self, spec: TransitionStepSpec, path: Path) -> Step | None:
        row = self._written(spec.transition, (*path, "transition"))
        if row is None:
            return None
        target, entity = row
        transitions = entity.states.transitions if entity.states else ()
        names = {transition.name: transition for transition in transitions}
        by_state = next(
            (transition.name for transition in transitions if transition.target == spec.to), None
        )
        where = (*path, "to")
        kind = f"transition of {entity.name}"
        if spec.to not in names and by_state is not None:
            suggestion = f"`{spec.to}` is a state; the transition to it is `{by_state}`"
            self.context.unknown(kind, spec.to, where, suggestion)
        else:
            self.context.known(kind, spec.to, names, where)
        result = self._result(spec.result, RowValue(entity.name), path)
        return TransitionStep(entity.name, target, spec.to, result)

    def _publish(self, spec: PublishStepSpec, path: Path) -> Step | None:
        where = (*path, "publish")
        if not self.context.known("event", spec.publish, self.nouns.events, where):
            return None
        event = self.nouns.events[spec.publish]
        if not self.context.sound("events", event.name):
            return None
        what = f"the event `{event.name}`"
        values = self._payload(event.payload, spec.values, path, "publish", what)
        return PublishStep(event.name, values)

    def _notify(self, spec: NotifyStepSpec, path: Path) -> Step | None:
        recipient = self._row(spec.notify, (*path, "notify"))
        known = self.context.known(
            "notification", spec.notification, self.nouns.notifications, (*path, "notification")
        )
        if recipient is None or not known:
            return None
        accounts = self.context.spec.authentication
        if accounts is None or recipient[1].name != accounts.account:
            account = accounts.account if accounts else "account"
            self.context.report(
                codes.WRONG_VALUE, (*path, "notify"), value=f"`{spec.notify}`", kind="a recipient",
                reason=f"it is a row of {recipient[1].name}, and only a {account} can be notified",
            )  # fmt: skip
            return None
        notification = self.nouns.notifications[spec.notification]
        if not self.context.sound("notifications", notification.name):
            return None
        what = f"the notification `{notification.name}`"
        values = self._payload(notification.inputs, spec.values, path, "notification", what)
        return NotifyStep(recipient[0], notification.name, values)

    def _payload(
        self, payload: tuple[PayloadField, ...], values: Mapping[str, object], path: Path,
        named_at: str, what: str,
    ) -> tuple[Assignment, ...]:  # fmt: skip
        writing = self._writing()
        by_name = {each.field.name: each for each in payload}
        found = []
        for name, text in values.items():
            where = (*path, "values", name)
            if not self.context.known(f"value for {what}", name, by_name, where, at_key=True):
                continue
            if by_name[name].entity is not None:
                value = writing.value(text, where, scopes.input_type(by_name[name]))
            else:
                value = writing.field_value(by_name[name].field, text, where, name)
            if value is not None:
                found.append(Assignment(name, value))
        needed = (name for name, each in by_name.items() if not each.field.optional)
        missing = [name for name in needed if name not in values]
        self.context.without_value(what, missing, (*path, named_at))
        return tuple(found)

    def _for_each(self, spec: ForEachStepSpec, path: Path) -> Step | None:
        where = (*path, "for_each")
        query = selection(self.context, spec.for_each, self.scope, where, self._query_name())
        if query is None:
            return None
        before = self.scope
        self._result(spec.result, RowValue(query.entity), path)
        self.depth += 1
        steps = self.resolve(spec.steps, (*path, "steps"))
        self.depth -= 1
        self.scope = before
        return ForEachStep(query, spec.result, steps)
