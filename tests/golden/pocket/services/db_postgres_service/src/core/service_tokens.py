"""The tokens between this service and others."""

from shared.callers import Callers, CallingService, operator
from shared.settings import OptionalToken, ServiceSettings, ServiceToken


class ServiceTokens(ServiceSettings):
    """What this service proves itself with, and what its callers do."""

    api_to_postgres_token: ServiceToken
    api_to_postgres_token_previous: OptionalToken = ""
    worker_to_postgres_token: ServiceToken
    worker_to_postgres_token_previous: OptionalToken = ""
    operator_token: OptionalToken = ""

    @property
    def callers(self) -> Callers:
        """Who may call this service: each with its routes, and with two tokens during a change."""
        return Callers(
            (
                CallingService(
                    "api_service",
                    (self.api_to_postgres_token, self.api_to_postgres_token_previous),
                    frozenset(
                        (
                            "GET /bookings/{id}",
                            "GET /guards/room_is_free",
                            "GET /people",
                            "GET /people/{id}",
                            "GET /queries/list_own_bookings",
                            "GET /queries/list_rooms",
                            "GET /rooms/{id}",
                            "GET /unit-of-work/{unit_id}",
                            "POST /log-in",
                            "POST /unit-of-work",
                        )
                    ),
                ),
                CallingService(
                    "worker_service",
                    (self.worker_to_postgres_token, self.worker_to_postgres_token_previous),
                    frozenset(
                        (
                            "GET /bookings/{id}",
                            "GET /outbox/set-aside",
                            "GET /people/{id}",
                            "GET /queries/confirm_booking",
                            "GET /queries/finish_past_bookings",
                            "POST /job-runs/claim",
                            "POST /job-runs/complete",
                            "POST /job-runs/renew",
                            "POST /outbox/acknowledge",
                            "POST /outbox/claim",
                            "POST /outbox/release",
                            "POST /outbox/set-aside",
                            "POST /outbox/set-aside/replay",
                            "POST /unit-of-work",
                        )
                    ),
                ),
                operator(self.operator_token),
            )
        )
