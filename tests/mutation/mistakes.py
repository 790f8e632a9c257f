"""Mistakes that tests of an emitted system once did not see, and others of their kind."""

from dataclasses import dataclass
from pathlib import Path

from tests.mutation.mutations import Mutation

API, WORKER = "services/api_service/src", "services/worker_service/src"
STORE, SHARED = "services/db_postgres_service/src", "shared/src/shared"


@dataclass(frozen=True)
class Mistake:
    """A text that occurs once in a module, and what would stand there by mistake."""

    name: str
    module: str
    before: str
    after: str

    def mutation(self, folder: Path) -> Mutation:
        """The place of the text in a system."""
        source = (folder / self.module).read_text("utf-8")
        if source.count(self.before) != 1:
            raise ValueError(f"{self.name}: {source.count(self.before)} times in {self.module}")
        start = source.index(self.before)
        line = source[:start].count("\n") + 1
        begin = len(source[:start].encode())
        end = begin + len(self.before.encode())
        return Mutation(line, begin, end, self.before, self.after)


MISTAKES = (
    Mistake(
        "rows that tie are not told apart", f"{STORE}/repositories/selection.py",
        'if all(order.name != "id" for order in orders):', "if False:",
    ),
    Mistake(
        "a full last page promises another", f"{STORE}/repositories/rows.py",
        "more = len(rows) > chosen.limit", "more = len(rows) >= chosen.limit",
    ),
    Mistake(
        "jobs run by the clock of Greenwich", f"{WORKER}/jobs/remind_of_due_payments.py",
        'ZoneInfo("Europe/Berlin")', 'ZoneInfo("UTC")',
    ),
    Mistake(
        "today is that of Greenwich in the worker", f"{WORKER}/core/adapters.py",
        "SystemClock(TIME_ZONE)", 'SystemClock("UTC")',
    ),
    Mistake(
        "today is that of Greenwich in the API", f"{API}/core/adapters.py",
        "SystemClock(TIME_ZONE)", 'SystemClock("UTC")',
    ),
    Mistake(
        "an unknown account is answered at once", f"{API}/authentication/passwords.py",
        "fits = await self._run(self._hash.verify, _normal(password), stored or UNKNOWN)",
        "fits = bool(stored) and await self._run(self._hash.verify, _normal(password), stored)",
    ),
    Mistake(
        "poison is tried again", f"{SHARED}/messaging/consumer.py",
        "            await self._dead_letter(message, error)\n            return \"dead\"\n"
        "        except Postponed",
        "            return await self._retry(message, error)\n        except Postponed",
    ),
    Mistake(
        "guards take no lock", f"{STORE}/repositories/unit_of_work.py",
        'LOCK = "SELECT pg_advisory_lock(key) FROM',
        'LOCK = "SELECT key FROM',
    ),
    Mistake(
        "the audit shows personal data", f"{API}/application/caller.py",
        "MASK if name in masked and value is not None else value", "value",
    ),
    Mistake(
        "errors of SQL show parameters", f"{STORE}/core/database.py",
        "hide_parameters=True", "hide_parameters=False",
    ),
    Mistake(
        "a statement may take for ever", f"{STORE}/core/database.py",
        '"statement_timeout": _milliseconds(settings.statement_timeout_seconds)',
        '"statement_timeout": "0"',
    ),
    Mistake(
        "a lock is waited for without end", f"{STORE}/core/database.py",
        '"lock_timeout": _milliseconds(settings.lock_timeout_seconds)', '"lock_timeout": "0"',
    ),
    Mistake(
        "a consumer takes all messages at once", f"{SHARED}/messaging/consumer.py",
        "prefetch_count=self._prefetch", "prefetch_count=0",
    ),
    Mistake(
        "a call to a service may take for ever", f"{SHARED}/http.py",
        "extensions=_limits(TIMEOUT if timeout is None else httpx.Timeout(timeout, connect=2.0))",
        "extensions={}",
    ),
    Mistake(
        "a stop waits for every request", f"{SHARED}/application.py",
        "timeout_graceful_shutdown=GRACE_SECONDS", "timeout_graceful_shutdown=None",
    ),
)  # fmt: skip
