"""Codes MSC2xx: keys and values that do not fit their place."""

from msc.core.diagnostics import Code, Severity

UNKNOWN_KEY = Code(
    "MSC201", "unknown-key", Severity.ERROR,
    "`{key}` is not a key of {place}",
    "{suggestion}",
    "Each place in a spec has a closed set of keys, so a misspelt one is never ignored.",
    "entities:\n  book:\n    feilds: {title: string}", "entities:\n  book:\n    fields: {title: string}",
)  # fmt: skip
MISSING_KEY = Code(
    "MSC202", "missing-key", Severity.ERROR,
    "`{key}` is missing in {place}",
    "add `{key}`",
    "Keys that have no obviously right default must be given.",
    "rules:\n  in_stock:\n    holds: input.book.stock > 0",
    "rules:\n  in_stock:\n    holds: input.book.stock > 0\n    message: Out of stock\n"
    "    code: OUT_OF_STOCK",
)  # fmt: skip
WRONG_TYPE = Code(
    "MSC203", "wrong-type", Severity.ERROR,
    "{place} must be {expected}, not {actual}",
    "write {expected} here",
    "The value has another shape than its key expects. `no`, `on` and `12:30` are texts (YAML 1.2).",
    "journeys: yes", "journeys: {}",
)  # fmt: skip
NOT_ALLOWED = Code(
    "MSC204", "value-not-allowed", Severity.ERROR,
    "`{value}` is not one of the values of {place}",
    "{suggestion}",
    "The key takes one of a fixed list of words.",
    "store: mysql", "store: postgres",
)  # fmt: skip
OUT_OF_RANGE = Code(
    "MSC206", "out-of-range", Severity.ERROR,
    "{place} must be {limit}, and is {value}",
    "choose a value within the limit",
    "Some lists and mappings mean nothing when they are empty.",
    "status: {enum: []}", "status: {enum: [open, closed]}",
)  # fmt: skip
NO_FORM_FITS = Code(
    "MSC207", "no-form-fits", Severity.ERROR,
    "{place} fits none of the forms that are allowed here: {reason}",
    "{suggestion}",
    "Some places take a short form and a long one. This value is neither.",
    "steps:\n  - make: loan", "steps:\n  - create: loan",
)  # fmt: skip

CODES = (UNKNOWN_KEY, MISSING_KEY, WRONG_TYPE, NOT_ALLOWED, OUT_OF_RANGE, NO_FORM_FITS)
