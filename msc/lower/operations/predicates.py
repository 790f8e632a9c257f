"""Rules as functions of what they read."""

from msc.core.record import Record
from msc.expr.python import compile_python
from msc.ir.behaviour import Rule
from msc.lower.operations.rules import RuleParameter, rule_parameters
from msc.lower.pycode import Import


class Predicate(Record):
    """The condition of a rule in code, and the parameters that it reads."""

    parameters: tuple[RuleParameter, ...]
    text: str
    imports: tuple[Import, ...]


def compile_predicate(rule: Rule) -> Predicate:
    """The predicate of a rule that the data service does not check."""
    parameters = rule_parameters(rule)
    names = {parameter.path: parameter.name for parameter in parameters}
    code = compile_python(rule.holds.root, names)
    return Predicate(parameters, code.text, code.imports)
