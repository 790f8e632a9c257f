"""The physical limit: renders a system's templates with plain Jinja and writes the files.

It uses the very templates and values of a build, and does nothing else that a build does: it reads
no spec, checks nothing, formats nothing and knows no owners.
"""

import pickle
import sys
from pathlib import Path

import jinja2


def main(pieces: str, destination: str) -> None:
    """Renders each (path, template text, values) of the pickled list into a file of its own."""
    # The benchmark wrote the file a moment ago.
    work = pickle.loads(Path(pieces).read_bytes())
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    compiled: dict[str, jinja2.Template] = {}
    for path, source, values in work:
        if values is None:
            text = source
        else:
            if source not in compiled:
                compiled[source] = environment.from_string(source)
            text = compiled[source].render(values)
        target = Path(destination, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
