"""What can go wrong on a machine."""


class LocalError(Exception):
    """Something that a person can mend; the text says what is wrong and what to do."""
