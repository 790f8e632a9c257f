"""Performs the steps of an operation: what they read becomes writes and messages of its unit."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal

from msc.core.record import Record
from msc.expr.target import Unsupported, path_of
from msc.ir.expressions import Expression
from msc.ir.fields import DatetimeType, DateType, DecimalType, Field, FieldType, MoneyType
from msc.ir.steps import (
    ILLEGAL_TRANSITION,
    Assignment,
    ChangeStep,
    CreateStep,
    DeleteStep,
    ForEachStep,
    ListStep,
    NotifyStep,
    PublishStep,
    Query,
    Step,
    TransitionStep,
    UpdateStep,
)
from msc.ir.system import System
from msc.ir.triggers import Notification
from msc.ir.walk import all_steps
from msc.reference.names import NamedRow, Names
from msc.reference.rendering import rendered
from msc.reference.stored import Refused, Row, Stored
from msc.reference.unit import Message, Unit, Write
from msc.reference.values import Value

NEW = "new-"
"""What the identifier of a row begins with that the operation creates."""


class Performer(Record):
    """Performs steps with the names that they can read; `sent` are the inputs of the caller."""

    names: Names
    sent: Mapping[str, Value]

    @property
    def _system(self) -> System:
        return self.names.stored.system

    @property
    def _stored(self) -> Stored:
        return self.names.stored

    @property
    def _unit(self) -> Unit:
        return self.names.unit

    def perform(self, steps: Iterable[Step]) -> None:
        """One after the other; raises Refused, and Unsupported where nobody says what is right."""
        for step in steps:
            match step:
                case CreateStep():
                    self._create(step)
                case UpdateStep():
                    self._change(step, self._changes(step))
                case TransitionStep():
                    self._change(step, self._transition(step))
                case DeleteStep():
                    self._delete(step)
                case PublishStep():
                    self._publish(step)
                case NotifyStep():
                    self._unit.messages.extend(self._notifications(step))
                case ForEachStep():
                    self._loop(step)
                case ListStep():
                    # What it lists is read when it is answered.
                    pass

    def selected(self, query: Query) -> list[Row]:
        """The stored rows that a query selects."""
        stored = self._stored.rows[query.entity]
        rows = [stored[id_] for id_ in sorted(stored)]
        condition = query.condition
        if condition is None:
            return rows
        return [row for row in rows if self.names.selects(condition.root, query.variable, row)]

    def row(self, expression: Expression) -> NamedRow:
        """The row that an expression names; raises Unsupported if there is none."""
        path = path_of(expression.root)
        row = None if path is None else self.names.row(path)
        if row is None:
            raise Unsupported("a row is missing")
        return row

    def _create(self, step: CreateStep) -> None:
        entity = self._system.entity(step.entity)
        assigned = self._assigned(step.values, entity.fields)
        defaults = {field.name: default(field) for field in entity.fields}
        timestamp = self.names.plain["now"]
        values = {"created_at": timestamp, "updated_at": timestamp, **defaults, **assigned}
        row = Row(entity.name, f"{NEW}{len(self._unit.writes)}", values)
        origin = self._unit.origin()
        self._unit.writes.append(Write(origin, entity.name, row.id, values, is_new=True))
        if step.result:
            self.names.hold((step.result,), row)

    def _changes(self, step: UpdateStep) -> Mapping[str, Value]:
        fields = self._system.entity(step.entity).fields
        sent = {name: self.sent[name] for name in step.from_input if name in self.sent}
        return {**sent, **self._assigned(step.values, fields)}

    def _transition(self, step: TransitionStep) -> Mapping[str, Value]:
        states = self._system.entity(step.entity).states
        assert states is not None
        transition = next(one for one in states.transitions if one.name == step.transition)
        state = self.names.read(self.row(step.target), states.field)
        if state not in transition.sources:
            raise Refused(409, ILLEGAL_TRANSITION)
        fields = self._system.entity(step.entity).fields
        return {states.field: transition.target, **self._assigned(step.values, fields)}

    def _change(self, step: UpdateStep | TransitionStep, changes: Mapping[str, Value]) -> None:
        named = self.row(step.target)
        if self._unit.ends(step.entity, named.row.id):
            raise Unsupported("a row is written that is going to be removed")
        before = self.names.shown(named)
        self._unit.writes.append(Write(named.origin, step.entity, named.row.id, changes))
        if step.result:
            row = Row(step.entity, named.row.id, {**before.values, **changes})
            result = NamedRow(row, named.origin, len(self._unit.writes))
            self.names.rows[(step.result,)] = result

    def _delete(self, step: DeleteStep) -> None:
        named = self.row(step.target)
        if not self._unit.ends(step.entity, named.row.id):
            write = Write(named.origin, step.entity, named.row.id, is_end=True)
            self._unit.writes.append(write)

    def _publish(self, step: PublishStep) -> None:
        payload = (payload.field for payload in self._system.event(step.event).payload)
        values = self._assigned(step.values, payload)
        self._unit.messages.append(Message(step.event, values))

    def _notifications(self, step: NotifyStep) -> Iterator[Message]:
        """One for each channel that reaches the person."""
        person, accounts = self.row(step.recipient), self._system.authentication
        assert accounts is not None
        link = accounts.telegram_link
        addresses = {
            "email": self.names.read(person, accounts.login),
            "telegram": None if link is None else self.names.read(person, link.chat),
        }
        notification = self._system.notification(step.notification)
        text = self._text(notification, step, person)
        for channel in notification.channels:
            if addresses[channel] is not None:
                values: dict[str, Value] = {"notification": notification.name, "text": text}
                yield Message(channel, values, person.row.id)

    def _text(self, notification: Notification, step: NotifyStep, person: NamedRow) -> str | None:
        """The text as the person reads it, if it is settled how its values are shown."""
        inner = Names(self._stored, self._unit, dict(self.names.plain))
        inner.hold(("recipient",), self.names.shown(person))
        values = {value.field: value.value for value in step.values}
        for input_ in notification.inputs:
            name = input_.field.name
            if name not in values:
                inner.plain[name] = None
            elif input_.entity is None:
                inner.plain[name] = exact(input_.field.type, self.names.value(values[name].root))
            else:
                path = path_of(values[name].root)
                row = None if path is None else self.names.row(path)
                inner.hold((name,), None if row is None else self.names.shown(row))
        return rendered(notification.text, inner)

    def _loop(self, step: ForEachStep) -> None:
        others = frozenset(_written_by_others(step))
        for row in self.selected(step.query):
            inner = self.names.block()
            self._unit.turn(others)
            inner.hold((step.variable,), row)
            if self._is_still_selected(step, inner, row):
                Performer(inner, self.sent).perform(step.steps)
        self._unit.turn(frozenset(step.entity for step in _changes_of(step)))

    def _is_still_selected(self, step: ForEachStep, names: Names, row: Row) -> bool:
        """Whether the row is selected with what was written to it before its turn."""
        writes = [*self._unit.of(row.entity, row.id)]
        condition = step.query.condition
        if any(write.is_end for write in writes):
            return False
        if condition is None or not writes:
            return True
        named = names.rows[(step.variable,)]
        assert named is not None
        return names.selects(condition.root, step.query.variable, names.shown(named))

    def _assigned(self, values: Iterable[Assignment], fields: Iterable[Field]) -> dict[str, Value]:
        types = {field.name: field.type for field in fields}
        return {
            value.field: exact(types[value.field], self.names.value(value.value.root))
            for value in values
        }


def _changes_of(loop: ForEachStep) -> Iterator[ChangeStep | DeleteStep]:
    return (step for step in all_steps(loop.steps) if isinstance(step, ChangeStep | DeleteStep))


def _written_by_others(loop: ForEachStep) -> Iterator[str]:
    """The entities of which a loop writes rows, if not only its own row."""
    own = {loop.variable}
    for step in _changes_of(loop):
        path = path_of(step.target.root) or ()
        if len(path) != 1 or path[0] not in own:
            yield step.entity
        elif isinstance(step, ChangeStep):
            own.add(step.result)


def default(field: Field) -> Value:
    """What a field holds if nothing is said."""
    match field.default:
        case ():
            return {}
        case literal:
            return exact(field.type, literal) if field.has_default else None


def exact(type_: FieldType, value: Value) -> Value:
    """A value as a field of the type keeps it; a literal of the spec has days as texts."""
    match type_:
        case DateType() if isinstance(value, str):
            return date.fromisoformat(value)
        case DatetimeType() if isinstance(value, str):
            return datetime.fromisoformat(value)
        case MoneyType():
            places = 2
        case DecimalType(scale=places):
            pass
        case _:
            return value
    if value is None:
        return None
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
