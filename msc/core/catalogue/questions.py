"""Codes MSC6xx: open questions and their answers."""

from msc.core.diagnostics import Code, Severity

OPEN_QUESTION = Code(
    "MSC601", "open-question", Severity.ERROR,
    "the question `{name}` is open and blocks {blocked}",
    "answer it in answers.yaml: {name}: {{value: …}}",
    "A question that blocks an operation must be answered before the system can be built. msc never "
    "assumes an answer.",
    "questions:\n  fine:\n    text: What does a late book cost?\n    options: [nothing, one_euro]\n    blocks: [return_book]",
    "# spec.yaml\nquestions:\n  fine:\n    text: What does a late book cost?\n    options: [nothing, one_euro]\n    blocks: [return_book]\n# answers.yaml\nanswers:\n  fine: {value: nothing}",
)  # fmt: skip
WRONG_ANSWER = Code(
    "MSC602", "wrong-answer", Severity.ERROR,
    "`{value}` is not an option of `{name}`",
    "choose one of: {options}",
    "If a question has options, the answer must be one of them.",
    "# spec.yaml\nquestions:\n  fine: {text: What does a late book cost, options: [nothing, one_euro]}\n# answers.yaml\nanswers:\n  fine: {value: two_euros}",
    "# spec.yaml\nquestions:\n  fine: {text: What does a late book cost, options: [nothing, one_euro]}\n# answers.yaml\nanswers:\n  fine: {value: one_euro}",
)  # fmt: skip

CODES = (OPEN_QUESTION, WRONG_ANSWER)
