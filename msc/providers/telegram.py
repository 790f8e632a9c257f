"""Telegram: the bot, and messages to the chats of people."""

from msc.providers.provider import SIMULATORS, Address, Channel, Kind, Provider, Variable

ROW = Provider(
    name="telegram",
    title="Telegram",
    channel=Channel(
        name="telegram",
        noun="a message of the bot",
        inbox="the messages of the bot",
        port="messages",
        address=Address.CHAT,
        service="bot_service",
    ),
    adapter="TelegramMessages",
    variables=(
        Variable(
            "telegram_api_url",
            development=f"{SIMULATORS}/telegram",
            default="https://api.telegram.org",
            kind=Kind.PUBLIC_URL,
        ),
        Variable(
            "telegram_bot_token",
            development="700000001:development-bot-token-000000000000",
            credential=True,
        ),
        Variable(
            "telegram_mode",
            development="polling",
            default="polling",
            comment=(
                "polling, or webhook with a public https:// address "
                "and a secret of at least 32 characters"
            ),
        ),
        Variable("telegram_webhook_url", default=""),
        Variable("telegram_webhook_secret", default=""),
    ),
    sending=("sendmessage", "editmessagetext"),
)
