"""A template or an example -> a new spec in a folder that may contain other files."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from msc.core import resources
from msc.core.record import Record
from msc.pipeline.inputs import SPEC, find_spec, part_names

WHOLE, PART = "spec.schema.json", "part.schema.json"


class Start(Record):
    """The source of a new spec: a Copier template, and answers to its questions.

    Other questions are asked interactively if possible; `defaults` are the proposals, or the
    answers otherwise.
    """

    template: Path
    answers: Mapping[str, str]
    defaults: Mapping[str, str]
    asks: bool


def examples() -> dict[str, Path]:
    """The folders of the examples, by name."""
    folders = sorted(entry for entry in resources.folder("examples").iterdir() if entry.is_dir())
    return {folder.name: folder for folder in folders}


def obstacle_in(folder: Path) -> str | None:
    """Why a folder cannot hold a new spec, whatever its source."""
    if folder.is_file():
        return f"`{folder}` is a file"
    # A path may lead up and down again.
    around = find_spec(folder.resolve().parent)
    if (around / SPEC).is_file():
        return f"`{folder}` would be a part of the spec in `{around}`"
    part = min(part_names(folder), default=None) if folder.is_dir() else None
    if part is not None:
        return f"`{folder}` holds `{part}`, which would be read as a part of the spec"
    return None


def start(folder: Path, begun: Start) -> str | None:
    """Writes all files at once, or reports conflicts."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".msc-", dir=folder) as name:
        aside = Path(name) / "spec"
        _copy(begun, aside)
        _name_schemas(aside)
        files = sorted(aside.iterdir())
        taken = next((file.name for file in files if (folder / file.name).exists()), None)
        if taken is not None:
            return f"`{folder}` holds `{taken}` already"
        for file in files:
            file.rename(folder / file.name)
    return None


def _copy(begun: Start, aside: Path) -> None:
    # Importing Copier takes longer than printing the help of the command.
    from copier import run_copy  # noqa: PLC0415

    run_copy(
        str(begun.template), aside, dict(begun.answers), user_defaults=dict(begun.defaults),
        defaults=not begun.asks, quiet=True,
    )  # fmt: skip


def _name_schemas(folder: Path) -> None:
    """Adds the schemas and refers to them in the spec files, so that editors can complete."""
    for name in (WHOLE, PART):
        text = (resources.folder("schemas") / name).read_text("utf-8")
        (folder / name).write_text(text, "utf-8")
    for file in folder.rglob("*.yaml"):
        up = "../" * (len(file.relative_to(folder).parts) - 1)
        schema = WHOLE if file == folder / SPEC else f"{up}{PART}"
        text = file.read_text("utf-8")
        file.write_text(f"# yaml-language-server: $schema={schema}\n{text}", "utf-8")
