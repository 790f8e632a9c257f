"""The values that an expression can read, by path, and which of them are known to be present."""

from keyword import iskeyword

from msc.core.record import Record, replace
from msc.expr.presence import may_be_missing, proven
from msc.expr.scope import is_optional
from msc.expr.target import Unsupported, is_behind_reference, is_row, path_of
from msc.ir.expressions import ListValue, Node, Select
from msc.spelling.code import attribute_name

# The functions that compiled expressions call.
CALLED = frozenset(["Decimal", "any", "all", "bool", "int", "len", "re", "str", "sum", "timedelta"])


class Scope(Record):
    """`names` maps a dotted path to its Python text; paths in `present` are not null."""

    names: dict[str, str]
    present: frozenset[str] = frozenset()

    def knowing(self, condition: Node, *, holds: bool) -> "Scope":
        """The scope of code that runs only if the condition holds, or only if it fails."""
        return replace(self, present=self.present | proven(condition, holds=holds))

    def with_variable(self, name: str) -> tuple["Scope", str]:
        """The scope inside a loop, and a loop variable that shadows no name in use."""
        taken = {text.partition(".")[0] for text in self.names.values()}
        variable = name
        while variable in taken or iskeyword(variable) or variable in CALLED:
            variable += "_"
        return replace(self, names={**self.names, name: variable}), variable

    def path(self, node: Node) -> str:
        """The text of the value at a path."""
        path = path_of(node)
        if path is None:
            raise Unsupported("a field can only be read from a named row")
        dotted = ".".join(path)
        if isinstance(node.type, ListValue):
            raise Unsupported(f"`{dotted}` is a page of rows; it can only be returned")
        if isinstance(node, Select) and is_row(node.operand):
            self.require(node.operand)
            if node.field == "id":
                return self.identifier(node.operand)
        if dotted in self.names:
            return self.names[dotted]
        if not isinstance(node, Select):
            raise Unsupported(f"`{dotted}` is not available here")
        if ".".join(path[:-1]) not in self.names and is_behind_reference(node):
            raise Unsupported(f"`{'.'.join(path[:-1])}` is not loaded here, only its `id`")
        return f"{self.path(node.operand)}.{attribute_name(node.field)}"

    def identifier(self, node: Node) -> str:
        """The identifier of a row, without loading the row if a reference holds it."""
        path = path_of(node)
        if path is None:
            raise Unsupported("a row can only be named by a path")
        dotted = ".".join(path)
        if dotted in self.names and self.is_there(node):
            return f"{self.names[dotted]}.id"
        if f"{dotted}.id" in self.names:
            return self.names[f"{dotted}.id"]
        above = node.operand if isinstance(node, Select) and is_row(node.operand) else None
        if above is not None and (dotted not in self.names or self._is_at_hand(above)):
            self.require(above)
            return f"{self.path(above)}.{path[-1]}_id"
        if dotted in self.names:
            variable = self.names[dotted]
            return f"(None if {variable} is None else {variable}.id)"
        raise Unsupported(f"`{dotted}` is not available here")

    def require(self, node: Node) -> None:
        """Raises Unsupported for a nullable value unless an earlier condition excludes null."""
        if self.is_there(node):
            return
        named = f"`{'.'.join(path_of(node) or ())}`" if path_of(node) else "a part of this"
        raise Unsupported(f"{named} may be null; compare it with `null` first, using `&&`")

    def is_there(self, node: Node) -> bool:
        """Whether neither the value nor any row on its path can be null here."""
        if self.is_present(node):
            return True
        if is_row(node):
            # Behind a row that had to be tested, each further one has to be tested too.
            path = path_of(node) or ()
            tested = any(".".join(path[:end]) in self.present for end in range(len(path)))
            return not may_be_missing(node) and not tested
        above = node.operand if isinstance(node, Select) and is_row(node.operand) else None
        return not is_optional(node.type) and (above is None or self.is_there(above))

    def is_present(self, node: Node) -> bool:
        """Whether an earlier condition has proven that the value is not null."""
        return ".".join(path_of(node) or ()) in self.present

    def _is_at_hand(self, node: Node) -> bool:
        return ".".join(path_of(node) or ()) in self.names and self.is_there(node)
