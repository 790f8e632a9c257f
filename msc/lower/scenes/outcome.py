"""A scene in which an operation succeeds -> what its unit of work must hold, as Python texts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import assert_never

from msc.core.record import replace
from msc.expr.evaluate import Identity, Path, Value, evaluate
from msc.expr.target import Unsupported, free_variables, is_row, loaded_paths, path_of
from msc.ir.behaviour import Operation, Rule
from msc.ir.entities import Entity, Store
from msc.ir.expressions import Expression, ValueType
from msc.ir.fields import Field
from msc.ir.steps import (
    Assignment,
    CreateStep,
    DeleteStep,
    ForEachStep,
    ListStep,
    NotifyStep,
    PublishStep,
    Step,
    TransitionStep,
    UpdateStep,
)
from msc.ir.system import System
from msc.ir.triggers import Channel, Notification, Text
from msc.lower.operations.rules import rule_parameters
from msc.lower.pycode import literal
from msc.lower.scenes.paths import signed_in
from msc.lower.scenes.results import Result, Write
from msc.lower.scenes.scene import Scene
from msc.lower.shapes.queries import StoredCode
from msc.lower.shapes.samples import held, ordinary_value
from msc.lower.shapes.texts import text_literal
from msc.lower.types.texts import wire_text

MASK = "***"


@dataclass(slots=True)
class Outcome:
    """What is committed. `created` are the variables of new rows with their entities."""

    system: System
    operation: Operation
    scene: Scene
    stored: StoredCode
    created: list[tuple[str, Entity]] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)
    guards: list[str] = field(default_factory=list)
    changes: dict[str, Write] = field(default_factory=dict)
    events: list[str] = field(default_factory=list)
    results: dict[str, Result] = field(default_factory=dict)
    written: list[Result] = field(default_factory=list)
    lasting: list[Result] = field(default_factory=list)

    @property
    def writes(self) -> list[str]:
        """The writes, one for each row."""
        return [write.text for write in self.changes.values()]

    def arrivals(self) -> Iterator[tuple[str, str]]:
        """The variables of new rows, and what finds the identifier of each in the test's data."""
        for variable, entity in self.created:
            alike = [name for name, other in self.created if other is entity]
            found = f"data.units_of_work.created({literal(entity.name)})"
            if len(alike) > 1:
                found = f"data.units_of_work.all_created({literal(entity.name)})"
                found += f"[{alike.index(variable)}]"
            yield variable, found

    def look_up(self, path: Path, type_: ValueType) -> Value:
        """The value at a place; results of steps shadow what was there before."""
        result = self.results.get(path[0])
        if result is None:
            return self.scene.look_up(path, type_)
        if len(path) == 1:
            return result.identity
        if len(path) > 2:
            raise Unsupported(f"{'.'.join(path)} is not known before the commit")
        return result.value(path[1])

    def returned(self) -> Result | None:
        """The single row that the operation answers."""
        returns = self.operation.returns
        if returns is None or returns.many:
            return None
        row = self._row(path_of(returns.value.root) or ())
        # A row that a step changed without naming the result is answered as it is afterwards.
        changed = (each for each in reversed(self.written) if each.identity == row.identity)
        return next(changed, row)

    def run(self) -> None:
        """Fills the lists; raises Unsupported for values that only the run itself knows."""
        self._read()
        for name in self.operation.rules:
            self._guard(self.system.rule(name))
        for step in self.operation.steps:
            self._step(step)
        if self.operation.audit is not None:
            self._audit(self.operation.audit)

    def _row(self, path: Path) -> Result:
        if path and path[0] in self.results and len(path) == 1:
            return self.results[path[0]]
        row = self.scene.row(path)
        if row is None:
            raise Unsupported(f"no row is at {'.'.join(path)}")
        return Result(row.entity, row.identity, row.values)

    def _read(self) -> None:
        rules = (self.system.rule(rule) for rule in self.operation.rules)
        plain = (rule.holds.root for rule in rules if not rule.stored)
        judged = any("actor" in free_variables(each) for each in plain)
        paths: list[Path] = [("actor",)] if judged and signed_in(self.operation) else []
        paths += [("input", input_.field.name) for input_ in self.operation.inputs if input_.entity]
        paths += [path for name in self.operation.rules
                  for path in _loaded_for(self.system.rule(name))]  # fmt: skip
        there = filter(self.scene.is_there, dict.fromkeys(paths))
        for row in filter(None, map(self.scene.row, there)):
            if row.entity.store is Store.POSTGRES:
                name = literal(row.entity.name)
                self.reads.append(f"ReadVersion(entity={name}, id={row.constant}.id, version=1)")

    def _guard(self, rule: Rule) -> None:
        if not rule.stored:
            return
        given = []
        for parameter in self.stored.guards[rule.name].code.parameters:
            path = parameter.path[:-1] if parameter.path[-1] == "id" else parameter.path
            given.append(
                f"{literal(parameter.name)}: {wire_text(self.look_up(path, parameter.type))}"
            )
        name = literal(rule.name)
        self.guards.append(f"Guard(name={name}, parameters={{{', '.join(given)}}})")

    def _step(self, step: Step) -> None:
        match step:
            case CreateStep():
                self._create(step)
            case UpdateStep():
                self._update(step.target, self._changes(step), step.result)
            case TransitionStep(entity, target, transition, result):
                machine = self.system.entity(entity).states
                assert machine is not None
                found = next(each for each in machine.transitions if each.name == transition)
                self._update(target, {machine.field: found.target}, result)
            case DeleteStep(entity, target):
                row = self._row(path_of(target.root) or ())
                self.changes.pop(row.identity.text, None)
                deleted = Write("DeleteWrite", self.system.entity(entity), row.identity.text)
                self.changes[row.identity.text] = deleted
            case PublishStep():
                self._publish(step)
            case NotifyStep():
                self._notify(step)
            case ForEachStep(steps=steps):
                lasting = list(self.lasting)
                for inner in steps:
                    self._step(inner)
                # A row that a loop writes need not exist behind the loop.
                self.lasting = lasting
            case ListStep():
                # It only reads.
                pass
            case _:
                assert_never(step)

    def _create(self, step: CreateStep) -> None:
        entity = self.system.entity(step.entity)
        assigned = self._assigned(step.values, entity.fields)
        values = {
            each.name: assigned[each.name]
            if each.name in assigned
            else ordinary_value(each)
            if each.has_default
            else None
            for each in entity.fields
        }
        variable = self._variable(step.result or f"new_{entity.name}")
        result = Result(entity, Identity(variable), values, is_new=True)
        self.created.append((variable, entity))
        self._remember(step.result, result)
        self.changes[variable] = Write("CreateWrite", entity, variable, values)

    def _variable(self, name: str) -> str:
        """A variable for the identifier of a new row, which no other has."""
        taken = {variable for variable, _ in self.created}
        names = (f"{name}_{number}_id" if number > 1 else f"{name}_id" for number in count(1))
        return next(each for each in names if each not in taken)

    def _update(self, target: Expression, changes: Mapping[str, Value], result: str) -> None:
        row = self._row(path_of(target.root) or ())
        before = self.changes.get(row.identity.text)
        if before is None or before.values is None:
            before = Write("UpdateWrite", row.entity, row.identity.text, {})
        values = {**(before.values or {}), **changes}
        self.changes[row.identity.text] = replace(before, values=values)
        self._remember(result, Result(row.entity, row.identity, {**row.values, **changes},
                                      row.is_new))  # fmt: skip

    def _remember(self, name: str, result: Result) -> None:
        self.written.append(result)
        self.lasting.append(result)
        if name:
            self.results[name] = result

    def _assigned(
        self, values: tuple[Assignment, ...], fields: Iterable[Field]
    ) -> dict[str, Value]:
        types = {each.name: each.type for each in fields}
        return {
            value.field: held(types[value.field], evaluate(value.value.root, self.look_up))
            for value in values
        }

    def _changes(self, step: UpdateStep) -> dict[str, Value]:
        given = {name: self.scene.inputs[name] for name in step.from_input}
        present = {name: value for name, value in given.items() if value is not None}
        return {**present, **self._assigned(step.values, self.system.entity(step.entity).fields)}

    def _publish(self, step: PublishStep) -> None:
        event = self.system.event(step.event)
        given = self._assigned(step.values, [each.field for each in event.payload])
        aggregate = (literal(self.operation.name), literal(self.operation.name))
        for each in reversed(event.payload):
            identity = given.get(each.field.name)
            if each.entity is not None and isinstance(identity, Identity):
                aggregate = (literal(each.entity), wire_text(identity))
        data = ", ".join(
            f"{literal(each.field.wire_name)}: {wire_text(given.get(each.field.name))}"
            for each in event.payload
        )
        self._event(event.name, aggregate, f"{{{data}}}")

    def _event(self, name: str, aggregate: tuple[str, str], data: str) -> None:
        self.events.append(f"Published({literal(name)}, {aggregate[0]}, {aggregate[1]}, {data})")

    def _notify(self, step: NotifyStep) -> None:
        notification = self.system.notification(step.notification)
        recipient = self._row(path_of(step.recipient.root) or ())
        rows = {"recipient": recipient}
        values: dict[str, Value] = {}
        for each in step.values:
            path = path_of(each.value.root) or ()
            place = next(one for one in notification.inputs if one.field.name == each.field)
            if place.entity is not None:
                rows[each.field] = self._row(path)
            else:
                value = evaluate(each.value.root, self.look_up)
                values[each.field] = held(place.field.type, value)
        for name, aggregate, data in messages(self.system, notification, rows, values):
            self._event(name, aggregate, data)

    def _audit(self, category: str) -> None:
        operation = literal(self.operation.name)
        entity, identity = operation, operation
        required = {each.field.name for each in self.operation.inputs if not each.field.optional}
        first = self.lasting[:1] or [
            Result(row.entity, row.identity, row.values)
            for row in self.scene.rows
            if row.path[0] == "input" and len(row.path) == 2 and row.path[1] in required
        ]
        if first:
            entity, identity = literal(first[0].entity.name), wire_text(first[0].identity)
        actor = "str(ACTOR.id)" if signed_in(self.operation) else "None"
        details = ", ".join(
            f"{literal(input_.field.wire_name)}: {self._recorded(input_.field)}"
            for input_ in self.operation.inputs
        )
        data = (
            f'{{"operation": {operation}, "category": {literal(category)}, "actor_id": {actor}, '
            f'"entity_type": {entity}, "entity_id": {identity}, "details": {{{details}}}}}'
        )
        self._event("audit.recorded", (entity, identity), data)

    def _recorded(self, field: Field) -> str:
        """The input in an audit record, which keeps no personal data."""
        value = self._given(field.name)
        is_masked = (field.personal or field.hidden) and value is not None
        return literal(MASK) if is_masked else wire_text(value)

    def _given(self, name: str) -> Value:
        row = self.scene.row(("input", name))
        return row.identity if row is not None else self.scene.inputs[name]


def _loaded_for(rule: Rule) -> Iterator[Path]:
    """The rows behind references that a rule reads, each after the one that names it."""
    nodes = (
        [rule.holds.root]
        if rule.stored
        else [parameter.node for parameter in rule_parameters(rule)]
    )
    for node in nodes:
        own = path_of(node) if is_row(node) else None
        loaded = {*loaded_paths(node), *([own] if own else [])}
        for path in sorted(loaded, key=lambda each: (len(each), each)):
            yield from (path[:end] for end in range(2, len(path) + 1))


def outcome_of(
    operation: Operation, system: System, scene: Scene, stored: StoredCode
) -> Outcome | None:
    """The outcome, or None if it depends on values that only the run itself knows."""
    outcome = Outcome(system, operation, scene, stored)
    try:
        outcome.run()
        outcome.returned()
    except Unsupported:
        return None
    return outcome


type Message = tuple[str, tuple[str, str], str]
"""Event, aggregate and data."""


def messages(
    system: System,
    notification: Notification,
    rows: Mapping[str, Result],
    values: Mapping[str, Value],
) -> list[Message]:
    """The messages of a notification, in the order of sending."""
    accounts = system.authentication
    assert accounts is not None
    recipient = rows["recipient"]

    def look_up(path: Path, _: ValueType) -> Value:
        row = rows.get(path[0])
        if row is None:
            # An optional input that the step does not set.
            return values.get(path[0])
        if len(path) > 2:
            raise Unsupported(f"{'.'.join(path)} is not known")
        return row.identity if len(path) == 1 else row.value(path[1])

    def literal_of(text: Text) -> str:
        return text_literal(text, look_up, system.time_zone)

    text = f'"text": {literal_of(notification.text)}'
    chat = recipient.values[accounts.telegram_link.chat] if accounts.telegram_link else None
    found = []
    if Channel.TELEGRAM in notification.channels and chat is not None:
        found.append(_message(notification, Channel.TELEGRAM, recipient, chat, text))
    if Channel.EMAIL in notification.channels:
        subject = literal_of(notification.subject) if notification.subject else '""'
        content, login = f'"subject": {subject}, {text}', recipient.values[accounts.login]
        found.append(_message(notification, Channel.EMAIL, recipient, login, content))
    return found


def _message(
    notification: Notification, channel: Channel, recipient: Result, address: Value, content: str
) -> Message:
    identity = wire_text(recipient.identity)
    data = (
        f'{{"notification": {literal(notification.name)}, "channel": {literal(channel)}, '
        f'"recipient_id": {identity}, "address": {wire_text(address)}, {content}}}'
    )
    return f"notification.{channel}", ('"notification"', identity), data
