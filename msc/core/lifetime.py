"""What a command keeps until its process ends.

To free a million objects takes a tenth of the time of a build, and the operating system takes all
memory back at once. A process that runs many builds, such as one of tests, keeps nothing.
"""

_kept: list[object] = []


def keep_until_exit() -> None:
    """Makes this process keep values; called once, where it runs a single command."""
    # A cycle is freed by the garbage collector only, which such a process does not run.
    _kept.append(_kept)


def runs_one_command() -> bool:
    """Whether this process runs a single command."""
    return bool(_kept)


def keep[T](value: T) -> T:
    """Keeps a large value, if this process keeps any."""
    if _kept:
        _kept.append(value)
    return value
