"""Every step over every kind of row: what a use case does, read from its syntax tree."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from msc.ir.system import System
from msc.lower.program import lower
from msc.pipeline.spec import load

SPEC = Path(__file__).parents[2] / "systems" / "every_step" / "spec.yaml"
BLOCKS = (ast.If, ast.AsyncFor)


class Statements:
    """The statements of an operation, by what they assign and call, with the blocks around them."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        body = "\n".join(lines).replace("\n", "\n    ")
        self.tree = ast.parse(f"async def run(self, inputs, caller):\n    {body}")
        self.around: dict[ast.AST, tuple[ast.AST, ...]] = {self.tree: ()}
        for node in ast.walk(self.tree):
            inside = (*self.around[node], *((node,) if isinstance(node, BLOCKS) else ()))
            self.around |= dict.fromkeys(ast.iter_child_nodes(node), inside)

    def assignment(self, name: str) -> ast.Assign:
        """The only statement that assigns the variable."""
        (assignment,) = [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
        ]
        return assignment

    def loops(self, node: ast.AST) -> list[str]:
        """The variables of the loops that run the node, from the outside."""
        loops = [block for block in self.around[node] if isinstance(block, ast.AsyncFor)]
        return [ast.unparse(loop.target) for loop in loops]

    def collections(self) -> dict[str, str]:
        """The variable of each loop, with the port that gives its rows."""
        return {
            ast.unparse(node.target): ast.unparse(node.iter.func.value)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.AsyncFor)
            and isinstance(node.iter, ast.Call)
            and isinstance(node.iter.func, ast.Attribute)
        }

    def reads(self) -> dict[str, list[str]]:
        """The rows that must not change until the commit, with the conditions of each."""
        return {
            ast.unparse(call.args[1]).removesuffix(".id"): [
                ast.unparse(block.test) for block in self.around[call] if isinstance(block, ast.If)
            ]
            for call in self.calls("unit.read")
        }

    def calls(self, function: str) -> list[ast.Call]:
        """The calls of a function, in their order."""
        calls = (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))
        named = [call for call in calls if ast.unparse(call.func) == function]
        return sorted(named, key=lambda call: call.lineno)

    def member(self, variable: str, key: str) -> str:
        """The value of a key in the mapping that a variable is assigned."""
        mapping = self.assignment(variable).value
        assert isinstance(mapping, ast.Dict)
        pairs = zip(mapping.keys, mapping.values, strict=True)
        return next(
            ast.unparse(value)
            for pair, value in pairs
            if isinstance(pair, ast.Constant) and pair.value == key
        )

    def answer(self) -> str:
        """What the use case returns at its end."""
        (run,) = self.tree.body
        assert isinstance(run, ast.AsyncFunctionDef)
        last = run.body[-1]
        assert isinstance(last, ast.Return)
        assert last.value is not None
        return ast.unparse(last.value)


def keyword(call: ast.Call, name: str) -> str:
    """The argument that a call gives by name."""
    return next(ast.unparse(argument.value) for argument in call.keywords if argument.arg == name)


def python(text: str) -> str:
    """An expression in the form in which trees are shown, whatever its quotes and spaces."""
    return ast.unparse(ast.parse(text, mode="eval"))


@pytest.fixture(scope="module")
def every_step() -> System:
    """The system, resolved."""
    outcome = load(SPEC)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


@pytest.fixture(scope="module")
def statements(every_step: System) -> Callable[[str], Statements]:
    """The statements of an operation, by its name."""

    def read(name: str) -> Statements:
        return Statements(lower(every_step).value.use_cases[name].statements)

    return read


type Read = Callable[[str], Statements]


def test_every_operation_is_python(every_step: System, statements: Read) -> None:
    for operation in every_step.operations:
        compile(statements(operation.name).tree, operation.name, "exec")


def test_optional_row_is_loaded_only_if_it_was_given(statements: Read) -> None:
    lend = statements("lend_book")
    loading = lend.assignment("proxy").value
    assert isinstance(loading, ast.IfExp)
    assert (ast.unparse(loading.test), ast.unparse(loading.body)) == (
        "inputs.proxy_id is None",
        "None",
    )
    assert isinstance(loading.orelse, ast.Await)
    assert lend.reads()["proxy"] == ["proxy is not None"]
    call = lend.assignment("loan").value
    assert isinstance(call, ast.Call)
    assert keyword(call, "proxy_id") == "inputs.proxy_id"


def test_references_of_a_loop_are_loaded_inside_of_it(statements: Read) -> None:
    lend = statements("lend_book")
    assert lend.loops(lend.assignment("other_reader")) == ["other"]
    assert lend.loops(lend.assignment("neighbour_shelf")) == ["other", "neighbour"]


def test_two_loops_may_call_their_rows_alike(statements: Read) -> None:
    collections = statements("lend_book").collections()
    assert (collections["other"], collections["other_2"]) == ("self.loans", "self.people")


def test_reference_of_a_result_is_loaded_after_the_result(statements: Read) -> None:
    move = statements("move_book")
    changed, loaded = move.assignment("changed_shelf"), move.assignment("changed_shelf_keeper")
    assert changed.lineno < loaded.lineno


def test_rows_that_a_rule_reads_must_not_change(statements: Read) -> None:
    reads = statements("move_book").reads()
    assert reads["book_shelf"] == []
    assert reads["book_donor"] == ["book_donor is not None"]


def test_values_have_the_type_of_their_field(statements: Read) -> None:
    move = statements("move_book")
    assert move.member("changes", "condition") == "Condition(book.state)"
    assert move.member("changes", "code") == "str(book.id)"
    (event,) = move.calls("BookMoved")
    assert keyword(event, "condition") == python(
        "Condition.LOST if moved.state == 'lost' else Condition(moved.state)"
    )


def test_written_row_is_answered_as_it_was_committed(statements: Read) -> None:
    assert statements("change_book").answer() == python('committed.row(Book, "book", book.id)')


def test_only_what_was_sent_is_changed(statements: Read) -> None:
    changed = statements("change_book").assignment("changes").value
    assert isinstance(changed, ast.DictComp)

    class Inputs:
        title, note, sent = "New", None, frozenset({"note"})

    code = compile(ast.Expression(changed), "changes", "eval")
    assert eval(code, {"inputs": Inputs}) == {"note": None}


def test_audit_masks_personal_inputs(statements: Read) -> None:
    (details,) = statements("change_person").calls("details_of")
    assert keyword(details, "masked") == python('("full_name", "chat")')
