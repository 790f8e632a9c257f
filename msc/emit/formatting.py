"""Python texts in the form of the pinned formatter, checked to be Python."""

import ast
import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

RULES = ("--isolated", "--no-cache", "--quiet", "--config", "line-length=100")
SORTING = (
    "--select",
    "I,F401",
    "--fix",
    "--config",
    'lint.isort.known-first-party=["src","shared","local","tests"]',
)


def format_python(texts: Mapping[str, str]) -> dict[str, str]:
    """The formatted texts; raises SyntaxError for one that is not Python, which is a bug of ours."""
    with tempfile.TemporaryDirectory(prefix="msc-") as name:
        folder = Path(name)
        for path, text in texts.items():
            ast.parse(text, path)
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        _ruff("check", *RULES, *SORTING, "--target-version", "py312", ".", folder=folder)
        _ruff("format", *RULES, "--target-version", "py312", ".", folder=folder)
        return {path: (folder / path).read_text("utf-8") for path in texts}


def _ruff(*arguments: str, folder: Path) -> None:
    from ruff import find_ruff_bin

    # The formatter must not be told anything by the user's environment.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("RUFF_")}
    done = subprocess.run(
        [find_ruff_bin(), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 1) or done.stderr:
        raise RuntimeError(f"the formatter failed: {done.stderr}{done.stdout}")
