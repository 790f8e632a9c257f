"""The service under test, in this process, on a real database."""

import secrets

import httpx
from fastapi import FastAPI
from testing.contracts import DocumentedTransport
from testing.servers import mongo_url
from testing.tokens import tokens_among

from src.core.config import Settings

TOKEN = "a service token of thirty-two characters"
BASE_URL = "http://db-mongo-service"


def new_settings() -> Settings:
    """Settings of a service on a database of its own."""
    database = f"test_{secrets.token_hex(6)}"
    return Settings.model_validate(
        {
            **tokens_among(Settings.model_fields),
            "environment": "test",
            "operator_token": TOKEN,
            "mongo_url": mongo_url(),
            "mongo_database": database,
        }
    )


def client_of(app: FastAPI, token: str = TOKEN) -> httpx.AsyncClient:
    """Plain requests to the app."""
    headers = {"X-Service-Token": token}
    transport = DocumentedTransport(app)
    return httpx.AsyncClient(base_url=BASE_URL, transport=transport, headers=headers)
