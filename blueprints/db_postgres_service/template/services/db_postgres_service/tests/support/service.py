"""The service under test, in this process, on a real database."""

import httpx
from fastapi import FastAPI
from sqlalchemy import URL
from testing.contracts import DocumentedTransport
from testing.tokens import tokens_among

from shared.http import ServiceClient
from src.core.config import Settings

TOKEN = "a service token of thirty-two characters"
BASE_URL = "http://db-postgres-service"


def settings_of(database: URL) -> Settings:
    """Settings of a service on that database."""
    url = database.render_as_string(hide_password=False)
    tokens = {**tokens_among(Settings.model_fields), "operator_token": TOKEN}
    return Settings.model_validate({**tokens, "environment": "test", "database_url": url})


def client_of(app: FastAPI, token: str = TOKEN) -> httpx.AsyncClient:
    """Plain requests to the app."""
    headers = {"X-Service-Token": token}
    transport = DocumentedTransport(app)
    return httpx.AsyncClient(base_url=BASE_URL, transport=transport, headers=headers)


def service_client_of(app: FastAPI) -> ServiceClient:
    """The client that other services use."""
    return ServiceClient("db_postgres_service", BASE_URL, TOKEN, DocumentedTransport(app))
