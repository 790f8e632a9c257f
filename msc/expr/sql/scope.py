"""What a query can read: outer rows, the rows they refer to, and parameters."""

from msc.core.record import Mutable, Record, field, replace
from msc.expr.presence import may_be_missing
from msc.expr.scope import is_optional
from msc.expr.target import Unsupported, children, is_row, path_of, reads_stored_rows
from msc.ir.expressions import (
    Call,
    Comprehension,
    Node,
    RowValue,
    ScalarKind,
    ScalarValue,
    Select,
    ValueType,
)
from msc.spelling.code import attribute_name, entity_class

SQL = "sqlalchemy"
UUID = ScalarValue(ScalarKind.UUID)


class Parameter(Record):
    """A value supplied from outside the database.

    `path` is evaluated by the caller: ("actor", "id"), ("input", "amount"), ("today",). A row is
    passed by its identifier, so its path ends in `id`.
    """

    name: str
    type: ValueType
    path: tuple[str, ...]


class Scope(Mutable):
    """`rows` maps a variable to its model class; the other fields are collected for the query."""

    rows: dict[str, str]
    imports: set[tuple[str, str]] = field(default_factory=set)
    models: set[str] = field(default_factory=set)
    parameters: dict[str, Parameter] = field(default_factory=dict)

    def use(self, name: str, module: str = SQL) -> str:
        """The imported name."""
        self.imports.add((module, name))
        return name

    def inside(self, variable: str, entity: str) -> "Scope":
        """The scope of a subquery over rows of the entity."""
        self.models.add(entity)
        rows = {**self.rows, variable: entity_class(entity)}
        return Scope(rows, self.imports, self.models, self.parameters)

    def correlation(self) -> str:
        """The `correlate` call of a subquery, which otherwise sees only the enclosing query."""
        models = dict.fromkeys(self.rows.values())
        return f".correlate({', '.join(models)})" if len(models) > 1 else ""

    def is_parameter(self, node: Node) -> bool:
        """Whether the value is known before the query runs, and is written as such.

        The database makes every choice, because conditions are written for it.
        """
        path = path_of(node)
        if path is not None:
            return path[0] not in self.rows and not reads_stored_rows(node)
        match node:
            case Comprehension() | Call("?:"):
                return False
        return all(map(self.is_parameter, children(node)))

    def reference(self, node: Node) -> str:
        """The target of a path: a column, a column of a referenced row, or a parameter."""
        path = path_of(node)
        if path is None:
            raise Unsupported("a field can only be read from a named row")
        if path[0] not in self.rows:
            return self._parameter(node, path)
        names = (*path, "id") if is_row(node) else path
        return self._traverse(self.rows[path[0]], node, names[1:])

    def _traverse(self, model: str, node: Node, names: tuple[str, ...]) -> str:
        if len(names) == 1:
            return f"{model}.{attribute_name(names[0])}"
        if len(names) == 2 and names[1] == "id":
            return f"{model}.{names[0]}_id"
        if len(names) == 3 and names[2] == "id":
            # The first row holds the identifier of the second.
            names = (names[0], f"{names[1]}_id")
        if len(names) > 2:
            raise Unsupported("only one reference can be followed in the database")
        return self._followed(model, names, _entity_of(node))

    def _followed(self, model: str, names: tuple[str, ...], entity: str) -> str:
        if entity_class(entity) in self.rows.values():
            raise Unsupported(f"a reference to a row of {entity} cannot be followed among its rows")
        self.models.add(entity)
        column = f"{entity_class(entity)}.{attribute_name(names[1])}"
        where = f"{entity_class(entity)}.id == {model}.{names[0]}_id"
        query = f"{self.use('select')}({column}).where({where}){self.correlation()}"
        return f"{query}.scalar_subquery()"

    def _parameter_name(self, path: tuple[str, ...]) -> str:
        """A name for what the path leads to: `actor.pet_name` is not `actor_pet.name`."""
        plain = "_".join(path)
        number, name = 1, plain
        while name in self.parameters and self.parameters[name].path != path:
            number += 1
            name = f"{plain}_{number}"
        return name

    def _parameter(self, node: Node, path: tuple[str, ...]) -> str:
        if isinstance(node, Select) and is_row(node.operand) and may_be_missing(node.operand):
            raise Unsupported(f"`{'.'.join(path[:-1])}` may be missing")
        full = (*path, "id") if is_row(node) else path
        name = self._parameter_name(full)
        type_ = replace(UUID, optional=is_optional(node.type)) if is_row(node) else node.type
        known = self.parameters.get(name)
        # A test for null may precede: what is passed is null nevertheless.
        if known is None or not is_optional(known.type):
            self.parameters[name] = Parameter(name, type_, full)
        return f"parameters.{name}"


def _entity_of(node: Node) -> str:
    if isinstance(node, Select) and isinstance(node.operand.type, RowValue):
        return node.operand.type.entity
    raise Unsupported("a field can only be read from a row")
