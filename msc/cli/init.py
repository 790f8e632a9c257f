"""`msc init`."""

import shlex
import shutil
import tempfile
from pathlib import Path

import click

from msc.core import resources
from msc.core.naming import snake, title
from msc.pipeline.inputs import SPEC, find_spec
from msc.syntax.scalars import resolve

MAX_NAME = 40
WHOLE, PART = "spec.schema.json", "part.schema.json"
EMPTY = """\
language: 1

system:
  name: {name}
  title: {title}
  description: What this system is for.

entities:
  note:
    description: Something worth remembering.
    fields:
      text: {{type: text, max_length: 2000}}

operations:
  write_note:
    description: Write a note.
    actor: public
    input: {{text: note.text}}
    steps:
      - create: note
        set: {{text: input.text}}
        as: note
    returns: note

  list_notes:
    description: List all notes.
    actor: public
    steps:
      - list: notes
        as: notes
        sort: [-created_at]
    returns: notes

endpoints:
  POST /notes: write_note
  GET /notes: list_notes
"""


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--from", "example", help="An example to start from, such as pocket or p2p-lending.")
def command(folder: Path, example: str | None) -> None:
    """Start a spec in FOLDER, which must be new or empty, and in no other spec.

    A git repository may be there.

    \b
    Example:
      msc init library
      msc init lending --from p2p-lending
    """
    if folder.is_file():
        raise click.UsageError(f"`{folder}` is a file; nothing was written")
    if folder.is_dir() and any(each.name != ".git" for each in folder.iterdir()):
        raise click.UsageError(f"`{folder}` is not empty; nothing was written")
    around = find_spec(folder.absolute().parent)
    if (around / SPEC).is_file():
        wrong = f"`{folder}` would be a part of the spec in `{around}`; nothing was written"
        raise click.UsageError(wrong)
    try:
        _start(folder, example)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise click.ClickException(f"`{folder}` cannot be written to: {reason}") from None
    there = shlex.quote(str(folder))
    click.echo(f"{folder}: a spec to start from; next: cd {there} && msc check && msc build")


def _start(folder: Path, example: str | None) -> None:
    """All files at once: those of a start that fails are in nobody's way."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".msc-", dir=folder) as name:
        aside = Path(name)
        if example is None:
            (aside / "spec.yaml").write_text(_empty(folder.resolve().name), "utf-8")
        else:
            _copy(example, aside)
        _name_schemas(aside)
        for each in sorted(aside.iterdir()):
            each.rename(folder / each.name)


def _empty(folder: str) -> str:
    """A small spec that is named after its folder."""
    words = snake(folder) or "system"
    name = (words if words[0].isalpha() else f"system_{words}")[:MAX_NAME].rstrip("_")
    return EMPTY.format(name=_text(name), title=_text(title(name)))


def _text(word: str) -> str:
    """A word as YAML reads it for a text: `true` and `null` need quotes."""
    return word if resolve(word) == word else f'"{word}"'


def _copy(example: str, folder: Path) -> None:
    known = sorted(each.name for each in resources.folder("examples").iterdir() if each.is_dir())
    if example not in known:
        raise click.UsageError(f"there is no example `{example}`; known are {', '.join(known)}")
    shutil.copytree(resources.folder("examples") / example, folder, dirs_exist_ok=True)


def _name_schemas(folder: Path) -> None:
    """Puts the schemas beside the spec and names them in its files, so that editors complete."""
    for name in (WHOLE, PART):
        text = (resources.folder("schemas") / name).read_text("utf-8")
        (folder / name).write_text(text, "utf-8")
    for file in folder.rglob("*.yaml"):
        up = "../" * (len(file.relative_to(folder).parts) - 1)
        schema = WHOLE if file == folder / "spec.yaml" else f"{up}{PART}"
        text = file.read_text("utf-8")
        file.write_text(f"# yaml-language-server: $schema={schema}\n{text}", "utf-8")
