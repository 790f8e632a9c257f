"""What the parser and the checker of CEL say of a text, read for its author."""

import re

SYNTAX = "Syntax error: "
# The checker's type of what it could not type.
UNTYPED = "*error*"
STRANGE = re.compile(r"token recognition error at: '(.*)'", re.DOTALL)
MISSING = re.compile(r"missing '(.+)' at '(.+)'", re.DOTALL)
UNFIT = re.compile(r"(?:mismatched|extraneous) input '(.+?)' expecting", re.DOTALL)
END = "<EOF>"
# What other languages say, and what is said here.
OTHER_WORDS = {
    "and": "&&", "or": "||", "not": "!", "is": "==", "=": "==", "<>": "!=", "mod": "%",
}  # fmt: skip
OTHER_WORD = re.compile(rf"\b(?:{'|'.join(w for w in OTHER_WORDS if w.isalpha())})\b|<>|=(?!=)")


def is_syntax(message: str) -> bool:
    """Whether the parser says it. Whatever else it says of a text follows from its first error."""
    return message.startswith(SYNTAX)


def is_consequence(message: str) -> bool:
    """Whether the checker says it only because of another mistake, such as an unknown name."""
    return UNTYPED in message


def instead(text: str, offset: int) -> str | None:
    """What to write for the word of another language on which the parser stopped, if it is one."""
    # The parser stops at what follows a word that it took for a name.
    before = re.search(r"\w+\s*$", text[:offset])
    for start in (offset, before.start() if before else offset):
        found = OTHER_WORD.match(text, start)
        if found:
            return f"write `{OTHER_WORDS[found[0]]}` instead of `{found[0]}`"
    return None


def explained(message: str) -> str:
    """A syntax error without the names that the parser has for what it expected."""
    if strange := STRANGE.search(message):
        return f"`{strange[1].strip()}` means nothing in an expression"
    if missing := MISSING.search(message):
        place = "at the end" if missing[2] == END else f"before `{missing[2]}`"
        return f"`{missing[1]}` is missing {place}"
    if (unfit := UNFIT.search(message)) and unfit[1] != END:
        return f"`{unfit[1]}` does not fit here"
    return "the expression ends too early" if f"'{END}'" in message else "this is no expression"
