"""An operation -> the statements of its use case, in the order in which they run."""

from dataclasses import dataclass, field

from msc.core.naming import pascal
from msc.emit.operations.naming import Names, entity_at, names_of
from msc.emit.pycode import ImportSet, literal
from msc.emit.shapes.names import event_module
from msc.emit.shapes.queries import compiled, guard_code
from msc.expr.python import compile_python
from msc.expr.sql import Parameter
from msc.expr.target import free_variables, loaded_paths
from msc.ir.behaviour import (
    ActorKind,
    Assignment,
    CreateStep,
    DeleteStep,
    ForEachStep,
    ListStep,
    NotifyStep,
    Operation,
    PublishStep,
    Query,
    RequireStep,
    Rule,
    Step,
    TransitionStep,
    UpdateStep,
)
from msc.ir.entities import Entity, Store
from msc.ir.expressions import Expression, Variable
from msc.ir.system import System

WRITES = (CreateStep, UpdateStep, TransitionStep, DeleteStep)


@dataclass(slots=True)
class Compiler:
    """Compiles one operation; `lines` are finished statements, indented by four spaces a level."""

    system: System
    operation: Operation
    names: Names = field(init=False)
    mapping: dict[str, str] = field(init=False)
    imports: ImportSet = field(default_factory=ImportSet)
    clients: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)
    guards: list[Rule] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    uses_clock: bool = False
    depth: int = 0

    def __post_init__(self) -> None:
        self.names = names_of(self.operation)
        self.mapping = self.names.as_dict()

    def emit(self, line: str) -> None:
        """Adds a statement at the present depth."""
        self.lines.append("    " * self.depth + line)

    @property
    def commits(self) -> bool:
        """Whether there is anything to commit."""
        return _writes(self.operation.steps) or self.operation.audit is not None

    @property
    def signed_in(self) -> bool:
        """Whether a person runs it."""
        return self.operation.actor.kind in (ActorKind.SIGNED_IN, ActorKind.ROLES)

    def compile(self) -> None:
        """Fills `lines`."""
        self._load()
        for name in self.operation.rules:
            self._require(self.system.rule(name))
        if self.commits:
            self._begin()
        for step in self.operation.steps:
            self._step(step)
        if self.commits:
            self._finish()
        self._return()

    def client(self, entity: str) -> str:
        """The port of an entity's rows."""
        self.clients.add(entity)
        return f"self.{self.system.entity(entity).plural}"

    def _load(self) -> None:
        if self.signed_in:
            account = self.system.authentication.account if self.system.authentication else ""
            self.imports.add("src.application.caller", "load_actor")
            self.emit(f"actor = await load_actor({self.client(account)}, caller)")
            self._roles()
        for name, variable, entity in self.names.rows:
            self.emit(f"{variable} = await {self.client(entity)}.get(given.{name}_id)")
            self._visible(variable, self.system.entity(entity))
        for path in sorted(self._paths(), key=len):
            self._load_reference(path)
        if self._uses("now"):
            self.emit("now = self.clock.now()")
            self.uses_clock = True
        if self._uses("today"):
            self.emit("today = self.clock.today()")
            self.uses_clock = True

    def _roles(self) -> None:
        if self.operation.actor.kind is not ActorKind.ROLES:
            return
        self.imports.add("src.application.caller", "require_role")
        self.imports.add("shared.dtos.enums", "Role")
        roles = ", ".join(f"Role.{each.upper()}" for each in self.operation.actor.roles)
        self.emit(f"require_role(actor, {roles})")

    def _visible(self, variable: str, entity: Entity) -> None:
        access = entity.access
        if not self.signed_in or (access.owner is None and not access.readers):
            return
        self.imports.add("src.application.caller", "require_sight")
        owner = "None"
        if access.owner == "id":
            owner = f"{variable}.id"
        elif access.owner is not None:
            owner = f"{variable}.{access.owner}_id"
        readers = [f"Role.{each.upper()}" for each in access.readers]
        if readers:
            self.imports.add("shared.dtos.enums", "Role")
        arguments = ", ".join(["actor", owner, *readers])
        self.emit(f"require_sight({arguments}, row={variable})")

    def _paths(self) -> set[tuple[str, ...]]:
        found: set[tuple[str, ...]] = set()
        for root in self._expressions():
            for path in loaded_paths(root.root):
                for end in range(2, len(path) + 1):
                    found.add(path[:end])
        recipients = _notified(self.operation.steps)
        for each in recipients:
            path = _path(each)
            found.update(path[:end] for end in range(2, len(path) + 1))
        own = {("input", name) for name, _, _ in self.names.rows}
        known = {("input",), ("actor",)}
        return {each for each in found - own - known if self._loadable(each)}

    def _loadable(self, path: tuple[str, ...]) -> bool:
        if path[0] == "input":
            return len(path) > 2
        return path[0] == "actor" and len(path) > 1

    def _load_reference(self, path: tuple[str, ...]) -> None:
        entity = entity_at(path, self.operation, self.system)
        above = self.mapping[".".join(path[:-1])]
        variable = f"{above}_{path[-1]}"
        client = self.client(entity)
        self.emit(f"{variable} = await {client}.get({above}.{path[-1]}_id)")
        self.mapping[".".join(path)] = variable

    def _expressions(self) -> list[Expression]:
        rules = [self.system.rule(name) for name in self.operation.rules]
        found = [each.holds for each in rules if not each.stored]
        for step in self.operation.steps:
            found += _expressions_of(step)
        if self.operation.returns is not None:
            found.append(self.operation.returns.value)
        return found

    def _uses(self, name: str) -> bool:
        stored = [self.system.rule(each).holds for each in self.operation.rules]
        queries = [each.condition for each in _queries(self.operation.steps) if each.condition]
        roots = (*self._expressions(), *stored, *queries)
        return any(name in free_variables(each.root) for each in roots)

    def text(self, expression: Expression) -> str:
        """The Python text of an expression; a row as a whole yields its variable."""
        code = compile_python(expression.root, self.mapping)
        for module, name in code.imports:
            self.imports.add(module, name or None)
        return code.text

    def identifier(self, expression: Expression) -> str:
        """The identifier of the row that an expression names."""
        path = _path(expression)
        dotted = ".".join(path)
        if dotted in self.mapping:
            return f"{self.mapping[dotted]}.id"
        return f"{self.mapping['.'.join(path[:-1])]}.{path[-1]}_id"

    def _parameters(self, parameters: tuple[Parameter, ...]) -> list[str]:
        return [f"{literal(each.name)}: {self._parameter(each)}" for each in parameters]

    def _parameter(self, parameter: Parameter) -> str:
        path = parameter.path
        if ".".join(path) in self.mapping:
            return self.mapping[".".join(path)]
        front, last = path[:-1], path[-1]
        if ".".join(front) in self.mapping:
            return f"{self.mapping['.'.join(front)]}.{last}"
        if last == "id" and ".".join(front[:-1]) in self.mapping:
            return f"{self.mapping['.'.join(front[:-1])]}.{front[-1]}_id"
        return ".".join(("given", *path[1:]))

    def _require(self, rule: Rule) -> None:
        constant = rule.name.upper()
        module = f"src.domain.rules.{rule.name}"
        self.imports.add(module, constant)
        self.imports.add("src.domain.errors", "RuleViolation")
        if rule.stored:
            given = ", ".join(self._parameters(guard_code(rule).parameters))
            variable = f"{rule.name}_parameters"
            self.emit(f"{variable} = {{{given}}}")
            self.emit(f"if not await self.guards.holds({constant}.name, {variable}):")
            self.guards.append(rule)
        else:
            self.imports.add(module, rule.name)
            arguments = ", ".join(self._argument(each) for each in rule_arguments(rule))
            self.emit(f"if not {rule.name}({arguments}):")
        self.emit(f"    raise RuleViolation({constant})")

    def _argument(self, path: tuple[str, ...]) -> str:
        dotted = ".".join(path)
        return self.mapping.get(dotted) or f"given.{path[-1]}"

    def _begin(self) -> None:
        self.imports.add("shared.unit_of_work", "UnitOfWork")
        actor = "actor.id" if self.signed_in else "None"
        self.emit(f"unit = UnitOfWork(actor_id={actor}, consumed=caller.consumed)")
        for rule in self.guards:
            self.emit(f"unit.guard({rule.name.upper()}.name, {rule.name}_parameters)")
        if self.signed_in and self._judges("actor"):
            self._read(
                "actor", self.system.authentication.account if self.system.authentication else ""
            )
        for _, variable, entity in self.names.rows:
            if self.system.entity(entity).store is Store.POSTGRES:
                self._read(variable, entity)

    def _judges(self, name: str) -> bool:
        rules = (self.system.rule(each) for each in self.operation.rules)
        return any(name in free_variables(each.holds.root) for each in rules if not each.stored)

    def _read(self, variable: str, entity: str) -> None:
        self.emit(f"unit.read({literal(entity)}, {variable}.id, {variable}.version)")

    def _step(self, step: Step) -> None:
        match step:
            case ListStep():
                self._list(step)
            case CreateStep():
                self._create(step)
            case UpdateStep():
                self._update(step)
            case TransitionStep():
                self._transition(step)
            case DeleteStep(entity, target):
                row = self.text(target)
                self.emit(f"unit.delete({literal(entity)}, {row}.id, {row}.version)")
            case PublishStep():
                self._publish(step)
            case NotifyStep():
                self._notify(step)
            case RequireStep(rule):
                self._require(self.system.rule(rule))
            case ForEachStep():
                self._for_each(step)

    def _list(self, step: ListStep) -> None:
        client = self.client(step.query.entity)
        method, arguments = self._query(step.query)
        default = literal(step.sort[0])
        page = "given.page"
        self.emit(
            f"{step.result} = await {client}.{method}({arguments}**{page}.arguments({default}))"
        )

    def _query(self, query: Query) -> tuple[str, str]:
        if query.condition is None:
            return "list", ""
        code = compiled(query).code
        given = [
            f"{each.name}={self._parameter(each)}, " for each in (code.parameters if code else ())
        ]
        return query.name, "".join(given)

    def _create(self, step: CreateStep) -> None:
        entity = self.system.entity(step.entity)
        name = pascal(entity.name)
        variable = step.result or f"new_{entity.name}"
        self.imports.add(f"shared.dtos.{entity.name}", name)
        self.imports.add("shared.identifiers", "new_id")
        values = dict(self._assigned(entity, step.values))
        for each in entity.fields:
            if each.name not in {one.field for one in step.values} and each.has_default:
                from msc.emit.shapes.fields import default_text

                text, imports = default_text(each)
                if text.startswith("Field("):
                    text = "{}"
                else:
                    self.imports.add_all(imports)
                values[each.wire_name] = text
        given = ", ".join(f"{key}={value}" for key, value in values.items())
        common = "id=new_id(), created_at=unit.occurred_at, updated_at=unit.occurred_at, version=1"
        self.emit(f"{variable} = {name}({common}, {given})")
        self.emit(f"unit.create({literal(entity.name)}, {variable}.id, {variable}.values())")
        self.mapping[variable] = variable
        self.written[variable] = entity.name

    def _assigned(self, entity: Entity, values: tuple[Assignment, ...]) -> list[tuple[str, str]]:
        found = []
        for each in values:
            made = entity.field_named(each.field)
            is_row = made.wire_name != made.name
            text = (
                self.identifier(each.value)
                if is_row and _path(each.value)
                else self.text(each.value)
            )
            found.append((made.wire_name, self._typed(entity, each.field, text)))
        return found

    def _typed(self, entity: Entity, name: str, text: str) -> str:
        """The text with an enum's word as its member."""
        from msc.ir.fields import EnumType, RoleType

        type_ = entity.field_named(name).type
        if isinstance(type_, EnumType | RoleType) and text[:1] in "'\"":
            enum = "Role" if isinstance(type_, RoleType) else pascal(type_.name)
            self.imports.add("shared.dtos.enums", enum)
            return f"{enum}.{text[1:-1].upper()}"
        return text

    def _update(self, step: UpdateStep) -> None:
        entity = self.system.entity(step.entity)
        row = self.text(step.target)
        variable = step.result
        if step.from_input:
            pairs = ", ".join(f"{literal(each)}: given.{each}" for each in step.from_input)
            self.emit(
                f"changes = {{key: value for key, value in {{{pairs}}}.items() "
                "if value is not None}"
            )
            changes = "changes"
        else:
            pairs = ", ".join(f"{literal(k)}: {v}" for k, v in self._assigned(entity, step.values))
            changes = f"{{{pairs}}}"
        self._apply(entity, row, variable, changes)

    def _apply(self, entity: Entity, row: str, variable: str, changes: str) -> None:
        if changes != "changes":
            self.emit(f"changes = {changes}")
        self.emit(f"unit.update({literal(entity.name)}, {row}.id, {row}.version, changes)")
        if not variable:
            self.written[row] = entity.name
            return
        self.emit(f"{variable} = {row}.model_copy(update=changes)")
        self.mapping[variable] = variable
        self.written[variable] = entity.name

    def _transition(self, step: TransitionStep) -> None:
        entity = self.system.entity(step.entity)
        assert entity.states is not None
        row = self.text(step.target)
        function = f"next_{entity.name}_state"
        self.imports.add(f"src.domain.states.{entity.name}", function)
        state = entity.states.field
        variable = step.result
        value = f"{function}({literal(step.transition)}, {row}.{state})"
        self._apply(entity, row, variable, f"{{{literal(state)}: {value}}}")

    def _publish(self, step: PublishStep) -> None:
        event = self.system.event(step.event)
        name = pascal(event.name)
        self.imports.add(f"shared.events.{event_module(event.name)}", name)
        by_name = {each.field: each.value for each in step.values}
        arguments, aggregate = [], (literal(self.operation.name), literal(self.operation.name))
        for each in event.payload:
            value = by_name.get(each.field.name)
            if value is None:
                continue
            if each.entity is not None:
                text = self.identifier(value)
                if aggregate[0] == literal(self.operation.name):
                    aggregate = (literal(each.entity), text)
            else:
                text = self.text(value)
            arguments.append(f"{each.field.wire_name}={text}")
        self.emit(f"unit.publish({name}({', '.join(arguments)}), {aggregate[0]}, {aggregate[1]})")

    def _notify(self, step: NotifyStep) -> None:
        notification = self.system.notification(step.notification)
        function = f"notify_{notification.name}"
        self.imports.add(f"src.application.notifications.{notification.name}", function)
        by_name = {each.field: each.value for each in step.values}
        arguments = [
            f"{each.field.name}={self.text(by_name[each.field.name])}"
            for each in notification.inputs
        ]
        given = ", ".join(["unit", self.text(step.recipient), *arguments])
        self.emit(f"{function}({given})")

    def _for_each(self, step: ForEachStep) -> None:
        method, arguments = self._query(step.query)
        client = self.client(step.query.entity)
        name = "every_row" if method == "list" else f"every_{method}"
        self.emit(f"async for {step.variable} in {client}.{name}({arguments.rstrip(', ')}):")
        self.depth += 1
        for inner in step.steps:
            self._step(inner)
        self.depth -= 1

    def _finish(self) -> None:
        if self.operation.audit is not None:
            self._audit(self.operation.audit)
        self.imports.add("src.application.commitment", "commit")
        guards = "".join(f", {each.name.upper()}" for each in self.guards)
        result = "committed = " if self._returns_written() else ""
        self.emit(f"{result}await commit(self.units_of_work, unit{guards})")

    def _audit(self, category: str) -> None:
        entity, identifier = "operation", literal(self.operation.name)
        if self.written:
            variable, entity = next(iter(self.written.items()))
            identifier = f"{variable}.id"
        elif self.names.rows:
            _, variable, entity = self.names.rows[0]
            identifier = f"{variable}.id"
        self.imports.add("src.application.caller", "details_of")
        operation = literal(self.operation.name)
        self.emit(
            f"unit.audit({operation}, {literal(category)}, {literal(entity)}, {identifier}, "
            "details_of(given))"
        )

    def _returns_written(self) -> str | None:
        returns = self.operation.returns
        if returns is None or not isinstance(returns.value.root, Variable):
            return None
        name = returns.value.root.name
        return name if name in self.written else None

    def _return(self) -> None:
        returns = self.operation.returns
        if returns is None:
            return
        written = self._returns_written()
        if written is None:
            text = self.text(returns.value)
            if self.lines and self.lines[-1].startswith(f"{text} = "):
                self.lines[-1] = f"return {self.lines[-1].removeprefix(f'{text} = ')}"
            else:
                self.emit(f"return {text}")
            return
        entity = self.written[written]
        name = pascal(entity)
        self.imports.add(f"shared.dtos.{entity}", name)
        self.emit(f"return committed.row({name}, {literal(entity)}, {written}.id)")


def rule_arguments(rule: Rule) -> tuple[tuple[str, ...], ...]:
    """What a rule's function takes: `actor`, rows and plain inputs, by path, sorted."""
    found: set[tuple[str, ...]] = set()
    _collect(rule.holds.root, found)
    return tuple(sorted(found))


def _collect(node: object, found: set[tuple[str, ...]]) -> None:
    from msc.expr.target import children, path_of
    from msc.ir.expressions import RecordValue, Select

    path = path_of(node)  # type: ignore[arg-type]
    if path is not None:
        top = node
        while isinstance(top, Select) and not isinstance(top.operand.type, RecordValue):
            top = top.operand
        found.add(path_of(top) or path)  # type: ignore[arg-type]
        return
    for each in children(node):  # type: ignore[arg-type]
        _collect(each, found)


def _path(expression: Expression) -> tuple[str, ...]:
    from msc.expr.target import path_of

    return path_of(expression.root) or ()


def _writes(steps: tuple[Step, ...]) -> bool:
    return any(
        isinstance(each, (*WRITES, PublishStep, NotifyStep))
        or (isinstance(each, ForEachStep) and _writes(each.steps))
        for each in steps
    )


def _notified(steps: tuple[Step, ...]) -> list[Expression]:
    return [each.recipient for each in steps if isinstance(each, NotifyStep)]


def _queries(steps: tuple[Step, ...]) -> list[Query]:
    found = []
    for each in steps:
        if isinstance(each, ListStep | ForEachStep):
            found.append(each.query)
        if isinstance(each, ForEachStep):
            found += _queries(each.steps)
    return found


def _expressions_of(step: Step) -> list[Expression]:
    found = [each.value for each in getattr(step, "values", ())]
    for name in ("target", "recipient"):
        if isinstance(getattr(step, name, None), Expression):
            found.append(getattr(step, name))
    for inner in getattr(step, "steps", ()):
        found += _expressions_of(inner)
    return found
