"""Another link that proves an address."""

from shared.identifiers import new_id
from tests.support.api import client, problem_of
from tests.support.data import Data
from tests.support.samples import make_person

ACCOUNT = make_person(email_verified=False)
PATH = "/auth/verify-email/resend"


def arranged() -> Data:
    """An account whose address is not confirmed yet."""
    data = Data()
    data.people.put(ACCOUNT)
    return data


async def test_the_message_is_sent_again_with_another_link() -> None:
    data = arranged()
    for _ in range(2):
        response = await client(data, ACCOUNT).post(PATH)
        assert (response.status_code, response.content) == (204, b"")
    events = [event.data for work in data.units_of_work.committed for event in work.events]
    mails = [mail for mail in events if mail.get("link") is not None]
    assert [mail["address"] for mail in mails] == [ACCOUNT.email] * 2
    assert mails[0]["link"] != mails[1]["link"]
    assert all(work.writes == [] for work in data.units_of_work.committed)


async def test_nothing_is_sent_to_a_confirmed_address() -> None:
    data = arranged()
    data.people.put(ACCOUNT.model_copy(update={"email_verified": True}))
    response = await client(data, ACCOUNT).post(PATH)
    assert problem_of(response)[:2] == (409, "LINK_USED")
    assert data.units_of_work.committed == []


async def test_an_inbox_is_not_filled() -> None:
    data = arranged()
    person = client(data, ACCOUNT)
    answers = [(await person.post(PATH)).status_code for _ in range(5)]
    assert answers == [204, 204, 204, 429, 429]
    assert len(data.units_of_work.committed) == 3


async def test_an_account_that_is_gone_gets_nothing() -> None:
    data = Data()
    response = await client(data, ACCOUNT.model_copy(update={"id": new_id()})).post(PATH)
    assert problem_of(response)[:2] == (401, "NOT_AUTHENTICATED")
    assert data.units_of_work.committed == []
