"""The physical limit: renders the example's templates with plain Jinja and writes the files.

It uses the very templates and views of a build, and does nothing else that a build does: no reading
of the spec, no checks, no formatting, no ownership.
"""

import pickle
import sys
from pathlib import Path

import jinja2


def main(pieces: str, destination: str) -> None:
    """Renders each (template text, data) pair of the pickled list into a file of its own."""
    # The file was written by the benchmark a moment ago.
    work = pickle.loads(Path(pieces).read_bytes())
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    compiled: dict[str, jinja2.Template] = {}
    for path, source, data in work:
        if data is None:
            text = source
        else:
            template = compiled.setdefault(source, None) or environment.from_string(source)
            compiled[source] = template
            text = template.render(data)
        target = Path(destination, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
