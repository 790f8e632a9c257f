"""A checked expression -> the text of a SQLAlchemy expression over the data service's models.

SQL's unknown is closed: an ordering or membership test with a null operand is false, and equality
treats null as a value, so an expression means the same here as in Python.
"""

from dataclasses import dataclass, field

from msc.core.naming import pascal
from msc.expr.scope import is_optional
from msc.expr.target import Unsupported, is_null, is_row, kind_of, path_of
from msc.ir.expressions import (
    Call,
    Comprehension,
    ComprehensionKind,
    Constant,
    ListLiteral,
    ListValue,
    Node,
    RowValue,
    ScalarKind,
    ScalarValue,
    Select,
    ValueType,
    Variable,
)

SQL = "sqlalchemy"
UUID = ScalarValue(ScalarKind.UUID)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that comes from outside the database.

    `path` is what the caller evaluates: ("actor", "id"), ("input", "amount"), ("today",). A row is
    passed by its identifier, so its path ends in `id`.
    """

    name: str
    type: ValueType
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SqlCode:
    """The text, its imports, the entities whose model classes it names, and its parameters.

    The text refers to parameters as `parameters.<name>`.
    """

    text: str
    imports: tuple[tuple[str, str], ...]
    models: tuple[str, ...]
    parameters: tuple[Parameter, ...]


def compile_condition(body: Node, variable: str, entity: str) -> SqlCode:
    """A predicate over one row of `entity`, bound to `variable`."""
    return _finish(body, {variable: pascal(entity)}, {entity})


def compile_stored(root: Node) -> SqlCode:
    """A boolean over stored rows, as one scalar that a single SELECT yields."""
    return _finish(root, {}, set())


def _finish(root: Node, rows: dict[str, str], models: set[str]) -> SqlCode:
    compiler = _Compiler(rows, models=models)
    text = compiler.predicate(root)
    parameters = tuple(sorted(compiler.parameters.values(), key=lambda each: each.name))
    return SqlCode(text, tuple(sorted(compiler.imports)), tuple(sorted(models)), parameters)


@dataclass(slots=True)
class _Compiler:
    rows: dict[str, str]
    imports: set[tuple[str, str]] = field(default_factory=set)
    models: set[str] = field(default_factory=set)
    parameters: dict[str, Parameter] = field(default_factory=dict)

    def _use(self, name: str) -> str:
        self.imports.add((SQL, name))
        return name

    def predicate(self, node: Node) -> str:
        """A boolean clause."""
        match node:
            case Call("&&", arguments):
                inner = ", ".join(self.predicate(each) for each in _flat("&&", arguments))
                return f"{self._use('and_')}({inner})"
            case Call("||", arguments):
                inner = ", ".join(self.predicate(each) for each in _flat("||", arguments))
                return f"{self._use('or_')}({inner})"
            case Call("!", (operand,)):
                return f"{self._use('not_')}({self.predicate(operand)})"
            case Call("==" | "!=" | "<" | "<=" | ">" | ">=", (left, right)):
                return self._comparison(node.function, left, right)
            case Call("in", (item, ListLiteral(items))):
                return self._membership(item, items)
            case Call("startsWith" | "endsWith" | "contains", (target, part)):
                return self._text_test(node.function, target, part)
            case Comprehension():
                return self._quantified(node)
            case Constant(bool(value)):
                return f"{self._use('true' if value else 'false')}()"
            case _ if kind_of(node) is ScalarKind.BOOL:
                return f"{self._column(node)}.is_(True)"
        raise Unsupported(f"the database cannot evaluate {_what(node)}")

    def _comparison(self, function: str, left: Node, right: Node) -> str:
        if is_null(left) or is_null(right):
            value = left if is_null(right) else right
            return f"{self._column(value)}.{'is_' if function == '==' else 'is_not'}(None)"
        one, other = self._column(left), self.value(right)
        nullable = is_optional(left.type) or is_optional(right.type)
        if not nullable:
            return f"{one} {function} {other}"
        if function in {"==", "!="}:
            word = "is_not_distinct_from" if function == "==" else "is_distinct_from"
            return f"{one}.{word}({other})"
        return f"{self._use('func')}.coalesce({one} {function} {other}, {self._use('false')}())"

    def _membership(self, item: Node, items: tuple[Node, ...]) -> str:
        test = f"{self._column(item)}.in_([{', '.join(self.value(each) for each in items)}])"
        if not is_optional(item.type):
            return test
        return f"{self._use('func')}.coalesce({test}, {self._use('false')}())"

    def _text_test(self, function: str, target: Node, part: Node) -> str:
        method = {"startsWith": "startswith", "endsWith": "endswith", "contains": "contains"}[
            function
        ]
        test = f"{self._column(target)}.{method}({self.value(part)}, autoescape=True)"
        if not is_optional(target.type):
            return test
        return f"{self._use('func')}.coalesce({test}, {self._use('false')}())"

    def _quantified(self, node: Comprehension) -> str:
        entity, condition = self._selection(node.range)
        inner = self._inside(node.variable, entity)
        body = inner.predicate(node.body)
        if node.kind is ComprehensionKind.ALL:
            body = f"{self._use('not_')}({body})"
        elif node.kind is not ComprehensionKind.EXISTS:
            raise Unsupported(f"the database cannot evaluate `{node.kind}` as a condition")
        clauses = ", ".join(each for each in (condition, body) if each)
        found = f"{self._use('exists')}().where({clauses})"
        return f"~{found}" if node.kind is ComprehensionKind.ALL else found

    def _selection(self, node: Node) -> tuple[str, str]:
        """The entity of a collection and its conditions, joined by commas."""
        match node:
            case Variable(type=ListValue(RowValue(entity), True)):
                if pascal(entity) in self.rows.values():
                    raise Unsupported("a collection cannot be compared with itself")
                return entity, ""
            case Comprehension(ComprehensionKind.FILTER, source, variable, body):
                entity, condition = self._selection(source)
                clause = self._inside(variable, entity).predicate(body)
                return entity, f"{condition}, {clause}" if condition else clause
        raise Unsupported("only stored rows can be filtered in the database")

    def _inside(self, variable: str, entity: str) -> "_Compiler":
        self.models.add(entity)
        rows = {**self.rows, variable: pascal(entity)}
        return _Compiler(rows, self.imports, self.models, self.parameters)

    def value(self, node: Node) -> str:
        """A value: a column, a parameter, a literal or an aggregate."""
        match node:
            case Constant():
                return self._constant(node)
            case Variable() | Select():
                return self._reference(node)
            case Call("size", (collection,)):
                return self._aggregate(collection, "count()")
            case Call("sum", (Comprehension(ComprehensionKind.MAP, source, variable, body),)):
                return self._sum(source, variable, body)
            case Call("days" | "hours" | "minutes", (amount,)):
                self.imports.add(("datetime", "timedelta"))
                return f"timedelta({node.function}={self.value(amount)})"
            case Call("+" | "-" | "*", (left, right)):
                return f"({self.value(left)} {node.function} {self.value(right)})"
            case Call("double" | "int", (inner,)):
                return self.value(inner)
        raise Unsupported(f"the database cannot evaluate {_what(node)}")

    def _column(self, node: Node) -> str:
        """A value that has the methods of a SQL expression."""
        text = self.value(node)
        if text.startswith("parameters.") or isinstance(node, Constant):
            return f"{self._use('literal')}({text})"
        return text

    def _constant(self, node: Constant) -> str:
        if kind_of(node) is ScalarKind.DECIMAL:
            self.imports.add(("decimal", "Decimal"))
            return f'Decimal("{str(node.value).removesuffix(".0")}")'
        return repr(node.value)

    def _reference(self, node: Node) -> str:
        path = path_of(node)
        if path is None:
            raise Unsupported("a field can only be read from a named row")
        if path[0] not in self.rows:
            return self._parameter(node, path)
        names = (*path, "id") if is_row(node) else path
        return self._traverse(self.rows[path[0]], node, names[1:])

    def _traverse(self, model: str, node: Node, names: tuple[str, ...]) -> str:
        if len(names) == 1:
            return f"{model}.{names[0]}"
        if len(names) == 2 and names[1] == "id":
            return f"{model}.{names[0]}_id"
        if len(names) > 2:
            raise Unsupported("only one reference can be followed in the database")
        entity = _entity_of(node)
        self.models.add(entity)
        column = f"{pascal(entity)}.{names[1]}"
        where = f"{pascal(entity)}.id == {model}.{names[0]}_id"
        return f"{self._use('select')}({column}).where({where}).scalar_subquery()"

    def _parameter(self, node: Node, path: tuple[str, ...]) -> str:
        full = (*path, "id") if is_row(node) else path
        name = "_".join(full)
        self.parameters[name] = Parameter(name, UUID if is_row(node) else node.type, full)
        return f"parameters.{name}"

    def _aggregate(self, collection: Node, function: str) -> str:
        entity, condition = self._selection(collection)
        self.models.add(entity)
        text = (
            f"{self._use('select')}({self._use('func')}.{function}).select_from({pascal(entity)})"
        )
        return f"{text}{f'.where({condition})' if condition else ''}.scalar_subquery()"

    def _sum(self, source: Node, variable: str, body: Node) -> str:
        entity, _ = self._selection(source)
        column = self._inside(variable, entity).value(body)
        return self._aggregate(source, f"coalesce({self._use('func')}.sum({column}), 0)")


def _flat(function: str, arguments: tuple[Node, ...]) -> tuple[Node, ...]:
    found: list[Node] = []
    for each in arguments:
        if isinstance(each, Call) and each.function == function:
            found.extend(_flat(function, each.arguments))
        else:
            found.append(each)
    return tuple(found)


def _entity_of(node: Node) -> str:
    if isinstance(node, Select) and isinstance(node.operand.type, RowValue):
        return node.operand.type.entity
    raise Unsupported("a field can only be read from a row")


def _what(node: Node) -> str:
    match node:
        case Call(function):
            return f"`{function}`"
        case Comprehension(kind):
            return f"`{kind}` here"
        case _:
            return "this"
