"""Codes MSC4xx: types, values and expressions."""

from msc.core.diagnostics import Code, Severity

WRONG_EXPRESSION = Code(
    "MSC401", "wrong-expression", Severity.ERROR,
    "{problem}",
    "{suggestion}",
    "Expressions are CEL, checked against the types of the spec. The position is inside the expression.",
    "rules:\n  in_stock: {holds: input.book.stok > 0}",
    "rules:\n  in_stock: {holds: input.book.stock > 0}",
)  # fmt: skip
KEY_DOES_NOT_FIT = Code(
    "MSC402", "key-does-not-fit", Severity.ERROR,
    "`{key}` has no meaning for {kind}",
    "remove `{key}`",
    "Some keys are valid for certain types only: `minimum` to numbers, `pattern` to strings, `on_delete` to "
    "references.",
    "entities:\n  person:\n    fields:\n      adult: {type: boolean, max_length: 80}",
    "entities:\n  person:\n    fields:\n      adult: {type: boolean}",
)  # fmt: skip
WRONG_VALUE = Code(
    "MSC403", "wrong-value", Severity.ERROR,
    "{value} is not a valid value for {kind}: {reason}",
    "choose a valid value",
    "Defaults and limits must be valid values of their own type.",
    "entities:\n  book:\n    fields:\n      stock: {type: integer, minimum: 0, default: -1}",
    "entities:\n  book:\n    fields:\n      stock: {type: integer, minimum: 0, default: 0}",
)  # fmt: skip
VALUE_MISSING = Code(
    "MSC404", "value-missing", Severity.ERROR,
    "{what} needs a value for {names}",
    "add {names}, or declare it `optional` or with a `default`",
    "Every required field of a row, a payload or an input must have a value.",
    "operations:\n  lend_book:\n    steps:\n      - create: loan\n        set: {reader: actor}\n        as: loan",
    "operations:\n  lend_book:\n    steps:\n      - create: loan\n        set: {reader: actor, book: input.book}\n        as: loan",
)  # fmt: skip
NOT_WRITABLE = Code(
    "MSC405", "not-writable", Severity.ERROR,
    "`{name}` cannot be set here: {reason}",
    "{suggestion}",
    "Write-once fields are set when a row is created; the state of a row changes by transitions only.",
    "operations:\n  return_book:\n    steps:\n      - update: input.loan\n        set: {status: \"'returned'\"}\n        as: loan",
    "operations:\n  return_book:\n    steps:\n      - transition: input.loan\n        to: give_back\n        as: loan",
)  # fmt: skip
ELSEWHERE = "rewrite it, or move it to a place where it can be evaluated"
NOT_COMPILABLE = Code(
    "MSC406", "not-compilable", Severity.ERROR,
    "this expression cannot be evaluated here: {reason}",
    "{suggestion}",
    "Rules over stored rows, lists and jobs run in a database; texts and values run in the services. "
    "Each of them supports a part of CEL.",
    "operations:\n  change_book:\n    steps:\n      - update: input.book\n        set: {stock: loans.size()}\n        as: book",
    "operations:\n  change_book:\n    steps:\n      - update: input.book\n        set: {stock: input.stock}\n        as: book",
)  # fmt: skip
WRONG_TEXT = Code(
    "MSC407", "wrong-text", Severity.ERROR,
    "`{value}` is not {kind}",
    "write it like `{example}`",
    "Durations, schedules, paths and currencies have a syntax of their own.",
    "jobs:\n  close_old_loans: {schedule: each morning}",
    "jobs:\n  close_old_loans: {schedule: daily at 09:00}",
)  # fmt: skip
RULE_DOES_NOT_FIT = Code(
    "MSC408", "rule-does-not-fit", Severity.ERROR,
    "`{operation}` cannot require the rule `{name}`: {reason}",
    "{suggestion}",
    "A rule reads the actor and the inputs of the operation that requires it, so an operation without "
    "them cannot require it. A rule must mean the same in all operations that require it.",
    "operations:\n  list_books: {rules: [in_stock]}",
    "operations:\n  lend_book: {rules: [in_stock]}",
)  # fmt: skip
NO_ROUNDING = Code(
    "MSC409", "no-rounding", Severity.ERROR,
    "`{name}` has {scale} decimal places, but this value can have more",
    "{suggestion}",
    "Nothing is rounded silently. A sum has the places of its longest part, a product those of both factors "
    "together, and a quotient any number of them. A value that can have more places than its field is rejected.",
    "operations:\n  lend_book:\n    steps:\n      - create: loan\n        set: {reader: actor, book: input.book, fee: input.book.price * 0.015}\n        as: loan",
    "operations:\n  lend_book:\n    steps:\n      - create: loan\n        set: {reader: actor, book: input.book, fee: input.book.price * 2}\n        as: loan",
)  # fmt: skip
CHANGED_TWICE = Code(
    "MSC410", "changed-twice", Severity.ERROR,
    "`{name}` is already {done} by an earlier step",
    "change everything in one step, or give the earlier step an `as: {result}` and write `{verb}: {result}` here",
    "The steps of an operation commit together, against the row as it was read: a second change of the "
    "same row would be rejected as a conflict. A deleted row cannot be changed.",
    "operations:\n  change_book:\n    steps:\n      - update: input.book\n        set: {title: input.title}\n      - update: input.book\n        set: {stock: input.stock}\n        as: book",
    "operations:\n  change_book:\n    steps:\n      - update: input.book\n        set: {title: input.title, stock: input.stock}\n        as: book",
)  # fmt: skip
BRACES_ONLY = Code(
    "MSC411", "braces-only", Severity.WARNING,
    "`{text}` is literal text, not a placeholder",
    "write `${{{value}}}`",
    "Only `${…}` contains an expression. Braces without a dollar sign are ordinary "
    "characters, but around a known name they are usually a slip. If they are "
    "intended, write the first one as `${'{'}`.",
    "notifications:\n  thanks: {text: \"Enjoy your book, {recipient.email}.\"}",
    "notifications:\n  thanks: {text: \"Enjoy your book, ${recipient.email}.\"}",
)  # fmt: skip
NOT_READ = Code(
    "MSC412", "not-read", Severity.ERROR,
    "`{route}` reads no {part} `{name}`",
    "{suggestion}",
    "The endpoint would reject or ignore the value, so the journey would not work as "
    "described. Rows are sent by their identifiers, under a name that ends in `_id`. "
    "A step that expects a rejection may send anything.",
    "journeys:\n  booking:\n    description: A reader borrows a book.\n    steps:\n      - request: POST /auth/login\n        body: {email: r@books.example, pasword: correct horse, password: correct horse}\n        status: 200",
    "journeys:\n  booking:\n    description: A reader borrows a book.\n    steps:\n      - request: POST /auth/login\n        body: {email: r@books.example, password: correct horse}\n        status: 200",
)  # fmt: skip

CODES = (
    WRONG_EXPRESSION, KEY_DOES_NOT_FIT, WRONG_VALUE, VALUE_MISSING, NOT_WRITABLE, NOT_COMPILABLE,
    WRONG_TEXT, RULE_DOES_NOT_FIT, NO_ROUNDING, CHANGED_TWICE, BRACES_ONLY,
    NOT_READ,
)  # fmt: skip
