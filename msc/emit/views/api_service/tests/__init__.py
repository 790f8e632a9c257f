"""The tests that are emitted with the API."""

from msc.core.record import Record
from msc.emit.views.api_service.routes import RefusalsView, Resource, refusals_views
from msc.emit.views.api_service.tests.authentication import (
    AuthenticationTestsView,
    authentication_tests,
)
from msc.emit.views.api_service.tests.endpoints import EndpointTestView, endpoint_tests
from msc.emit.views.api_service.tests.internal import InternalTestView, internal_tests
from msc.lower.program import Program


class ApiTestsView(Record):
    """The tests of the API."""

    endpoints: tuple[EndpointTestView, ...]
    internal: tuple[InternalTestView, ...]
    authentication: tuple[AuthenticationTestsView, ...]
    refusals: tuple[RefusalsView, ...]
    has_refusals: bool


def api_tests(resources: tuple[Resource, ...], program: Program) -> ApiTestsView:
    """The tests of endpoints, of internal routes, and of accounts."""
    system = program.system
    accounts = system.authentication
    return ApiTestsView(
        endpoints=tuple(endpoint_tests(program)),
        internal=tuple(internal_tests(program)),
        authentication=(authentication_tests(accounts, system),) if accounts else (),
        refusals=refusals_views(resources, program),
        has_refusals=bool(system.endpoints) or accounts is not None,
    )
