"""Codes MSC3xx: names that refer to nothing, or that cannot be used."""

from msc.core.diagnostics import Code, Severity

UNKNOWN_NAME = Code(
    "MSC301", "unknown-name", Severity.ERROR,
    "{lack} `{name}`",
    "{suggestion}",
    "Each name must refer to an element that the spec declares.",
    "entities:\n  book:\n    fields:\n      author: {reference: persn, optional: true}",
    "entities:\n  book:\n    fields:\n      author: {reference: person, optional: true}",
)  # fmt: skip
RESERVED_NAME = Code(
    "MSC302", "reserved-name", Severity.ERROR,
    "`{name}` cannot be the name of {kind}: {reason}",
    "choose another name",
    "Every row already has a field with that name, or expressions cannot use it. "
    "Words of Python and SQL, and names in the emitted code, are fine, because that "
    "code spells them differently.",
    "entities:\n  book:\n    fields:\n      id: {type: string, optional: true}",
    "entities:\n  book:\n    fields:\n      isbn: {type: string, optional: true}",
)  # fmt: skip
NAME_FORM = Code(
    "MSC303", "name-form", Severity.ERROR,
    "`{name}` is not a valid name for {kind}: {form}",
    "write `{suggestion}`",
    "Names are words in snake_case of at most 40 characters; events are two of them with a dot, codes "
    "are in UPPER_SNAKE_CASE.",
    "entities:\n  BookShelf:\n    fields: {title: string}",
    "entities:\n  book_shelf:\n    fields: {title: string}",
)  # fmt: skip
NAME_COLLISION = Code(
    "MSC304", "name-collision", Severity.ERROR,
    "`{name}` and `{other}` would both be called `{result}` in the emitted code",
    "rename one of them, or, of two entities, give one a `plural` of its own",
    "Two elements would share a class, a table or a path.",
    "entities:\n  book:\n    fields: {title: string}\n  novel:\n    plural: books\n    fields: {title: string}",
    "entities:\n  book:\n    fields: {title: string}\n  novel:\n    fields: {title: string}",
)  # fmt: skip
DUPLICATE_ROUTE = Code(
    "MSC305", "duplicate-route", Severity.ERROR,
    "`{name}` matches the same requests as `{other}`",
    "change one of the two paths",
    "Two endpoints with the same method and path are ambiguous; names of parameters make no difference.",
    "endpoints:\n  GET /books/{book}: get_book\n  GET /books/{item}: get_book",
    "endpoints:\n  GET /books/{book}: get_book\n  GET /books/{book}/card: get_book",
)  # fmt: skip
AMBIGUOUS_NAME = Code(
    "MSC306", "ambiguous-name", Severity.ERROR,
    "`{name}` is already the name of {other}",
    "rename one of the two",
    "A type can be the name of an entity, of a declared type or of a built-in type, "
    "so these names must be distinct.",
    "types:\n  loan: {enum: [short, long]}",
    "types:\n  loan_length: {enum: [short, long]}",
)  # fmt: skip
DECLARED_TWICE = Code(
    "MSC307", "given-twice", Severity.ERROR,
    "`{name}` is listed twice",
    "remove one of the two",
    "A list contains each name once; a duplicate is usually a slip for another name.",
    "operations:\n  lend_book: {rules: [in_stock, in_stock]}",
    "operations:\n  lend_book: {rules: [in_stock]}",
)  # fmt: skip

CODES = (
    UNKNOWN_NAME, RESERVED_NAME, NAME_FORM, NAME_COLLISION, DUPLICATE_ROUTE, AMBIGUOUS_NAME,
    DECLARED_TWICE,
)  # fmt: skip
