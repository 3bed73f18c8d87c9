"""Calls to other software: signed, known again, to allowed targets only, never redirected."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from workflows.adapters.webhooks import Call, MemoryWebhooks, open_webhooks
from workflows.errors import BadSettings, DeliveryFailure

SECRET = "un secret assez long"
NOON = datetime(2026, 11, 25, 1, tzinfo=UTC)
CALL = Call("cadastre", b'{"dossier":"PS-1"}', "dossier:effet", NOON)


class Listener:
    """A server that keeps what it is sent, and answers as it is told."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 200
        self.headers: dict[str, str] = {}
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                owner.heard.append((self.path, dict(self.headers), body))
                self.send_response(owner.status)
                for name, value in owner.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    thread = Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def opened(url: str, secret: str = SECRET):
    return open_webhooks(json.dumps({"cadastre": {"url": url, "secret": secret}}))


def test_a_call_is_posted_as_it_is_to_the_address_of_its_target(listener):
    opened(f"{listener.url}/recevoir?de=demarches").post(CALL)

    [(path, headers, body)] = listener.heard
    assert (path, body) == ("/recevoir?de=demarches", CALL.body)
    assert headers["Content-Type"] == "application/json"


def test_a_call_is_signed_with_its_moment_by_the_secret_of_its_target(listener):
    opened(listener.url).post(CALL)

    [(_path, headers, body)] = listener.heard
    moment, signed = (part.partition("=")[2] for part in headers["Demarches-Signature"].split(","))
    expected = hmac.new(SECRET.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert (int(moment), signed) == (int(NOON.timestamp()), expected)


def test_the_same_call_tried_again_bears_the_same_key_and_another_another(listener):
    hooks = opened(listener.url)

    for key in ("un", "un", "deux"):
        hooks.post(Call("cadastre", b"{}", key, NOON))

    keys = [headers["Idempotency-Key"] for _path, headers, _body in listener.heard]
    assert keys[0] == keys[1] != keys[2]


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(500, False), (503, False), (429, False), (408, False), (400, True), (404, True), (301, True)],
)
def test_a_refusal_is_tried_again_unless_it_will_be_the_same_next_time(listener, status, permanent):
    listener.status = status

    with pytest.raises(DeliveryFailure, match=f"« cadastre » a répondu {status}") as refused:
        opened(listener.url).post(CALL)

    assert refused.value.permanent is permanent


def test_a_redirect_is_never_followed(listener):
    listener.status, listener.headers = 307, {"Location": f"{listener.url}/ailleurs"}

    with pytest.raises(DeliveryFailure):
        opened(listener.url).post(CALL)

    assert [path for path, _headers, _body in listener.heard] == ["/"]


def test_a_target_that_is_away_is_tried_again(listener):
    address = listener.url
    listener.server.socket.close()

    with pytest.raises(DeliveryFailure, match="ne répond pas") as away:
        opened(address).post(CALL)

    assert not away.value.permanent


def test_a_target_that_is_not_declared_is_refused_for_good():
    with pytest.raises(DeliveryFailure, match="n'est pas déclarée") as refused:
        open_webhooks("").post(CALL)

    assert refused.value.permanent


@pytest.mark.parametrize(
    "text",
    [
        "cadastre=https://exemple.nc",
        "[]",
        '{"Cadastre": {"url": "https://exemple.nc", "secret": "un secret assez long"}}',
        '{"c": {"url": "https://exemple.nc"}}',
        '{"c": {"url": "https://exemple.nc", "secret": "court"}}',
        '{"c": {"url": "http://exemple.nc", "secret": "un secret assez long"}}',
        '{"c": {"url": "ftp://exemple.nc/x", "secret": "un secret assez long"}}',
        '{"c": {"url": "https://a:b@exemple.nc", "secret": "un secret assez long"}}',
        '{"c": {"url": "https://exemple.nc:999999", "secret": "un secret assez long"}}',
        '{"c": {"url": "https://exemple.nc/a b", "secret": "un secret assez long"}}',
        '{"c": {"url": "https://exemple.nc/\\r\\nX: y", "secret": "un secret assez long"}}',
        '{"c": {"url": "https://", "secret": "un secret assez long"}}',
    ],
)
def test_settings_that_are_no_list_of_safe_targets_are_refused_at_the_start(text):
    with pytest.raises(BadSettings, match="WEBHOOKS"):
        open_webhooks(text)


def test_targets_are_known_by_their_names():
    assert opened("https://exemple.nc/x").names == {"cadastre"}
    assert open_webhooks(" ").names == frozenset()


def test_the_twin_in_memory_keeps_calls_and_refuses_as_the_real_one():
    hooks = MemoryWebhooks("cadastre")

    hooks.post(CALL)
    with pytest.raises(DeliveryFailure):
        hooks.post(Call("autre", b"{}", "k", NOON))
    hooks.down = True
    with pytest.raises(DeliveryFailure) as away:
        hooks.post(CALL)

    assert (hooks.calls, away.value.permanent) == ([CALL], False)
