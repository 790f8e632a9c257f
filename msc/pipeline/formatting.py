"""The files of a spec -> the same in canonical form."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from msc.core.source import SourceFile
from msc.pipeline.inputs import Inputs, read_inputs
from msc.pipeline.outcome import Outcome
from msc.pipeline.refusals import cannot_write
from msc.syntax.canonical import canonical
from msc.syntax.tree import read

if TYPE_CHECKING:
    from msc.core.diagnostics import Diagnostic


def format_spec(path: Path, *, write: bool) -> Outcome[tuple[str, ...]]:
    """The files that are not in canonical form, which are rewritten on request.

    A file that cannot be formatted without loss is left unchanged, with a warning.
    """
    inputs = read_inputs(path)
    if inputs.value is None:
        return Outcome(None, inputs.diagnostics)
    formed = _formed(inputs.value)
    if write and formed.value:
        try:
            _rewrite(path if path.is_dir() else path.parent, formed.value)
        except OSError as error:
            return Outcome(None, (cannot_write(error, path),))
    names = None if formed.value is None else tuple(formed.value)
    return Outcome(names, formed.diagnostics, formed.sources)


def _formed(inputs: Inputs) -> Outcome[dict[str, str]]:
    """The new texts of the files that are not in canonical form, unless one is unreadable."""
    formatted: dict[str, str] = {}
    kept: list[Diagnostic] = []
    sources: list[SourceFile] = []
    for name, data in (*inputs.documents, *((inputs.answers,) if inputs.answers else ())):
        result = read(name, data)
        if result.value is None or not result.ok:
            wrong = SourceFile(name, data.decode("utf-8", "replace"))
            return Outcome(None, result.diagnostics, (wrong,))
        form = canonical(name, result.value[0].text)
        kept.extend(form.diagnostics)
        sources.append(result.value[0])
        if form.value is not None and not form.diagnostics and form.value.encode() != data:
            formatted[name] = form.value
    return Outcome(formatted, tuple(kept), tuple(sources))


def _rewrite(root: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        # A link stays a link; its target is rewritten.
        path = (root / name).resolve()
        with tempfile.TemporaryDirectory(prefix=".msc-", dir=path.parent) as folder:
            aside = Path(folder) / path.name
            aside.write_text(text, "utf-8", newline="\n")
            aside.chmod(path.stat().st_mode)
            aside.replace(path)
