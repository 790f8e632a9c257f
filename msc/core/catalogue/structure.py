"""Codes MSC2xx: keys and values that do not match the schema."""

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
    "add `{key}`{example}",
    "Keys without an obvious default are required.",
    "rules:\n  is_adult:\n    holds: actor.adult",
    "rules:\n  is_adult:\n    holds: actor.adult\n    message: Too young\n    code: TOO_YOUNG",
)  # fmt: skip
WRONG_TYPE = Code(
    "MSC203", "wrong-type", Severity.ERROR,
    "{place} must be {expected}, not {actual}",
    "write {expected} here{example}",
    "The value has a different type than its key expects. `no`, `on` and `12:30` are texts (YAML 1.2).",
    "journeys: yes", "journeys: {}",
)  # fmt: skip
NOT_ALLOWED = Code(
    "MSC204", "value-not-allowed", Severity.ERROR,
    "`{value}` is not one of the values of {place}",
    "{suggestion}",
    "The key takes one of a fixed list of words.",
    "entities:\n  book: {store: mysql}",
    "entities:\n  book: {store: postgres}",
)  # fmt: skip
OUT_OF_RANGE = Code(
    "MSC206", "out-of-range", Severity.ERROR,
    "{place} must be {limit}, but is {value}",
    "choose a value within the limit",
    "Some lists and mappings must not be empty.",
    "types:\n  condition: {enum: []}",
    "types:\n  condition: {enum: [new, used]}",
)  # fmt: skip
NO_FORM_FITS = Code(
    "MSC207", "no-form-fits", Severity.ERROR,
    "{place} matches none of the allowed forms: {reason}",
    "{suggestion}",
    "Some values have a short and a long form. This value matches neither.",
    "operations:\n  lend_book:\n    steps:\n      - set: {reader: actor, book: input.book}\n        as: loan",
    "operations:\n  lend_book:\n    steps:\n      - create: loan\n        set: {reader: actor, book: input.book}\n        as: loan",
)  # fmt: skip

CODES = (UNKNOWN_KEY, MISSING_KEY, WRONG_TYPE, NOT_ALLOWED, OUT_OF_RANGE, NO_FORM_FITS)
