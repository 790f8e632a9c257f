"""Settings from the environment; all of them are optional."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """With a token or key set, only that one is accepted; without, any well-formed one."""

    host: str = "127.0.0.1"
    port: int = 8005
    sendgrid_api_key: str = ""
    telegram_bot_token: str = ""

    @classmethod
    def from_environment(cls) -> "Settings":
        return cls(
            host=os.environ.get("HOST") or "127.0.0.1",
            port=int(os.environ.get("PORT") or 8005),
            sendgrid_api_key=os.environ.get("SENDGRID_API_KEY", ""),
            telegram_bot_token=os.environ.get("TELEGRAM_BOT_TOKEN", ""),
        )
