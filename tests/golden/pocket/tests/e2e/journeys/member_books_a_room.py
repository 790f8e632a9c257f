"""A member registers, books a room, hears of it, and gives it back."""

from tests.e2e.journey import Journey

TITLE = "A member registers, books a room, hears of it, and gives it back."


def walk(journey: Journey) -> None:
    """Runs the journey on an empty system; stops at the first failing step."""
    answer = journey.request(
        "POST",
        "/api/v1/auth/login",
        expect=200,
        body={"email": "manager@pocket.example", "password": "change me in production"},
    )
    manager = journey.value(answer, "access_token")
    answer = journey.request(
        "POST",
        "/api/v1/rooms",
        expect=201,
        body={"name": "Attic", "size": "small", "seats": 4, "price": "80.00"},
        token=manager,
    )
    room_id = journey.value(answer, "id")
    journey.request(
        "POST",
        "/api/v1/auth/register",
        expect=201,
        body={
            "email": "mia@pocket.example",
            "password": "correct horse battery",
            "full_name": "Mia",
            "role": "member",
        },
    )
    message = journey.wait_for_email("mia@pocket.example", "confirm your address")
    proof = journey.link_parameter(message, "token")
    journey.request("POST", "/api/v1/auth/verify-email", expect=200, body={"token": f"{proof}"})
    answer = journey.request(
        "POST",
        "/api/v1/auth/login",
        expect=200,
        body={"email": "mia@pocket.example", "password": "correct horse battery"},
    )
    member = journey.value(answer, "access_token")
    journey.request(
        "POST",
        "/api/v1/auth/password-reset",
        expect=204,
        body={"email": "mia@pocket.example"},
        description="Mia has forgotten her password already.",
    )
    message = journey.wait_for_email("mia@pocket.example", "Choose another password")
    forgotten = journey.link_parameter(message, "token")
    journey.request(
        "POST",
        "/api/v1/auth/password-reset/confirm",
        expect=204,
        body={"token": f"{forgotten}", "new_password": "another horse battery"},
    )
    journey.request(
        "POST",
        "/api/v1/auth/login",
        expect=401,
        body={"email": "mia@pocket.example", "password": "correct horse battery"},
        code="NOT_AUTHENTICATED",
    )
    answer = journey.request(
        "POST",
        "/api/v1/auth/login",
        expect=200,
        body={"email": "mia@pocket.example", "password": "another horse battery"},
    )
    member = journey.value(answer, "access_token")
    answer = journey.request("POST", "/api/v1/auth/telegram-link", expect=201, token=member)
    code = journey.value(answer, "code")
    journey.tell_bot("71001", f"/start {code}")
    journey.wait_for_telegram("71001", "belongs to your account")
    answer = journey.request(
        "POST",
        f"/api/v1/rooms/{room_id}/bookings",
        expect=201,
        body={"day": "2031-05-01"},
        token=member,
        passes=(
            "api_service",
            "bot_service",
            "db_mongo_service",
            "db_postgres_service",
            "worker_service",
        ),
    )
    booking_id = journey.value(answer, "id")
    journey.request(
        "POST",
        f"/api/v1/rooms/{room_id}/bookings",
        expect=409,
        body={"day": "2031-05-01"},
        token=member,
        code="ROOM_TAKEN",
        description="The room is taken on that day.",
    )
    journey.wait_for_telegram("71001", "booked for 2031-05-01")
    journey.wait_for_document(
        "audit-logs", {"operation": "book_room", "entity_id": f"{booking_id}"}
    )
    journey.request(
        "POST",
        f"/api/v1/bookings/{booking_id}/cancellation",
        expect=200,
        body={"reason": "ill"},
        token=member,
    )
    journey.wait_for_row("bookings", {"id": f"{booking_id}", "status": "cancelled"})
    journey.request("DELETE", f"/api/v1/bookings/{booking_id}", expect=204, token=member)
    journey.request(
        "POST",
        "/api/v1/auth/deactivate",
        expect=204,
        body={"current_password": "another horse battery"},
        token=member,
        description="Mia moves away.",
    )
    journey.request(
        "POST",
        "/api/v1/auth/deactivate",
        expect=401,
        body={"current_password": "another horse battery"},
        token=member,
        code="NOT_AUTHENTICATED",
        description="Her access token is worth nothing any more.",
    )
    journey.request(
        "POST",
        "/api/v1/auth/login",
        expect=401,
        body={"email": "mia@pocket.example", "password": "another horse battery"},
        code="NOT_AUTHENTICATED",
    )
