"""Template texts and values -> texts.

Compiling the templates takes longer than the rest of rendering. So their code is cached as Python
caches modules: next to the source, under the same conditions, and only for that exact source.
"""

import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from jinja2.bccache import FileSystemBytecodeCache

from msc.emit.settings import Settings

type Data = Mapping[str, Any]

# The bytes of an output depend on it; so does the digest of the inputs, which covers this line.
VERSION = "3.1.6"
KEPT = Path(__file__).parent / "__pycache__"
# Jinja itself distinguishes versions of Python.
PATTERN = f"%s.jinja-{VERSION}"


class Templates:
    """Reads and compiles each template once, however many files it produces."""

    def __init__(self) -> None:
        if jinja2.__version__ != VERSION:
            raise RuntimeError(f"jinja2 {jinja2.__version__} is installed; {VERSION} is needed")
        self._environments: dict[str, jinja2.Environment] = {}
        self._kept = FileSystemBytecodeCache(str(KEPT), PATTERN)
        self._compiled: dict[tuple[str, str], jinja2.Template] = {}
        self._sources: dict[Path, str] = {}

    def fill(self, source: str, data: Data, settings: Settings) -> str:
        """The source, filled in."""
        return self._filled(source, source, data, settings)

    def text(self, template: Path, data: Data, settings: Settings) -> str:
        """The text of one output path; a template without the suffix is copied."""
        source = self.source(template)
        if not template.name.endswith(settings.suffix):
            return source
        return self._filled(str(template), source, data, settings)

    def source(self, template: Path) -> str:
        """The source of a template."""
        source = self._sources.get(template)
        if source is None:
            source = self._sources[template] = template.read_bytes().decode("utf-8")
        return source

    def _filled(self, name: str, source: str, data: Data, settings: Settings) -> str:
        options = str(settings.options)
        template = self._compiled.get((name, options))
        if template is None:
            environment = self._environments.get(options)
            if environment is None:
                # Nothing is escaped: views hold finished text, quoted for its own language.
                environment = jinja2.Environment(**settings.options)
                self._environments[options] = environment
            code = self._code(environment, f"{name} {options}", source)
            template = jinja2.Template.from_code(environment, code, environment.make_globals(None))
            self._compiled[name, options] = template
        return template.render(data)

    def _code(self, environment: jinja2.Environment, name: str, source: str) -> CodeType:
        # What is kept is checked against the source; what else the code depends on is in its name.
        bucket = self._kept.get_bucket(environment, name, None, source)
        if bucket.code is None:
            bucket.code = environment.compile(source)
            if not sys.dont_write_bytecode:
                # If the installation is read-only, msc compiles again.
                with suppress(OSError):
                    self._kept.set_bucket(bucket)
        return bucket.code
