"""Domain and application of the services that run operations: rules, states, use cases."""

from dataclasses import dataclass

from msc.core.naming import pascal
from msc.emit.operations.compile import Compiler, rule_arguments
from msc.emit.pycode import ImportSet, annotation_imports, docstring, literal
from msc.emit.pycode import annotation as annotation_of
from msc.emit.shapes.queries import parameter_annotation, queries
from msc.emit.shapes.texts import text_code
from msc.expr.python import compile_python
from msc.ir.behaviour import ActorKind, Home, ListStep, Operation, Rule
from msc.ir.entities import Entity, Store
from msc.ir.fields import EnumType
from msc.ir.system import System
from msc.ir.triggers import Channel, Notification


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule: its constant, and its function unless the data service evaluates it."""

    module: str
    element: str
    docstring: str
    constant: str
    name: str
    code: str
    message: str
    status: int
    imports: str
    stored: bool
    function: str
    parameters: str
    text: str


@dataclass(frozen=True, slots=True)
class StatesView:
    """The state machine of an entity."""

    module: str
    element: str
    docstring: str
    enum: str
    function: str
    transitions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotificationView:
    """A notification as a function that adds its messages to a unit of work."""

    module: str
    element: str
    docstring: str
    function: str
    imports: str
    account: str
    name: str
    parameters: str
    text: str
    subject: str
    by_telegram: bool
    by_email: bool
    chat: str
    login: str


@dataclass(frozen=True, slots=True)
class PortView:
    """The port of an entity's rows."""

    name: str
    row: str
    id_type: str
    methods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UseCaseView:
    """An operation."""

    module: str
    element: str
    name: str
    class_name: str
    docstring: str
    imports: str
    fields: tuple[str, ...]
    ports: tuple[str, ...]
    wiring: tuple[str, ...]
    result: str
    statements: tuple[str, ...]
    takes_caller: bool


@dataclass(frozen=True, slots=True)
class ServiceView:
    """One service that runs operations."""

    module: str
    element: str
    name: str
    use_cases: tuple[UseCaseView, ...]
    rules: tuple[RuleView, ...]
    states: tuple[StatesView, ...]
    notifications: tuple[NotificationView, ...]
    ports: tuple[PortView, ...]
    port_imports: str
    account: str
    account_module: str
    has_accounts: bool
    role_field: str


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """Everything that the blueprint needs: both services have the same shape."""

    services: tuple[ServiceView, ...]


def view(system: System) -> ApplicationView:
    """The view of both services."""
    return ApplicationView(tuple(_service(home, system) for home in Home))


def _service(home: Home, system: System) -> ServiceView:
    operations = [each for each in system.operations if each.home is home]
    rules = {name for each in operations for name in each.rules}
    account = system.authentication.account if system.authentication else ""
    ports, port_imports = _ports(system)
    return ServiceView(
        module=home.value,
        element=f"service {home.value}",
        name=home.value,
        use_cases=tuple(use_case(each, system) for each in operations),
        rules=tuple(_rule(each, system, operations) for each in system.rules if each.name in rules),
        states=tuple(_states(each) for each in system.entities if each.states is not None),
        notifications=tuple(_notification(each, system) for each in system.notifications),
        ports=ports,
        port_imports=port_imports,
        account=pascal(account),
        account_module=account,
        has_accounts=bool(account),
        role_field=system.authentication.role if system.authentication else "role",
    )


def use_case(operation: Operation, system: System) -> UseCaseView:
    """The use case of an operation."""
    compiler = Compiler(system, operation)
    compiler.compile()
    imports = compiler.imports
    name = pascal(operation.name)
    fields = []
    for each in operation.inputs:
        imports.add_all(annotation_imports(each.field.type))
        text = annotation_of(each.field.type, each.field.optional)
        default = " = None" if each.field.optional else ""
        fields.append((bool(default), f"{each.field.wire_name}: {text}{default}"))
    lists = any(isinstance(each, ListStep) for each in operation.steps)
    if lists:
        imports.add("src.application.paging", "PageRequest")
        imports.add("dataclasses", "field")
        fields.append((True, "page: PageRequest = field(default_factory=PageRequest)"))
    result = _result(operation, imports)
    ports = [
        (system.entity(each).plural, f"{pascal(each)}Rows") for each in sorted(compiler.clients)
    ]
    if compiler.guards:
        ports.append(("guards", "Guards"))
    if compiler.commits:
        ports.append(("units_of_work", "UnitsOfWork"))
    if compiler.uses_clock:
        ports.append(("clock", "Clock"))
    for attribute, kind in ports:
        module = "shared.clock" if kind == "Clock" else "src.application.ports"
        imports.add(module if kind != "UnitsOfWork" else "shared.unit_of_work", kind)
        _ = attribute
    imports.add("src.application.caller", "Caller")
    imports.add("src.application.commitment", "with_retries")
    imports.add("dataclasses", "dataclass")
    return UseCaseView(
        module=operation.name,
        element=f"operation {operation.name}",
        name=operation.name,
        class_name=name,
        docstring=docstring(operation.description or f"Runs {operation.name}."),
        imports=imports.text,
        fields=tuple(text for _, text in sorted(fields, key=lambda each: each[0])),
        ports=tuple(f"{attribute}: {kind}" for attribute, kind in ports),
        wiring=tuple(f"{attribute}={attribute}" for attribute, _ in ports),
        result=result,
        statements=tuple(compiler.lines),
        takes_caller=operation.actor.kind is not ActorKind.PUBLIC or compiler.commits,
    )


def _result(operation: Operation, imports: ImportSet) -> str:
    if operation.returns is None:
        return "None"
    name = pascal(operation.returns.entity)
    imports.add(f"shared.dtos.{operation.returns.entity}", name)
    if operation.returns.many:
        imports.add("shared.paging", "Page")
        return f"Page[{name}]"
    return name


def _rule(rule: Rule, system: System, operations: list[Operation]) -> RuleView:
    imports = ImportSet([("src.domain.errors", "Rule")])
    parameters, text = "", "True"
    if not rule.stored:
        parameters, text = _predicate(rule, system, operations, imports)
    return RuleView(
        module=rule.name,
        element=f"rule {rule.name}",
        docstring=docstring(f"The rule `{rule.name}`."),
        constant=rule.name.upper(),
        name=literal(rule.name),
        code=literal(rule.code),
        message=literal(rule.message),
        status=rule.status,
        imports=imports.text,
        stored=rule.stored,
        function=rule.name,
        parameters=parameters,
        text=text,
    )


def _predicate(
    rule: Rule, system: System, operations: list[Operation], imports: ImportSet
) -> tuple[str, str]:
    owner = next(each for each in operations if rule.name in each.rules)
    names, parameters = {}, []
    for path in rule_arguments(rule):
        name = path[-1]
        names[".".join(path)] = name
        if path[0] == "input":
            given = next(each for each in owner.inputs if each.field.name == path[1])
            entity = given.entity
            if entity is None:
                imports.add_all(annotation_imports(given.field.type))
                text = annotation_of(given.field.type, given.field.optional)
                parameters.append(f"{name}: {text}")
                continue
        elif path[0] == "actor":
            entity = system.authentication.account if system.authentication else ""
        else:
            kind = "date" if path[0] == "today" else "datetime"
            imports.add("datetime", kind)
            parameters.append(f"{name}: {kind}")
            continue
        imports.add(f"shared.dtos.{entity}", pascal(entity))
        parameters.append(f"{name}: {pascal(entity)}")
    code = compile_python(rule.holds.root, names)
    for module, member in code.imports:
        imports.add(module, member or None)
    return ", ".join(parameters), code.text


def _states(entity: Entity) -> StatesView:
    assert entity.states is not None
    type_ = entity.field_named(entity.states.field).type
    assert isinstance(type_, EnumType)
    enum = pascal(type_.name)
    lines = []
    for each in entity.states.transitions:
        sources = ", ".join(f"{enum}.{word.upper()}" for word in each.sources)
        lines.append(f"{literal(each.name)}: ((({sources},)), {enum}.{each.target.upper()})")
    return StatesView(
        module=entity.name,
        element=f"entity {entity.name}",
        docstring=docstring(f"The states of {entity.name.replace('_', ' ')}."),
        enum=enum,
        function=f"next_{entity.name}_state",
        transitions=tuple(lines),
    )


def _notification(notification: Notification, system: System) -> NotificationView:
    account = system.authentication.account if system.authentication else ""
    link = system.authentication.telegram_link if system.authentication else None
    imports = ImportSet(
        [(f"shared.dtos.{account}", pascal(account)), ("shared.unit_of_work", "UnitOfWork")]
    )
    names, parameters = {"recipient": "recipient", "link": "link"}, []
    for each in notification.inputs:
        names[each.field.name] = each.field.name
        if each.entity is not None:
            imports.add(f"shared.dtos.{each.entity}", pascal(each.entity))
            parameters.append(f"{each.field.name}: {pascal(each.entity)}")
        else:
            imports.add_all(annotation_imports(each.field.type))
            parameters.append(f"{each.field.name}: {annotation_of(each.field.type)}")
    verification = system.authentication.email_verification if system.authentication else None
    if verification is not None and verification.notification == notification.name:
        parameters.append("link: str")
    text = text_code(notification.text, names)
    subject = text_code(notification.subject, names) if notification.subject else None
    for code in (text, subject):
        for module, member in code.imports if code else ():
            imports.add(module, member or None)
    by_telegram = Channel.TELEGRAM in notification.channels
    by_email = Channel.EMAIL in notification.channels
    if by_telegram:
        imports.add("shared.notifications", "TelegramNotification")
    if by_email:
        imports.add("shared.notifications", "EmailNotification")
    return NotificationView(
        module=notification.name,
        element=f"notification {notification.name}",
        docstring=docstring(f"The notification `{notification.name}`."),
        function=f"notify_{notification.name}",
        imports=imports.text,
        account=pascal(account),
        name=literal(notification.name),
        parameters="".join(f", {each}" for each in parameters),
        text=text.text,
        subject=subject.text if subject else '""',
        by_telegram=by_telegram,
        by_email=by_email,
        chat=link.chat if link else "",
        login=system.authentication.login if system.authentication else "",
    )


def _ports(system: System) -> tuple[tuple[PortView, ...], str]:
    imports = ImportSet()
    compiled = queries(system)
    ports = []
    for entity in system.entities:
        name = pascal(entity.name)
        imports.add(f"shared.dtos.{entity.name}", name)
        methods = []
        for each in compiled:
            if each.query.entity != entity.name or each.code is None:
                continue
            arguments = []
            for one in each.code.parameters:
                text, needed = parameter_annotation(one)
                if needed:
                    imports.add_all([needed])
                arguments.append(f"{one.name}: {text}")
            listed = "".join(f", {argument}" for argument in arguments)
            methods.append(
                f"async def {each.query.name}(self{listed}, filters: Filters | None = None, *, "
                "sort: str | None = None, limit: int | None = None, cursor: str | None = None, "
                f"offset: int | None = None, total: bool = False) -> Page[{name}]:\n"
                f'        """A page of the rows of the query."""\n'
            )
            methods.append(
                f"def every_{each.query.name}(self{listed}) -> AsyncIterator[{name}]:\n"
                f'        """All rows of the query."""\n'
            )
        id_type = "UUID" if entity.store is Store.POSTGRES else "str"
        ports.append(PortView(f"{name}Rows", name, id_type, tuple(methods)))
    imports.add("uuid", "UUID")
    return tuple(ports), imports.text
