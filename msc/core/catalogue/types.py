"""Codes MSC4xx: types, values and expressions."""

from msc.core.diagnostics import Code, Severity

WRONG_EXPRESSION = Code(
    "MSC401", "wrong-expression", Severity.ERROR,
    "{problem}",
    "{suggestion}",
    "Expressions are CEL, checked against the types of the spec. The position is inside the expression.",
    "holds: actor.emial_verified", "holds: actor.email_verified",
)  # fmt: skip
KEY_DOES_NOT_FIT = Code(
    "MSC402", "key-does-not-fit", Severity.ERROR,
    "`{key}` means nothing for {kind}",
    "remove `{key}`",
    "Some keys belong to some types only: `minimum` to numbers, `pattern` to strings, `on_delete` to "
    "references.",
    "title: {type: boolean, max_length: 80}", "title: {type: string, max_length: 80}",
)  # fmt: skip
WRONG_VALUE = Code(
    "MSC403", "wrong-value", Severity.ERROR,
    "{value} is not a value of {kind}: {reason}",
    "choose a value that fits",
    "Defaults and limits must themselves obey the type that they belong to.",
    "stock: {type: integer, minimum: 0, default: -1}", "stock: {type: integer, minimum: 0, default: 0}",
)  # fmt: skip
VALUE_MISSING = Code(
    "MSC404", "value-missing", Severity.ERROR,
    "{what} needs a value for `{name}`",
    "add `{name}`, or make it optional or give it a default where it is declared",
    "Every required field of a row, of a payload or of an input must get a value.",
    "- publish: loan.created\n  values: {}", "- publish: loan.created\n  values: {loan: loan}",
)  # fmt: skip
NOT_WRITABLE = Code(
    "MSC405", "not-writable", Severity.ERROR,
    "`{name}` cannot be set here: {reason}",
    "{suggestion}",
    "Write-once fields are set when a row is created; the state of a row changes by transitions only.",
    "- update: input.loan\n  set: {status: \"'active'\"}", "- transition: input.loan\n  to: activate",
)  # fmt: skip
NOT_COMPILABLE = Code(
    "MSC406", "not-compilable", Severity.ERROR,
    "this expression cannot be evaluated here: {reason}",
    "say it in another way, or move it to a place where it can be evaluated",
    "Rules over stored rows, lists and jobs run in a database; texts and values run in the services. "
    "Each can express a part of CEL.",
    "where the author's name is longer than that of the book", "where the author is the actor",
)  # fmt: skip
WRONG_TEXT = Code(
    "MSC407", "wrong-text", Severity.ERROR,
    "`{value}` is not {kind}",
    "write it like `{example}`",
    "Durations, schedules, paths and currencies have a form of their own.",
    "schedule: each morning", "schedule: daily at 09:00",
)  # fmt: skip
RULE_DOES_NOT_FIT = Code(
    "MSC408", "rule-does-not-fit", Severity.ERROR,
    "`{operation}` cannot require the rule `{name}`: {reason}",
    "{suggestion}",
    "A rule reads the actor and the inputs of the operation that requires it, so an operation without "
    "them cannot require it. All operations that require a rule must mean the same by it.",
    "rules:\n  in_stock: {holds: input.book.stock > 0, …}\noperations:\n  list_books: {rules: [in_stock]}",
    "operations:\n  sell_book: {input: {book: book}, rules: [in_stock]}",
)  # fmt: skip
NO_ROUNDING = Code(
    "MSC409", "no-rounding", Severity.ERROR,
    "`{name}` keeps {scale} decimal places, and this value can have more",
    "use a value that needs no rounding; rounding rules (`formulas`) are not supported yet",
    "Money is never rounded silently. Products and quotients of decimals need a rounding rule.",
    "set: {fee: input.amount * 0.015}", "set: {fee: input.amount * 2}",
)  # fmt: skip
CHANGED_TWICE = Code(
    "MSC410", "changed-twice", Severity.ERROR,
    "`{name}` is changed by an earlier step already",
    "change everything in one step",
    "The steps of an operation commit together, against the row as it was read: a second change of the "
    "same row would be refused as a conflict.",
    "- update: input.book\n  set: {a: 1}\n- update: input.book\n  set: {b: 2}",
    "- update: input.book\n  set: {a: 1, b: 2}",
)  # fmt: skip

CODES = (
    WRONG_EXPRESSION, KEY_DOES_NOT_FIT, WRONG_VALUE, VALUE_MISSING, NOT_WRITABLE, NOT_COMPILABLE,
    WRONG_TEXT, RULE_DOES_NOT_FIT, NO_ROUNDING, CHANGED_TWICE,
)  # fmt: skip
