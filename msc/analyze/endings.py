"""Whether journeys expect responses that the system can give."""

from msc.analyze.context import Context, suggest
from msc.core.catalogue import types as codes
from msc.ir.endings import ACCOUNT_SUCCESS, Refusal, account_refusals, refusals
from msc.ir.journeys import RequestStep
from msc.ir.system import System
from msc.ir.triggers import is_path_of
from msc.model.places import Path


def check(context: Context, system: System) -> None:
    """Reports each status and code that the endpoint never returns."""
    for journey in system.journeys:
        for index, step in enumerate(journey.steps):
            if isinstance(step, RequestStep):
                _step(context, system, step, ("journeys", journey.name, "steps", index))


def _step(context: Context, system: System, step: RequestStep, path: Path) -> None:
    successes, refused = _endings(system, step)
    statuses = successes | {status for status, _ in refused}
    request = f"`{step.method} {step.path}`"
    if step.status not in statuses:
        known = ", ".join(str(status) for status in sorted(statuses))
        context.report(
            codes.WRONG_VALUE, (*path, "status"), value=f"`{step.status}`",
            kind=f"the status of {request}", reason=f"it returns {known}",
            hint="write the status that this step of the journey ends in",
        )  # fmt: skip
        return
    possible = sorted(code for status, code in refused if status == step.status)
    if step.code is not None and step.code not in possible:
        context.report(
            codes.WRONG_VALUE, (*path, "code"), value=f"`{step.code}`",
            kind=f"the code of {request} with {step.status}",
            reason=f"it returns {', '.join(f'`{code}`' for code in possible)}",
            hint=suggest(step.code, possible, "code"),
        )  # fmt: skip


def _endings(system: System, step: RequestStep) -> tuple[set[int], set[Refusal]]:
    """The success statuses and rejections of every possible target of a request."""
    answering = [
        endpoint for endpoint in system.endpoints if endpoint.answers(step.method, step.path)
    ]
    successes = {endpoint.status for endpoint in answering}
    refused = {refusal for endpoint in answering for refusal in refusals(endpoint, system)}
    accounts = system.authentication
    if accounts is not None:
        routes = account_refusals(accounts, system.entity(accounts.account))
        for (method, form), rejections in routes.items():
            if method == step.method and is_path_of(step.path, form):
                successes.add(ACCOUNT_SUCCESS[method, form])
                refused |= rejections
    return successes, refused
