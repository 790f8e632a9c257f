"""The body of a use case under construction: its lines, names and requirements."""

from collections.abc import Iterator
from contextlib import contextmanager

from msc.core.record import Mutable, Record, field, replace
from msc.expr.python import Convert, compile_python, compile_value
from msc.expr.target import Code, children, is_row, loaded_paths, path_of
from msc.ir.behaviour import ActorKind, Operation, Rule
from msc.ir.expressions import Node, RowValue, Select
from msc.ir.system import System
from msc.lower.operations.aliases import Aliases
from msc.lower.operations.rows import may_be_none
from msc.lower.operations.variables import Variables, named
from msc.lower.pycode import ImportSet
from msc.lower.shapes.queries import StoredCode
from msc.spelling.code import function_name


class LoadedRow(Record):
    """A variable that holds a row of an entity, or None for an optional row."""

    variable: str
    entity: str
    optional: bool


class Body(Mutable):
    """`lines` are finished statements, indented by four spaces per level.

    `names` maps a dotted path to the Python text of its current value; `written` maps the variable
    of each row changed outside loops to its entity. `loaded` holds the row inputs and the rows
    loaded through references; `calls` the methods of ports. `aliases` tracks which variables hold
    rows; `outside` are those from before the present loop. `has_changes` means that the name
    `changes` is taken. `amends` means that a row may be written more than once, `asks_deletes` that
    a loop may meet a row that is deleted already, `refreshes` that a row may be read again after a
    write, `reads_back` that the response is a row as committed.
    `cursor` is the text of the place behind the page that an operation in pages tells.
    """

    system: System
    operation: Operation
    stored_code: StoredCode
    variables: Variables = field(default_factory=Variables)
    names: dict[str, str] = field(default_factory=dict)
    imports: ImportSet = field(default_factory=ImportSet)
    calls: set[tuple[str, str]] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)
    guards: list[Rule] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    loaded: list[LoadedRow] = field(default_factory=list)
    aliases: Aliases = field(default_factory=Aliases)
    outside: frozenset[str] = frozenset()
    has_changes: bool = False
    amends: bool = False
    asks_deletes: bool = False
    refreshes: bool = False
    reads_back: bool = False
    cursor: str = ""
    depth: int = 0

    def emit(self, line: str) -> None:
        """Adds a statement at the current depth."""
        self.lines.append("    " * self.depth + line)

    @contextmanager
    def block(self) -> Iterator[None]:
        """A nested block, whose names go out of scope at its end."""
        before = dict(self.names)
        self.depth += 1
        yield
        self.depth -= 1
        self.names = before

    @property
    def uses_clock(self) -> bool:
        """Whether any statement reads the clock."""
        return any("self.clock." in line for line in self.lines)

    def origin_of(self, variable: str) -> str:
        """The variable that held the row first."""
        return self.aliases.origin_of(variable)

    def may_be_written(self, variable: str) -> bool:
        """Whether an earlier statement or loop iteration writes the same row."""
        origin = self.origin_of(variable)
        if origin in self.aliases.changed or origin in self.outside:
            return True
        return self.aliases.may_be_written(variable)

    @contextmanager
    def up_to_date(self) -> Iterator[None]:
        """Refreshes stale rows before the statements that are added inside."""
        head, behind = len(self.lines), self.aliases.behind
        self.aliases.behind = set()
        yield
        lines, read = self.aliases.refreshed(behind, self.lines[head:])
        self.refreshes = self.refreshes or bool(lines)
        self.lines[head:head] = ["    " * self.depth + line for line in lines]
        self.aliases.behind |= behind - read

    def note_written(self, variable: str, entity: str) -> None:
        """Records that the variable holds a row as it will be committed."""
        # A row that a loop writes need not exist behind the loop.
        if self.depth == 0:
            self.written[variable] = entity

    @property
    def signed_in(self) -> bool:
        """Whether the actor is a person."""
        return self.operation.actor.kind in (ActorKind.SIGNED_IN, ActorKind.ROLES)

    @property
    def account(self) -> str:
        """The account entity; callers must know that there is one."""
        assert self.system.authentication is not None
        return self.system.authentication.account

    def port(self, entity: str, method: str) -> str:
        """The port of an entity's rows; records a call of the method."""
        self.calls.add((entity, method))
        return f"self.{function_name(self.system.entity(entity).plural)}"

    def method(self, entity: str, method: str) -> str:
        """A method of the port of an entity's rows."""
        return f"{self.port(entity, method)}.{method}"

    def bind(self, path: str, wish: str) -> str:
        """A variable for the value of a path, with the preferred name unless it is taken."""
        self.names[path] = self.variables.mark(wish)
        return self.names[path]

    def text(self, node: Node) -> str:
        """The Python text of a value; rows that it reads are loaded first."""
        self.reach(node)
        return self._with_imports(compile_python(node, self.names))

    def stored(self, node: Node, convert: Convert) -> str:
        """The Python text of a value to store: a row by its identifier, others converted."""
        self.reach(node)
        return self._with_imports(compile_value(node, self.names, convert))

    def row(self, node: Node) -> str:
        """The variable that holds a row as a whole."""
        path = path_of(node)
        assert path is not None
        self.reach(node)
        if ".".join(path) not in self.names:
            self._load(node)
        return self.names[".".join(path)]

    def reach(self, node: Node, *, but: str | None = None) -> None:
        """Loads the rows that are read through references, except those of the variable `but`."""
        nodes = {path: row for path, row in _rows(node) if path[0] != but}
        for path in sorted(loaded_paths(node), key=lambda path_: (len(path_), path_)):
            if path in nodes and ".".join(path) not in self.names:
                self._load(nodes[path])

    def _load(self, node: Node) -> None:
        assert isinstance(node, Select)
        assert isinstance(node.type, RowValue)
        above = self.row(node.operand)
        path = ".".join(path_of(node) or ())
        get = self.method(node.type.entity, "get")
        variable = self.bind(path, f"{above}_{node.field}")
        key = f"{above}.{node.field}_id"
        missing = [above] if may_be_none(node.operand, self.operation, self.system) else []
        assert isinstance(node.operand.type, RowValue)
        declared = self.system.entity(node.operand.type.entity).field_named(node.field)
        missing += [key] if declared.optional else []
        self.loaded.append(LoadedRow(variable, node.type.entity, bool(missing)))
        self.aliases.hold(variable, node.type.entity, optional=bool(missing))
        tests = " or ".join(f"{name} is None" for name in missing)
        otherwise = f"None if {tests} else " if tests else ""
        self.emit(f"{variable} = {otherwise}await {get}({key})")
        if variable in self.aliases.behind:
            self.aliases.behind.discard(variable)
            self.refreshes = True
            for line in self.aliases.refresh(variable):
                self.emit(line)

    def finish(self) -> None:
        """Replaces the marks of variables with names, once all other names are known."""
        names = self.variables.allotted(self.lines, self.imports.names)
        self.lines = [named(line, names) for line in self.lines]
        self.names = {path: named(text, names) for path, text in self.names.items()}
        self.written = {named(variable, names): entity for variable, entity in self.written.items()}
        self.loaded = [replace(row, variable=named(row.variable, names)) for row in self.loaded]

    def _with_imports(self, code: Code) -> str:
        for module, name in code.imports:
            self.imports.add(module, name or None)
        return code.text


def _rows(node: Node) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Every row in an expression that is named by a path."""
    path = path_of(node) if is_row(node) else None
    if path is not None:
        yield path, node
    for child in children(node):
        yield from _rows(child)
