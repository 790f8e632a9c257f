"""The tokens between this service and others."""

from shared.settings import ServiceSettings, ServiceToken


class ServiceTokens(ServiceSettings):
    """What this service proves itself with, and what its callers do."""

    bot_to_api_token: ServiceToken
