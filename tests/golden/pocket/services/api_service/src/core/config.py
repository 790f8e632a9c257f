"""Settings of the API."""

from pydantic import Field

from shared.settings import PublicUrl, StoreUrl
from src.core.origins import Origins
from src.core.service_tokens import ServiceTokens

SERVICE = "api_service"
BASE_PATH = "/api/v1"
TIME_ZONE = "Europe/Berlin"


class Settings(ServiceTokens):
    """Settings of the API."""

    postgres_service_url: str
    redis_password: str = Field(default="", repr=False)
    redis_url: StoreUrl
    cors_origins: Origins = ()
    jwt_secret: str = Field(min_length=32, repr=False)
    access_token_minutes: int = Field(default=30, ge=1)
    # After the last refresh; then the person signs in again.
    refresh_token_days: int = Field(default=30, ge=1, le=3650)
    # How long a refresh may be repeated whose answer was lost.
    refresh_grace_seconds: int = Field(default=20, ge=1, le=300)
    # In a quarter of an hour, by guesses at one account, and by one client.
    log_in_failures_per_account: int = Field(default=10, ge=1)
    log_in_failures_per_client: int = Field(default=100, ge=1)
    # In an hour.
    registrations_per_client: int = Field(default=60, ge=1)
    link_minutes: int = Field(default=1440, ge=1)
    # The website's page that takes the token of a link in an e-mail; by default the API's own.
    verify_email_page: PublicUrl = ""
    public_url: PublicUrl = "http://localhost:8000"
    password_link_minutes: int = Field(default=60, ge=1)
    # The website's page that asks for another password, and sends it with the token of the link.
    reset_password_page: PublicUrl = "http://localhost:3000/reset-password"
    first_account_password: str = Field(default="", repr=False)

    @property
    def link_page(self) -> str:
        """The page that a link in an e-mail opens."""
        return self.verify_email_page or f"{self.public_url}{BASE_PATH}/auth/verify-email"
