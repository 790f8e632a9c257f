"""Classification of the errors that CEL's parser and checker report."""

import re

SYNTAX = "Syntax error: "
# The checker's type of what it could not type.
UNTYPED = "*error*"
STRANGE = re.compile(r"token recognition error at: '(.*)'", re.DOTALL)
MISSING = re.compile(r"missing '(.+)' at '(.+)'", re.DOTALL)
UNFIT = re.compile(r"(?:mismatched|extraneous) input '(.+?)' expecting", re.DOTALL)
END = "<EOF>"


def is_syntax(message: str) -> bool:
    """Whether the parser reports it. Its later errors are consequences of the first."""
    return message.startswith(SYNTAX)


def is_consequence(message: str) -> bool:
    """Whether the checker reports a consequence of another mistake, such as an unknown name."""
    return UNTYPED in message


def explained(message: str) -> str:
    """A syntax error without the parser's token names."""
    if strange := STRANGE.search(message):
        if "\\" in strange[1] and strange[1][:1] in "'\"":
            return "the string has an invalid escape; write a backslash twice"
        if strange[1][:1] in ("'", '"'):
            return f"the string that begins with `{strange[1][:1]}` is not closed"
        return f"`{strange[1].strip()}` is not valid in an expression"
    if missing := MISSING.search(message):
        place = "at the end" if missing[2] == END else f"before `{missing[2]}`"
        return f"`{missing[1]}` is missing {place}"
    if (unfit := UNFIT.search(message)) and unfit[1] != END:
        return f"`{unfit[1]}` is unexpected here"
    return "the expression ends too early" if f"'{END}'" in message else "this is not an expression"
