"""A checked expression -> the text of a SQLAlchemy expression over the data service's models.

SQL's unknown is closed: an ordering or a test of texts with a null operand is false, and equality
and membership treat null as a value, so an expression means the same here as in Python.
"""

from dataclasses import dataclass, field

from msc.core.record import Record, replace
from msc.expr.presence import may_be_missing
from msc.expr.scope import is_optional
from msc.expr.sql_types import is_text, sql_type
from msc.expr.target import (
    Unsupported,
    children,
    is_null,
    is_row,
    is_singleton,
    kind_of,
    path_of,
    reads_stored_rows,
)
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
from msc.spelling.code import attribute_name, entity_class

SQL = "sqlalchemy"
MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
SMALL = range(-(2**31), 2**31)
UUID = ScalarValue(ScalarKind.UUID)


class Parameter(Record):
    """A value that comes from outside the database.

    `path` is what the caller evaluates: ("actor", "id"), ("input", "amount"), ("today",). A row is
    passed by its identifier, so its path ends in `id`.
    """

    name: str
    type: ValueType
    path: tuple[str, ...]


class SqlCode(Record):
    """The text, its imports, the entities whose model classes it names, and its parameters.

    The text refers to parameters as `parameters.<name>`.
    """

    text: str
    imports: tuple[tuple[str, str], ...]
    models: tuple[str, ...]
    parameters: tuple[Parameter, ...]


def compile_condition(body: Node, variable: str, entity: str) -> SqlCode:
    """A predicate over one row of `entity`, bound to `variable`."""
    return _finish(body, {variable: entity_class(entity)}, {entity})


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
        """A boolean clause; it is never null."""
        match node:
            case Call("&&" | "||" as function, arguments):
                word = self._use("and_" if function == "&&" else "or_")
                inner = ", ".join(self.predicate(each) for each in _flat(function, arguments))
                return f"{word}({inner})"
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
        if self._is_given(left) and not self._is_given(right):
            left, right, function = right, left, MIRRORED[function]
        if function in {"==", "!="}:
            return self._equality(function, left, right)
        one, other = self._column(left), self._beside(right, left)
        if is_text(left):
            # CEL orders texts by code point, whatever the database's locale is.
            one = f'{one}.collate("C")'
        return self._closed(f"{one} {function} {other}", left, right)

    def _equality(self, function: str, left: Node, right: Node) -> str:
        for value, other in ((left, right), (right, left)):
            if is_singleton(other):
                word = "is_" if function == "==" else "is_not"
                return f"{self._column(value)}.{word}({self.value(other)})"
        one, other_one = self._column(left), self._beside(right, left)
        if not is_optional(left.type) and not is_optional(right.type):
            return f"{one} {function} {other_one}"
        word = "is_not_distinct_from" if function == "==" else "is_distinct_from"
        return f"{one}.{word}({other_one})"

    def _closed(self, test: str, *operands: Node) -> str:
        """The test, false instead of unknown."""
        if not any(is_optional(operand.type) for operand in operands):
            return test
        return f"{self._use('func')}.coalesce({test}, {self._use('false')}())"

    def _membership(self, item: Node, items: tuple[Node, ...]) -> str:
        if any(is_optional(item.type) for item in items):
            tests = ", ".join(self._equality("==", item, each) for each in items)
            return f"{self._use('or_')}({tests})"
        members = ", ".join(self._beside(each, item) for each in items)
        return self._closed(f"{self._column(item)}.in_([{members}])", item)

    def _text_test(self, function: str, target: Node, part: Node) -> str:
        one = self._column(target)
        if self._is_given(part) and not is_optional(part.type):
            method = {"startsWith": "startswith", "endsWith": "endswith"}.get(function, function)
            return self._closed(f"{one}.{method}({self.value(part)}, autoescape=True)", target)
        other, func = self._column(part), self._use("func")
        match function:
            case "startsWith":
                test = f"{func}.starts_with({one}, {other})"
            case "endsWith":
                test = f"{func}.right({one}, {func}.char_length({other})) == {other}"
            case _:
                test = f"{func}.strpos({one}, {other}) > 0"
        return self._closed(test, target, part)

    def _quantified(self, node: Comprehension) -> str:
        entity, condition = self._selection(node.range)
        inner = self._inside(node.variable, entity)
        body = inner.predicate(node.body)
        if node.kind is ComprehensionKind.ALL:
            body = f"{self._use('not_')}({body})"
        elif node.kind is not ComprehensionKind.EXISTS:
            raise Unsupported(f"the database cannot evaluate `{node.kind}` as a condition")
        clauses = ", ".join(each for each in (condition, body) if each)
        found = f"{self._use('exists')}().select_from({entity_class(entity)}).where({clauses})"
        found += self._correlation()
        return f"~{found}" if node.kind is ComprehensionKind.ALL else found

    def _correlation(self) -> str:
        """By itself, a subquery sees the rows of the next query around it only."""
        models = dict.fromkeys(self.rows.values())
        return f".correlate({', '.join(models)})" if len(models) > 1 else ""

    def _selection(self, node: Node) -> tuple[str, str]:
        """The entity of a collection and its conditions, joined by commas."""
        match node:
            case Variable(type=ListValue(RowValue(entity), True)):
                if entity_class(entity) in self.rows.values():
                    raise Unsupported("a collection cannot be compared with itself")
                return entity, ""
            case Comprehension(ComprehensionKind.FILTER, source, variable, body):
                entity, condition = self._selection(source)
                clause = self._inside(variable, entity).predicate(body)
                return entity, f"{condition}, {clause}" if condition else clause
        raise Unsupported("only stored rows can be filtered in the database")

    def _inside(self, variable: str, entity: str) -> "_Compiler":
        self.models.add(entity)
        rows = {**self.rows, variable: entity_class(entity)}
        return _Compiler(rows, self.imports, self.models, self.parameters)

    def value(self, node: Node) -> str:
        """A value: a column, a parameter, a literal, an aggregate, or what is computed of them."""
        match node:
            case Constant():
                return self._constant(node)
            case Variable() | Select():
                return self._reference(node)
            case Call("size", (text,)) if is_text(text):
                if self._is_given(text):
                    return f"len({self.value(text)})"
                return f"{self._use('func')}.char_length({self.value(text)})"
            case Call("size", (collection,)):
                return self._aggregate(collection, "count()")
            case Call("sum", (Comprehension(ComprehensionKind.MAP, source, variable, body),)):
                return self._sum(source, variable, body)
            case Call("days" | "hours" | "minutes", (amount,)):
                return self._duration(node.function, amount)
            case Call("-", (operand,)):
                return f"(-{self.value(operand)})"
            case Call("+" | "-" | "*", (left, right)):
                return self._arithmetic(node.function, left, right)
            case Call("double" | "int" | "string", (inner,)):
                return self._conversion(node.function, inner)
        raise Unsupported(f"the database cannot evaluate {_what(node)}")

    def _duration(self, unit: str, amount: Node) -> str:
        if not self._is_given(amount):
            raise Unsupported(f"`{unit}` needs a number that does not depend on the row")
        self.imports.add(("datetime", "timedelta"))
        return f"timedelta({unit}={self.value(amount)})"

    def _arithmetic(self, function: str, left: Node, right: Node) -> str:
        if self._is_given(left) and self._is_given(right):
            return f"({self.value(left)} {function} {self.value(right)})"
        if ScalarKind.DATE in (kind_of(left), kind_of(right)):
            return self._moved_date(function, left, right)
        return f"({self._column(left)} {function} {self._beside(right, left)})"

    def _moved_date(self, function: str, left: Node, right: Node) -> str:
        """A date and a number of days: with an interval, it would be a moment."""
        day, moved = (left, right) if kind_of(left) is ScalarKind.DATE else (right, left)
        if isinstance(moved, Call) and moved.function == "days" and self._is_given(moved):
            return f"({self._column(day)} {function} {self.value(moved.arguments[0])})"
        raise Unsupported(
            "the database cannot subtract dates; compare one with the other's `+ days(…)`"
        )

    def _conversion(self, function: str, inner: Node) -> str:
        text, kind = self.value(inner), kind_of(inner)
        if function == "string" and kind is not None and not is_text(inner):
            if self._is_given(inner):
                return f"str({text})"
            if kind in (ScalarKind.DECIMAL, ScalarKind.TIMESTAMP):
                raise Unsupported(f"the database writes a {kind} in another way; compare it itself")
            return f"{self._use('cast')}({text}, {self._use('String')}())"
        if function == "double" and kind is ScalarKind.INT:
            if self._is_given(inner):
                self.imports.add(("decimal", "Decimal"))
                return f"Decimal({text})"
            return f"{self._use('cast')}({text}, {self._use('Numeric')}())"
        if function == "int" and kind is ScalarKind.DECIMAL:
            return f"int({text})" if self._is_given(inner) else f"{self._use('func')}.trunc({text})"
        return text

    def _is_given(self, node: Node) -> bool:
        """Whether the value is known before the database is asked."""
        path = path_of(node)
        if path is not None:
            return path[0] not in self.rows and not reads_stored_rows(node)
        return not isinstance(node, Comprehension) and all(map(self._is_given, children(node)))

    def _column(self, node: Node) -> str:
        """A value that has the methods of a SQL expression."""
        text = self.value(node)
        if not self._is_given(node) or is_null(node):
            return text if not is_null(node) else f"{self._use('null')}()"
        name, type_ = sql_type(node)
        self._use(name)
        return f"{self._use('literal')}({text}, {type_})"

    def _beside(self, node: Node, other: Node) -> str:
        """A value beside another one, whose column gives it a type where it needs none."""
        plain = path_of(other) is not None and not self._is_given(other)
        safe = kind_of(node) is not ScalarKind.DECIMAL and not is_optional(node.type)
        if plain and safe and self._is_given(node):
            return self.value(node)
        small = isinstance(node, Constant) and type(node.value) is int and node.value in SMALL
        return self.value(node) if small else self._column(node)

    def _constant(self, node: Constant) -> str:
        if kind_of(node) is ScalarKind.DECIMAL:
            self.imports.add(("decimal", "Decimal"))
            return f'Decimal("{str(node.value).removesuffix(".0")}")'
        if isinstance(node.value, str) and "\0" in node.value:
            raise Unsupported("the database keeps no text with the character U+0000")
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
            return f"{model}.{attribute_name(names[0])}"
        if len(names) == 2 and names[1] == "id":
            return f"{model}.{names[0]}_id"
        if len(names) == 3 and names[2] == "id":
            # The identifier of a second row stands in the first.
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
        found = f"{self._use('select')}({column}).where({where}){self._correlation()}"
        return f"{found}.scalar_subquery()"

    def _parameter(self, node: Node, path: tuple[str, ...]) -> str:
        if isinstance(node, Select) and is_row(node.operand) and may_be_missing(node.operand):
            raise Unsupported(f"`{'.'.join(path[:-1])}` may be missing")
        full = (*path, "id") if is_row(node) else path
        name = "_".join(full)
        type_ = replace(UUID, optional=is_optional(node.type)) if is_row(node) else node.type
        known = self.parameters.get(name)
        # A test for null may precede: what is passed is null nevertheless.
        if known is None or not is_optional(known.type):
            self.parameters[name] = Parameter(name, type_, full)
        return f"parameters.{name}"

    def _aggregate(self, collection: Node, function: str) -> str:
        entity, condition = self._selection(collection)
        self.models.add(entity)
        selected = f"{self._use('select')}({self._use('func')}.{function})"
        text = f"{selected}.select_from({entity_class(entity)})"
        where = f".where({condition})" if condition else ""
        return f"{text}{where}{self._correlation()}.scalar_subquery()"

    def _sum(self, source: Node, variable: str, body: Node) -> str:
        entity, _ = self._selection(source)
        column = self._inside(variable, entity)._column(body)
        return self._aggregate(source, f"coalesce({self._use('func')}.sum({column}), 0)")


def _flat(function: str, arguments: tuple[Node, ...]) -> tuple[Node, ...]:
    found: list[Node] = []
    for argument in arguments:
        if isinstance(argument, Call) and argument.function == function:
            found.extend(_flat(function, argument.arguments))
        else:
            found.append(argument)
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
