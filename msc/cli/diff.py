"""`msc diff`."""

import io
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from msc.cli.output import report
from msc.pipeline import find_spec, last_build, load, migration

if TYPE_CHECKING:
    from msc.ir.system import System

FORMATS = ("text", "markdown", "json")


@click.command("diff")
@click.argument("base", required=False)
@click.option(
    "--spec",
    type=click.Path(exists=True, path_type=Path),
    help="The spec; by default the one here.",
)
@click.option("--out", type=click.Path(path_type=Path), help="The folder of the last build.")
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True)
def command(base: str | None, spec: Path | None, out: Path | None, style: str) -> None:
    """Show what the spec says now and did not say in BASE, element by element, with its impact.

    BASE is a folder, a file or a git revision; by default it is the last build.

    \b
    Example:
      msc diff
      msc diff main --format markdown
    """
    source = spec or find_spec(Path.cwd())
    new = _loaded(source)
    old = _last(source, out) if base is None else _base(base, source)
    from msc.diff.compare import compare
    from msc.report import changes

    found = compare(old, new)
    render = {"text": changes.as_text, "markdown": changes.as_markdown, "json": changes.as_json}
    click.echo(render[style](found, migration(old, new)), nl=False)


def _loaded(path: Path, base: str | None = None) -> "System":
    outcome = load(path)
    if outcome.failed or outcome.value is None:
        if base is not None:
            click.echo(f"the spec to compare with, `{base}`, has mistakes:", err=True)
        report(outcome.diagnostics, outcome.sources)
        raise SystemExit(1)
    return outcome.value


def _last(source: Path, out: Path | None) -> "System":
    folder = out or (source if source.is_dir() else source.parent) / "build"
    previous = last_build(folder)
    if previous is None:
        kept = (folder / ".msc" / "system.json").exists()
        reason = "the record of the build cannot be read" if kept else "there is no build yet"
        raise click.UsageError(f"{reason} in `{folder}`; name a BASE to compare with")
    return previous


def _base(base: str, source: Path) -> "System":
    path = Path(base)
    if path.exists():
        if path.name == "system.json":
            previous = last_build(path.resolve().parents[1])
            if previous is not None:
                return previous
        return _loaded(path, base)
    with tempfile.TemporaryDirectory(prefix="msc-") as name:
        return _loaded(_checkout(base, source, Path(name)), base)


def _checkout(revision: str, source: Path, folder: Path) -> Path:
    """The spec as it was in a git revision, unpacked into `folder`."""
    place = source.resolve()
    directory = place if place.is_dir() else place.parent
    unknown = f"`{revision}` is no folder, no file and no git revision of this spec"
    top = _git(["rev-parse", "--show-toplevel"], directory, unknown).decode().strip()
    inside = place.relative_to(Path(top).resolve()).as_posix()
    named = ["rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}"]
    commit = _git(named, directory, unknown).decode().strip()
    absent = f"there is no `{inside}` in the git revision `{revision}`"
    archive = _git(["archive", "--format=tar", commit, "--", inside], Path(top), absent)
    with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
        packed.extractall(folder, filter="data")
    return folder / inside


def _git(arguments: list[str], folder: Path, refusal: str) -> bytes:
    """What git prints; if it fails, the command ends with the refusal."""
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
    except FileNotFoundError:
        raise click.UsageError(f"{refusal}; git is not installed") from None
    if done.returncode != 0:
        raise click.UsageError(refusal)
    return done.stdout
