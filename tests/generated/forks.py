"""Runs tools in forks of one process, which has loaded the libraries that every run needs.

It is started with the Python of an emitted system, and imports nothing of ours: a line of JSON
on its input is a run, and a line on its output says how it ended.
"""

import gc
import importlib
import json
import os
import runpy
import sys
from contextlib import suppress

HEAVY = (
    "pytest", "_pytest.assertion.rewrite", "pytest_asyncio.plugin", "pytest_cov.plugin",
    "mypy.main", "mypy.build", "pydantic", "pydantic_settings", "fastapi", "fastapi.testclient",
    "fastapi.openapi.docs", "fastapi.middleware.cors", "email_validator", "uvicorn", "httpx",
    "sqlalchemy.ext.asyncio", "sqlalchemy.dialects.postgresql.asyncpg", "alembic.command",
    "asyncpg", "pymongo", "redis.asyncio", "aio_pika", "aiogram", "argon2", "jwt",
    "prometheus_client", "opentelemetry.sdk.trace", "testcontainers.core", "anyio",
    "dns.resolver", "phonenumbers", "tenacity", "taskiq", "multipart", "python_multipart",
)  # fmt: skip


def main() -> None:
    """Runs what it is asked for, one after another, until its input ends."""
    for module in HEAVY:
        with suppress(ImportError):
            importlib.import_module(module)
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            _run(**asked)
        _, status, used = os.wait4(child, 0)
        print(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, flush=True)


def _run(arguments: list[str], folder: str, report: str, types: str) -> None:
    """Becomes `python -m`; what the tool says goes to a file, and it never returns."""
    code = 1
    try:
        output = os.open(report, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.chdir(folder)
        os.environ["MYPYPATH"] = types
        sys.path.insert(0, folder)
        sys.argv = arguments
        runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


main()
