"""The chapter about expressions: each form of the language, tried on each target."""

from collections.abc import Callable

from msc.core.record import Record
from msc.expr.check import check
from msc.expr.python import compile_python
from msc.expr.scope import Entities, Scope
from msc.expr.sql import compile_condition, compile_stored
from msc.expr.target import Unsupported, reads_stored_rows
from msc.ir.expressions import (
    EnumValue,
    Expression,
    ListValue,
    Node,
    RecordValue,
    RowValue,
    ScalarKind,
    ScalarValue,
)
from pages.markdown import code, prose, table

TEXT, INTEGER = ScalarValue(ScalarKind.STRING), ScalarValue(ScalarKind.INT)
PERSON = (("name", TEXT), ("verified", ScalarValue(ScalarKind.BOOL)))
LOAN = (
    ("borrower", RowValue("person")), ("title", TEXT), ("months", INTEGER),
    ("amount", ScalarValue(ScalarKind.DECIMAL)), ("due", ScalarValue(ScalarKind.DATE)),
    ("note", ScalarValue(ScalarKind.STRING, optional=True)),
    ("status", EnumValue("status", ("open", "paid"))),
)  # fmt: skip
ENTITIES = Entities((("person", PERSON), ("loan", LOAN)))
SCOPE = Scope(ENTITIES, (
    ("l", RowValue("loan")), ("actor", RowValue("person")),
    ("input", RecordValue((("amount", ScalarValue(ScalarKind.DECIMAL)), ("title", TEXT)))),
    ("loans", ListValue(RowValue("loan"), stored=True)),
))  # fmt: skip
NAMES = {name: name for name in ("l", "actor", "input", "now", "today")}
FORMS = (
    ("l.amount >= input.amount", "comparison: `==`, `!=`, `<`, `<=`, `>`, `>=`"),
    ("l.borrower == actor", "the same row"),
    ("l.note == null", "is it missing"),
    ("has(l.note)", "is it there"),
    ("l.status in ['open', 'paid']", "one of a list"),
    ("l.status == 'open' && !actor.verified", "and, not"),
    ("l.status == 'paid' || l.months > 12", "or"),
    ("l.amount + l.amount - input.amount == 0.0", "sum and difference"),
    ("l.amount * 2 > input.amount", "product"),
    ("l.amount / 2 > input.amount", "quotient of decimals"),
    ("-l.months < 0", "negation"),
    ("(l.months > 12 ? 'long' : 'short') == input.title", "choice"),
    ("l.title.startsWith('A')", "beginning of a text"),
    ("l.title.endsWith('z')", "end of a text"),
    ("l.title.contains(input.title)", "part of a text"),
    ("l.title.matches('^[A-Z]')", "regular expression"),
    ("l.title.size() > 3", "length of a text"),
    ("string(l.months) == input.title", "a number as text"),
    ("string(l.created_at) == input.title", "a moment as text"),
    ("int(l.amount) > 3", "a decimal as whole number"),
    ("double(l.months) / 12 > 1.0", "a whole number as decimal"),
    ("round(input.amount / 3, 2) > 1.0", "rounding to decimal places"),
    ("l.due <= today + days(3)", "days"),
    ("l.created_at > now - hours(24)", "hours"),
    ("l.created_at > now - minutes(30)", "minutes"),
    ("l.borrower.verified", "a field of the row that is referred to"),
    ("loans.exists(x, x.borrower == actor)", "is there such a row"),
    ("loans.all(x, x.status == 'paid')", "are all rows such"),
    ("loans.filter(x, x.borrower == actor).size() < 3", "how many rows"),
    ("loans.filter(x, x.borrower == actor).map(x, x.amount).sum() < 1000.0", "total over rows"),
    ("loans.exists_one(x, x.borrower == actor)", "is there exactly one such row"),
    ("['Ada', 'Bo'].exists(w, w == input.title)", "one item of a written list"),
    ("['Ada', 'Bo'].all(w, w != input.title)", "all items of a written list"),
    ("['Ada', 'Bo'].exists_one(w, w == input.title)", "exactly one item of a written list"),
    ("['Ada', 'Bo'].filter(w, w != input.title).size() > 1", "some items of a written list"),
    ("['Ada', 'Bo'].map(w, w + input.title).size() > 1", "a new list from a written one"),
)


class Form(Record):
    """A form of expression and the targets that can say it."""

    text: str
    meaning: str
    targets: frozenset[str]


def section() -> str:
    """The chapter."""
    rows = (
        (
            code(form.text),
            form.meaning,
            *("yes" if target in form.targets else "" for target in TARGETS),
        )
        for form in forms()
    )
    tables = table(("for example", "what it says", *TARGETS), rows)
    return prose("expressions").replace("<!-- functions -->\n", tables)


def forms() -> list[Form]:
    """Every form, compiled to every target."""
    return [Form(text, meaning, _targets(checked(text).root)) for text, meaning in FORMS]


def checked(text: str) -> Expression:
    """The expression of an example."""
    problems = check(text, SCOPE)
    assert isinstance(problems, Expression), problems
    return problems


def _targets(node: Node) -> frozenset[str]:
    return frozenset(name for name, compile_ in TARGETS.items() if _can(compile_, node))


def _can(compile_: Callable[[Node], object], node: Node) -> bool:
    try:
        compile_(node)
    except Unsupported:
        return False
    return True


def _sql(node: Node) -> object:
    return compile_stored(node) if reads_stored_rows(node) else compile_condition(node, "l", "loan")


TARGETS: dict[str, Callable[[Node], object]] = {
    "Python": lambda node: compile_python(node, NAMES),
    "SQL": _sql,
}
