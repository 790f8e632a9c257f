"""Links are made by the API."""

import json

import httpx

from shared.http import ServiceClient
from shared.identifiers import new_id
from src.consumers.links import ApiLinks


async def test_api_is_asked_for_the_link() -> None:
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json={"link": "https://people.example/link"})

    transport = httpx.MockTransport(answer)
    api = ServiceClient("api_service", "http://api.invalid", "service " * 4, transport)
    account_id, link_id = new_id(), new_id()
    link = await ApiLinks(api).make("hello", account_id, link_id)
    assert link == "https://people.example/link"
    (request,) = requests
    assert str(request.url) == "http://api.invalid/internal/v1/links"
    body = {"notification": "hello", "account_id": str(account_id), "link_id": str(link_id)}
    assert json.loads(request.content) == body


async def test_lost_answer_is_asked_for_again() -> None:
    answers = [httpx.Response(503), httpx.Response(200, json={"link": "https://a.example"})]
    transport = httpx.MockTransport(lambda _: answers.pop(0))
    api = ServiceClient("api_service", "http://api.invalid", "service " * 4, transport)
    assert await ApiLinks(api).make("hello", new_id(), new_id()) == "https://a.example"
