"""A repository in which two branches change a spec and build it, and git merges them."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from random import Random

from msc.core.diagnostics import Diagnostic
from msc.emit.destination import look
from msc.emit.history import read_history
from msc.ir.system import System
from msc.pipeline.building import build
from msc.pipeline.spec import load
from tests.merges import specs

EXT = "build/services/api_service/src/ext"
VERSIONS = "build/services/db_postgres_service/alembic/versions"
DECIDE = re.compile(r"`removed: \{([\w.]+): WHY\}`")
NO_VALUE = re.compile(r"`(\w+)\.(\w+)` is required")


@dataclass
class Merged:
    """A pair of branches after the merge and the build that follows it."""

    folder: Path
    base: System
    one: System
    other: System
    system: System
    first: str
    heads: tuple[str, str]
    joins: bool
    decisions: int
    conflicts: int


def git(folder: Path, *arguments: str, check: bool = True) -> str:
    """Runs git, without what a person has configured."""
    options = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *options, *arguments], cwd=folder, capture_output=True, text=True, check=check
    )
    return done.stdout


def merged(folder: Path, random: Random) -> Merged | None:
    """A random pair of branches, merged; None where what is left is a question to the spec."""
    model = specs.base(random)
    folder.mkdir(parents=True)
    git(folder.parent, "init", "--quiet", "--initial-branch", "main", str(folder))
    base = _built(folder, model)
    assert base is not None
    _commit(folder)
    (first,) = _heads(folder)
    one, other = specs.edits(random, model), specs.edits(random, model)
    systems, heads = [], []
    for name, chosen in (("one", one), ("other", other)):
        git(folder, "checkout", "--quiet", "-b", name, "main")
        steps = [chosen[:1], chosen] if random.random() < 0.3 else [chosen]
        for done in steps:
            system = _built(folder, specs.applied(model, done))
            if system is None:
                return None
            _commit(folder)
        systems.append(system)
        heads += _heads(folder)
        with (folder / EXT / "wiring.py").open("a") as file:
            file.write("# one\n" if name == "one" else "")
        (folder / EXT / f"{name}.py").write_text("MINE = 1\n")
        _commit(folder)
    git(folder, "checkout", "--quiet", "one")
    git(folder, "merge", "--quiet", "--no-edit", "other", check=False)
    conflicts = git(folder, "diff", "--name-only", "--diff-filter=U").splitlines()
    both = specs.applied(specs.applied(model, one), other)
    if "spec.yaml" in conflicts or load(folder / "spec.yaml").failed:
        (folder / "spec.yaml").write_text(specs.text(both), "utf-8")
    decisions = _decided(folder, both)
    if decisions is None:
        return None
    system = load(folder / "spec.yaml").value
    assert system is not None
    return Merged(
        folder, base, systems[0], systems[1], system, first, (heads[0], heads[1]),
        _joins(folder), decisions, len(set(conflicts) - {"spec.yaml"}),
    )  # fmt: skip


def _built(folder: Path, model: specs.Model) -> System | None:
    (folder / "spec.yaml").write_text(specs.text(model), "utf-8")
    outcome = build(folder / "spec.yaml", folder / "build")
    if outcome.failed:
        assert _are_questions(outcome.diagnostics), outcome.diagnostics
        return None
    return load(folder / "spec.yaml").value


def _are_questions(diagnostics: tuple[Diagnostic, ...]) -> bool:
    """Whether all that is left is for a person to decide, in the spec."""
    return {diagnostic.code.id for diagnostic in diagnostics} <= {
        "MSC806",
        "MSC809",
        "MSC810",
        "MSC813",
    }


def _decided(folder: Path, model: specs.Model) -> int | None:
    """Builds, and says in the spec what the build asks for; how often it had to be said."""
    for count in range(6):
        outcome = build(folder / "spec.yaml", folder / "build")
        if not outcome.failed:
            return count
        assert _are_questions(outcome.diagnostics), outcome.diagnostics
        for diagnostic in outcome.diagnostics:
            name, gone = NO_VALUE.search(diagnostic.message), DECIDE.search(diagnostic.hint)
            if diagnostic.code.id == "MSC809" and name:
                model["entities"][name[1]]["fields"][name[2]]["optional"] = True
            elif diagnostic.code.id == "MSC806" and gone:
                model["removed"][gone[1]] = True
            else:
                return None
        (folder / "spec.yaml").write_text(specs.text(model), "utf-8")
    return None


def _commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "built")


def _heads(folder: Path) -> tuple[str, ...]:
    seen = look(folder / "build").value
    assert seen is not None
    history = read_history(seen, None).value
    assert history is not None, read_history(seen, None).diagnostics
    return history.graph.heads


def _joins(folder: Path) -> bool:
    return any("def joins(" in path.read_text("utf-8") for path in (folder / VERSIONS).glob("*.py"))


def check(pair: Merged) -> None:
    """The tree is current, has one head, and lost nothing of `ext/`."""
    checked = build(pair.folder / "spec.yaml", pair.folder / "build", check=True)
    assert checked.diagnostics == ()
    assert len(_heads(pair.folder)) == 1
    ext = pair.folder / EXT
    assert {path.name for path in ext.glob("o*.py")} == {"one.py", "other.py"}
    assert (ext / "wiring.py").read_text("utf-8").endswith("# one\n")
    _commit(pair.folder)
    assert git(pair.folder, "status", "--porcelain") == ""


def forget(pair: Merged) -> None:
    """Removes the repository."""
    shutil.rmtree(pair.folder)
