"""Codes MSC6xx: open questions and their answers."""

from msc.core.diagnostics import Code, Severity

OPEN_QUESTION = Code(
    "MSC601", "open-question", Severity.ERROR,
    "the question `{name}` is open and blocks {blocked}",
    "answer it in answers.yaml: {name}: {{value: …}}",
    "A question that blocks an operation must be answered before the system can be built. msc never "
    "assumes an answer.",
    "questions:\n  returns_policy: {text: …, blocks: [refund]}",
    "answers:\n  returns_policy: {value: 14}",
)  # fmt: skip
WRONG_ANSWER = Code(
    "MSC602", "wrong-answer", Severity.ERROR,
    "`{value}` is not an option of `{name}`",
    "choose one of: {options}",
    "A question with options takes one of them.",
    "answers:\n  returns_policy: {value: 7}", "answers:\n  returns_policy: {value: 14}",
)  # fmt: skip

CODES = (OPEN_QUESTION, WRONG_ANSWER)
