"""Codes MSC52x: behaviour that can never happen or never ends."""

from msc.core.diagnostics import Code, Severity

FEEDS_ITSELF = Code(
    "MSC521", "event-feeds-itself", Severity.ERROR,
    "`{name}` triggers itself endlessly: {way}",
    "publish another event, or remove one of the operations from `then`",
    "An event runs the operations in its `then`. If one of them publishes the same "
    "event again, directly or through others, and nothing can reject it, the cycle "
    "never ends.",
    "operations:\n  greet:\n    actor: system\n    input: {book: book}\n    steps:\n      - publish: book.added\n        values: {book: input.book}\nevents:\n  book.added: {payload: {book: book}, then: [greet]}",
    "operations:\n  greet:\n    actor: system\n    input: {book: book}\n    steps:\n      - publish: book.greeted\n        values: {book: input.book}\nevents:\n  book.added: {payload: {book: book}, then: [greet]}\n  book.greeted: {payload: {book: book}, audience: external}",
)  # fmt: skip
MAY_FEED_ITSELF = Code(
    "MSC522", "event-may-feed-itself", Severity.WARNING,
    "`{name}` triggers itself until an operation is rejected or finds no rows: {way}",
    "publish another event, or make sure that the cycle ends: a rejected event is "
    "retried and then becomes a dead letter",
    "A cycle of events ends only when a rule or the state of a row rejects one of "
    "the operations, or a `for_each` finds no rows.",
    "operations:\n  greet:\n    actor: system\n    input: {book: book}\n    rules: [in_stock]\n    steps:\n      - publish: book.added\n        values: {book: input.book}\nevents:\n  book.added: {payload: {book: book}, then: [greet]}",
    "operations:\n  greet:\n    actor: system\n    input: {book: book}\n    rules: [in_stock]\n    steps:\n      - publish: book.greeted\n        values: {book: input.book}\nevents:\n  book.added: {payload: {book: book}, then: [greet]}\n  book.greeted: {payload: {book: book}, audience: external}",
)  # fmt: skip
STATE_NOT_REACHED = Code(
    "MSC523", "state-not-reached", Severity.WARNING,
    "no {entity} can ever be `{state}`",
    "add a transition that leads to `{state}`; a new {entity} is `{start}`",
    "A row starts in the default of its state field and moves along transitions. A "
    "state that no transition leads to is unreachable.",
    "entities:\n  loan:\n    fields:\n      status: {enum: [open, returned, lost], default: open}\n    states:\n      field: status\n      transitions:\n        give_back: {from: open, to: returned}",
    "entities:\n  loan:\n    fields:\n      status: {enum: [open, returned], default: open}\n    states:\n      field: status\n      transitions:\n        give_back: {from: open, to: returned}",
)  # fmt: skip
NOT_WRITTEN = Code(
    "MSC524", "entity-not-written", Severity.WARNING,
    "nothing ever creates a row of `{name}`{use}",
    "add an operation with the step `create: {name}`, or fill the table by other means",
    "Rows come from `create` steps, registration and the audit. Without any of them, "
    "lists and loops are empty and requests for a row return 404, unless the table "
    "is filled by other means.",
    "entities:\n  shelf:\n    fields: {label: string}\noperations:\n  get_shelf:\n    actor: public\n    input: {shelf: shelf}\n    returns: input.shelf",
    "entities:\n  shelf:\n    fields: {label: string}\noperations:\n  get_shelf:\n    actor: public\n    input: {shelf: shelf}\n    returns: input.shelf\n  add_shelf:\n    actor: [librarian]\n    input: {label: shelf.label}\n    steps:\n      - create: shelf\n        set: {label: input.label}\n        as: shelf\n    returns: shelf",
)  # fmt: skip
IMPOSSIBLE = Code(
    "MSC525", "impossible-operation", Severity.ERROR,
    "`{name}` can never succeed: {reason}",
    "{suggestion}",
    "Every call of the operation would be rejected, because its requirements "
    "contradict each other: its rules, its actor, the visibility of its input rows, "
    "and the states that its transitions start from.",
    "rules:\n  is_librarian: {holds: actor.role == 'librarian', message: Only librarians do this, code: NOT_ALLOWED}\noperations:\n  return_book:\n    actor: [reader]\n    rules: [is_librarian]",
    "rules:\n  is_librarian: {holds: actor.role == 'librarian', message: Only librarians do this, code: NOT_ALLOWED}\noperations:\n  return_book:\n    actor: [librarian]\n    rules: [is_librarian]",
)  # fmt: skip
TRANSITION_NOT_RUN = Code(
    "MSC526", "transition-not-run", Severity.WARNING,
    "no operation runs the transition `{name}` of `{entity}`",
    "add an operation with a step `transition: …` and `to: {name}`, or remove it",
    "A transition is an allowed change; it happens only if an operation has a step that runs it.",
    "entities:\n  loan:\n    fields:\n      status: {enum: [open, returned, lost], default: open}\n    states:\n      field: status\n      transitions:\n        give_back: {from: open, to: returned}\n        lose: {from: open, to: lost}",
    "entities:\n  loan:\n    fields:\n      status: {enum: [open, returned], default: open}\n    states:\n      field: status\n      transitions:\n        give_back: {from: open, to: returned}",
)  # fmt: skip
MOVED_AGAIN = Code(
    "MSC527", "moved-in-every-turn", Severity.ERROR,
    "`{transition}` moves `{name}` in every iteration of the loop, but only the first can succeed",
    "move the step before or after the `for_each`: after one iteration, `{name}` is no longer {states}",
    "A loop runs its steps for every row that it finds. A row from outside the loop is the same one in "
    "every iteration: the first one moves it, and the second is rejected, because the transition does not "
    "start from the new state of the row.",
    "operations:\n  thank_everybody:\n    actor: [librarian]\n    input: {loan: loan}\n    steps:\n      - for_each: people.filter(p, p.adult)\n        as: reader\n        steps:\n          - notify: reader\n            notification: thanks\n          - transition: input.loan\n            to: give_back",
    "operations:\n  thank_everybody:\n    actor: [librarian]\n    input: {loan: loan}\n    steps:\n      - for_each: people.filter(p, p.adult)\n        as: reader\n        steps:\n          - notify: reader\n            notification: thanks\n      - transition: input.loan\n        to: give_back",
)  # fmt: skip
HIDDEN_FROM_PUBLIC = Code(
    "MSC528", "hidden-from-the-public", Severity.ERROR,
    "`{name}` is public and {verb} a `{entity}`, which only {people} may see",
    "say in its `actor` who may run it: `any`, or roles; or remove `access` of `{entity}`, so that "
    "everybody sees its rows",
    "`access` holds wherever an operation takes, lists or returns stored rows. In an operation of the "
    "public nobody is signed in, so it would find no rows.",
    "entities:\n  loan: {access: {owner: reader}}\noperations:\n  list_loans:\n    actor: public\n    steps:\n      - list: loans\n        as: loans\n    returns: loans",
    "entities:\n  loan: {access: {owner: reader}}\noperations:\n  list_loans:\n    actor: any\n    steps:\n      - list: loans\n        as: loans\n    returns: loans",
)  # fmt: skip
ROLE_NOT_GRANTED = Code(
    "MSC529", "role-not-granted", Severity.WARNING,
    "no {account} can ever have the role `{name}`",
    "add it to `registration`, give it to the `first_account`, or add an operation that sets `{field}` "
    "of a {account}",
    "A person registers with one of the roles in `registration`. Any other role comes from the first "
    "account, or from an operation that creates or changes accounts; otherwise nobody has it.",
    "roles:\n  reader: Borrows books.\n  librarian: Keeps the books.\n  auditor: Reads everything.\noperations:\n  add_book: {actor: [librarian, auditor]}",
    "roles:\n  reader: Borrows books.\n  librarian: Keeps the books.\noperations:\n  add_book: {actor: [librarian]}",
)  # fmt: skip
IDLE_ROLE = Code(
    "MSC530", "role-in-vain", Severity.ERROR,
    "`{role}` can never run `{name}`: {reason}",
    "remove `{role}` from its `actor`; or {suggestion}",
    "Everybody whom `actor` names should be able to run the operation. Every call by a person with this "
    "role would be rejected: by a rule, or because the role sees no row that the operation needs.",
    "entities:\n  shelf:\n    fields: {label: string}\n    access: {read: [librarian]}\noperations:\n  list_shelves:\n    actor: [reader, librarian]\n    steps:\n      - list: shelves\n        as: shelves\n    returns: shelves",
    "entities:\n  shelf:\n    fields: {label: string}\n    access: {read: [librarian]}\noperations:\n  list_shelves:\n    actor: [librarian]\n    steps:\n      - list: shelves\n        as: shelves\n    returns: shelves",
)  # fmt: skip
LONELY_ROW = Code(
    "MSC531", "only-one-row", Severity.WARNING,
    "only one `{name}` can exist at a time: {fields}",
    "let an operation set `{field}`, remove its default, or let rows share it",
    "A row gets the default of each field that its `create` step, or the registration, does not set. If "
    "that field is unique, the second row is rejected as a duplicate of the first one.",
    "entities:\n  shelf:\n    fields:\n      label: string\n      place: {type: integer, unique: true, default: 0}\noperations:\n  add_shelf:\n    actor: [librarian]\n    input: {label: shelf.label}\n    steps:\n      - create: shelf\n        set: {label: input.label}",
    "entities:\n  shelf:\n    fields:\n      label: string\n      place: {type: integer, unique: true, default: 0}\noperations:\n  add_shelf:\n    actor: [librarian]\n    input: {label: shelf.label, place: shelf.place}\n    steps:\n      - create: shelf\n        set: {label: input.label, place: input.place}",
)  # fmt: skip

CODES = (
    FEEDS_ITSELF, MAY_FEED_ITSELF, STATE_NOT_REACHED, NOT_WRITTEN, IMPOSSIBLE, TRANSITION_NOT_RUN,
    MOVED_AGAIN, HIDDEN_FROM_PUBLIC, ROLE_NOT_GRANTED, IDLE_ROLE, LONELY_ROW,
)  # fmt: skip
