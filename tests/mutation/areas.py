"""The parts of msc whose mistakes are looked for, and the tests that know them best."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Area:
    """Modules or folders of msc, and what is run when no test that executes a line fails."""

    places: tuple[str, ...]
    tests: tuple[str, ...]

    def modules(self, root: Path) -> list[Path]:
        """The modules of the area."""
        places = [root / "msc" / place for place in self.places]
        return sorted(
            path
            for place in places
            for path in ([place] if place.is_file() else place.rglob("*.py"))
        )


AREAS = {
    "expr": Area(("expr",), ("tests/unit/expr", "tests/unit/lower")),
    "lower": Area(("lower",), ("tests/unit/lower", "tests/golden")),
    "diff": Area(("diff",), ("tests/unit/diff", "tests/cases/test_cases.py")),
    "records": Area(
        (
            "emit/revisions", "emit/manifest.py", "emit/history.py", "emit/journal.py",
            "emit/write.py", "emit/survey.py", "ir",
        ),
        ("tests/unit/emit", "tests/unit/pipeline", "tests/unit/ir", "tests/golden"),
    ),
    "names": Area(
        ("spelling/code.py", "core/naming.py", "analyze/collisions.py"),
        ("tests/unit/spelling", "tests/unit/core", "tests/unit/analyze"),
    ),
}  # fmt: skip
