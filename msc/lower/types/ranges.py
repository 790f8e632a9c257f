"""Ranges of numbers: as constraints, checks and sample values."""

# Tests make far fewer rows than this of one entity.
MANY = 1000


def range_constraints(low: str | None, high: str | None) -> tuple[str, ...]:
    """The arguments of pydantic's `Field` for a bounded number."""
    least = (f"ge={low}",) if low is not None else ()
    most = (f"le={high}",) if high is not None else ()
    return (*least, *most)


def range_terms(low: object | None, high: object | None) -> tuple[str, ...]:
    """The terms of a check, which follow the name of the column."""
    least = (f">= {low}",) if low is not None else ()
    most = (f"<= {high}",) if high is not None else ()
    return (*least, *most)


def numbered_integer(low: int | None, high: int | None) -> str:
    """An expression for an integer in the range that varies with `number`."""
    if low is None and high is None:
        return "number"
    if low is None:
        return f"{high} - number"
    span = None if high is None else high - low + 1
    if span is None or span > MANY:
        return f"{low} + number" if low else "number"
    return f"{low} + number % {span}" if low else f"number % {span}"
