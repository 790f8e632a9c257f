"""The tokens between this service and others."""

from shared.callers import Callers, CallingService, operator
from shared.settings import OptionalToken, ServiceSettings, ServiceToken


class ServiceTokens(ServiceSettings):
    """What this service proves itself with, and what its callers do."""

    api_to_postgres_token: ServiceToken
    worker_to_api_token: ServiceToken
    worker_to_api_token_previous: OptionalToken = ""
    bot_to_api_token: ServiceToken
    bot_to_api_token_previous: OptionalToken = ""
    operator_token: OptionalToken = ""

    @property
    def callers(self) -> Callers:
        """Who may call this service: each with its routes, and with two tokens during a change."""
        return Callers(
            (
                CallingService(
                    "worker_service",
                    (self.worker_to_api_token, self.worker_to_api_token_previous),
                    frozenset(("POST /links",)),
                ),
                CallingService(
                    "bot_service",
                    (self.bot_to_api_token, self.bot_to_api_token_previous),
                    frozenset(
                        (
                            "POST /operations/list_own_bookings",
                            "POST /telegram-links",
                        )
                    ),
                ),
                operator(self.operator_token),
            )
        )
