"""The page of a run: how many specs, what became of them, and what of the language they use."""

from tests.generated.exercise import gaps, places
from tests.generated.law import Run

HEAD = """# The law

What `check` accepts builds, and what is built passes its own gates. `make soak` draws specs by
number, each valid by construction, holds every system to this, and writes this page.

"""


def page(done: Run, first: int, count: int, *, whole: bool) -> str:
    """The page, whose every line comes from the run."""
    gates = (
        "ruff, its formatter, bandit, mypy and the unit tests"
        if whole
        else "ruff and its formatter"
    )
    lines = [
        "| | |", "|---|---|",
        f"| specs drawn | {count}, by the numbers from {first} |",
        f"| accepted by `check` | {len(done.accepted)} |",
        f"| refused, though drawn to be valid | {len(done.refused)} |",
        f"| gates | {gates} |",
        f"| systems that broke the law | {len(done.broken)} |",
    ]  # fmt: skip
    return HEAD + "\n".join([*lines, "", *_broken(done), *_coverage(done)]) + "\n"


def _broken(done: Run) -> list[str]:
    if not (done.broken or done.refused):
        return []
    rows = [
        f"- {number}: {failure.splitlines()[0]}"
        for outcomes in (done.refused, done.broken)
        for number, failures in sorted(outcomes.items())
        for failure in failures
    ]
    return ["## What broke it", "", *rows, ""]


def _coverage(done: Run) -> list[str]:
    keys = sorted(set(places()))
    missing = gaps(done.uses)
    used = "\n".join(f"| `{key}` | {done.uses[key]} |" for key in keys if done.uses[key])
    words = sorted((name, times) for name, times in done.uses.items() if " " in name and times)
    rows = "\n".join(f"| `{name}` | {times} |" for name, times in words)
    return [
        "## What was used", "",
        f"{len(keys) - len(missing)} of the {len(keys)} keys of the language.", "",
        "| key | times |", "|---|---|", used, "",
        "| word | times |", "|---|---|", rows, "",
        "## What was not", "", ", ".join(f"`{key}`" for key in missing) or "Nothing.",
    ]  # fmt: skip
