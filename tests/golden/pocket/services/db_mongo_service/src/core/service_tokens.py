"""The tokens between this service and others."""

from shared.callers import Callers, CallingService, operator
from shared.settings import OptionalToken, ServiceSettings, ServiceToken


class ServiceTokens(ServiceSettings):
    """What this service proves itself with, and what its callers do."""

    worker_to_mongo_token: ServiceToken
    worker_to_mongo_token_previous: OptionalToken = ""
    operator_token: OptionalToken = ""

    @property
    def callers(self) -> Callers:
        """Who may call this service: each with its routes, and with two tokens during a change."""
        return Callers(
            (
                CallingService(
                    "worker_service",
                    (self.worker_to_mongo_token, self.worker_to_mongo_token_previous),
                    frozenset(("PUT /audit-logs/{id}",)),
                ),
                operator(self.operator_token),
            )
        )
