"""Template texts and values -> texts.

Compiling the templates takes longer than all the rest of rendering. So their code is kept as Python
keeps that of modules: beside it, under the same conditions, and only for the source that it was
made of.
"""

import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from jinja2.bccache import FileSystemBytecodeCache
from jinja2.sandbox import SandboxedEnvironment

type Data = Mapping[str, Any]

SUFFIX = ".jinja"
# The bytes of an output depend on it; so does the digest of the inputs, which covers this line.
VERSION = "3.1.6"
# Nothing is escaped here: views hold finished text, quoted for its own language.
OPTIONS: dict[str, Any] = {
    "undefined": jinja2.StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
    "autoescape": False,
}
KEPT = Path(__file__).parent / "__pycache__"
# Jinja tells versions of Python apart by itself.
PATTERN = f"%s.jinja-{VERSION}"


class Templates:
    """Reads and compiles each template once, however many files are made of it."""

    def __init__(self) -> None:
        if jinja2.__version__ != VERSION:
            raise RuntimeError(f"jinja2 {jinja2.__version__} is installed; {VERSION} is needed")
        self._environment = SandboxedEnvironment(**OPTIONS)
        self._kept = FileSystemBytecodeCache(str(KEPT), PATTERN)
        self._compiled: dict[str, jinja2.Template] = {}
        self._sources: dict[Path, str] = {}

    def fill(self, source: str, data: Data) -> str:
        """The source with its values; an unknown name is an error."""
        return self._filled(source, source, data)

    def text(self, template: Path, data: Data) -> str:
        """The text of one output path; a template without the suffix is taken as it is."""
        source = self._sources.get(template)
        if source is None:
            source = self._sources[template] = template.read_bytes().decode("utf-8")
        return self._filled(str(template), source, data) if template.suffix == SUFFIX else source

    def _filled(self, name: str, source: str, data: Data) -> str:
        template = self._compiled.get(name)
        if template is None:
            made = jinja2.Template.from_code(
                self._environment, self._code(name, source), self._environment.make_globals(None)
            )
            template = self._compiled[name] = made
        return template.render(data)

    def _code(self, name: str, source: str) -> CodeType:
        # What is kept is checked against the source; what else the code depends on is in its name.
        bucket = self._kept.get_bucket(self._environment, f"{name} {OPTIONS}", None, source)
        if bucket.code is None:
            bucket.code = self._environment.compile(source)
            if not sys.dont_write_bytecode:
                # Where msc cannot write beside itself, it compiles anew.
                with suppress(OSError):
                    self._kept.set_bucket(bucket)
        return bucket.code
