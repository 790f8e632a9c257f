"""Codes MSC52x: behaviour that can never happen or never ends."""

from msc.core.diagnostics import Code, Severity

FEEDS_ITSELF = Code(
    "MSC521", "event-feeds-itself", Severity.ERROR,
    "`{name}` never ends: {way}",
    "publish another event, or take one of the operations out of `then`",
    "An event runs the operations in its `then`. Where one of them publishes the same event again, directly "
    "or through others, and nothing can refuse it, the first event is followed by others without an end.",
    "operations:\n  greet:\n    actor: system\n    input: {book: book}\n    steps:\n      - publish: book.added\n        values: {book: input.book}\nevents:\n  book.added: {payload: {book: book}, then: [greet]}",
    "operations:\n  greet:\n    actor: system\n    input: {book: book}\n    steps:\n      - publish: book.greeted\n        values: {book: input.book}\nevents:\n  book.added: {payload: {book: book}, then: [greet]}\n  book.greeted: {payload: {book: book}, audience: external}",
)  # fmt: skip
MAY_FEED_ITSELF = Code(
    "MSC522", "event-may-feed-itself", Severity.WARNING,
    "`{name}` goes on until an operation is refused or finds no rows: {way}",
    "publish another event, or see that it ends: what is refused in an event is tried again, and then kept "
    "as a dead letter",
    "An event that comes back to itself ends only where a rule or the state of a row refuses one of the "
    "operations, or a `for_each` has no rows left.",
    "operations:\n  greet:\n    actor: system\n    input: {book: book}\n    rules: [in_stock]\n    steps:\n      - publish: book.added\n        values: {book: input.book}\nevents:\n  book.added: {payload: {book: book}, then: [greet]}",
    "operations:\n  greet:\n    actor: system\n    input: {book: book}\n    rules: [in_stock]\n    steps:\n      - publish: book.greeted\n        values: {book: input.book}\nevents:\n  book.added: {payload: {book: book}, then: [greet]}\n  book.greeted: {payload: {book: book}, audience: external}",
)  # fmt: skip
STATE_NOT_REACHED = Code(
    "MSC523", "state-not-reached", Severity.WARNING,
    "no {entity} is ever `{state}`",
    "add a transition that leads to `{state}`; a new {entity} is `{start}`",
    "A row begins in the default of its state field and moves along transitions. What no transition leads "
    "to is no state of any row.",
    "entities:\n  loan:\n    fields:\n      status: {enum: [open, returned, lost], default: open}\n    states:\n      field: status\n      transitions:\n        give_back: {from: open, to: returned}",
    "entities:\n  loan:\n    fields:\n      status: {enum: [open, returned], default: open}\n    states:\n      field: status\n      transitions:\n        give_back: {from: open, to: returned}",
)  # fmt: skip
NOT_WRITTEN = Code(
    "MSC524", "entity-not-written", Severity.WARNING,
    "nothing ever makes a row of `{name}`{use}",
    "add an operation with the step `create: {name}`, or fill the table by other means",
    "Rows come from `create` steps, from registration and from the audit. Without any of these lists are "
    "empty, loops run over nothing, and what asks for a row is answered with 404, unless the table is filled "
    "from outside.",
    "entities:\n  shelf:\n    fields: {label: string}\noperations:\n  get_shelf:\n    actor: public\n    input: {shelf: shelf}\n    returns: input.shelf",
    "entities:\n  shelf:\n    fields: {label: string}\noperations:\n  get_shelf:\n    actor: public\n    input: {shelf: shelf}\n    returns: input.shelf\n  add_shelf:\n    actor: [librarian]\n    input: {label: shelf.label}\n    steps:\n      - create: shelf\n        set: {label: input.label}\n        as: shelf\n    returns: shelf",
)  # fmt: skip
IMPOSSIBLE = Code(
    "MSC525", "impossible-operation", Severity.ERROR,
    "`{name}` can never succeed: {reason}",
    "{suggestion}",
    "Every call of the operation would be refused, because what it asks for excludes itself: its rules, its "
    "actor, who may see the rows that it takes, and the states in which its transitions begin.",
    "rules:\n  is_librarian: {holds: actor.role == 'librarian', message: Only librarians do this, code: NOT_ALLOWED}\noperations:\n  return_book:\n    actor: [reader]\n    rules: [is_librarian]",
    "rules:\n  is_librarian: {holds: actor.role == 'librarian', message: Only librarians do this, code: NOT_ALLOWED}\noperations:\n  return_book:\n    actor: [reader, librarian]\n    rules: [is_librarian]",
)  # fmt: skip
TRANSITION_NOT_RUN = Code(
    "MSC526", "transition-not-run", Severity.WARNING,
    "no operation runs the transition `{name}` of `{entity}`",
    "add an operation with a step `transition: …` and `to: {name}`, or remove it",
    "A transition is a change that is allowed. It happens where an operation has a step that runs it.",
    "entities:\n  loan:\n    fields:\n      status: {enum: [open, returned, lost], default: open}\n    states:\n      field: status\n      transitions:\n        give_back: {from: open, to: returned}\n        lose: {from: open, to: lost}",
    "entities:\n  loan:\n    fields:\n      status: {enum: [open, returned], default: open}\n    states:\n      field: status\n      transitions:\n        give_back: {from: open, to: returned}",
)  # fmt: skip
MOVED_AGAIN = Code(
    "MSC527", "moved-in-every-turn", Severity.ERROR,
    "`{transition}` moves `{name}` in each turn of the loop, and only the first can succeed",
    "write the step before the `for_each` or behind it: after one turn `{name}` is no longer {states}",
    "A loop runs its steps for every row that it finds. A row from outside of the loop is the same one in "
    "each turn: the first turn moves it, and the second is refused, because the transition does not begin "
    "where the row is by then.",
    "operations:\n  thank_everybody:\n    actor: [librarian]\n    input: {loan: loan}\n    steps:\n      - for_each: people.filter(p, p.adult)\n        as: reader\n        steps:\n          - notify: reader\n            notification: thanks\n          - transition: input.loan\n            to: give_back",
    "operations:\n  thank_everybody:\n    actor: [librarian]\n    input: {loan: loan}\n    steps:\n      - for_each: people.filter(p, p.adult)\n        as: reader\n        steps:\n          - notify: reader\n            notification: thanks\n      - transition: input.loan\n        to: give_back",
)  # fmt: skip

CODES = (
    FEEDS_ITSELF, MAY_FEED_ITSELF, STATE_NOT_REACHED, NOT_WRITTEN, IMPOSSIBLE, TRANSITION_NOT_RUN,
    MOVED_AGAIN,
)  # fmt: skip
