"""A browser in a few lines: cookies, forms, no redirection followed, and patience."""

import http.client
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

LOST = (OSError, http.client.HTTPException)  # nothing came back: nothing was acknowledged
PAUSE = 0.05

Files = Mapping[str, tuple[str, bytes]]


class Stopped(Exception):
    """The run is over: nobody waits for an answer any more."""


@dataclass(frozen=True)
class Answer:
    """What came back whole from the server."""

    status: int
    location: str
    text: str


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_what: object) -> None:
        return None


class Browser:
    """One person's browser, signed in by the cookie it is given."""

    def __init__(self, url: str, cookie: str, stop: threading.Event) -> None:
        self.url = url
        self.stop = stop
        self.cookies = dict([cookie.split("=", 1)])
        self.opener = urllib.request.build_opener(_StayHere)
        self.token = ""

    def get(self, path: str) -> Answer:
        return self._until_answered(path, None, {})

    def post(self, path: str, fields: Mapping[str, str], files: Files | None = None) -> Answer:
        """Send a form, and again until an answer comes: as people do who see an error page."""
        parts = {"csrf_token": self.token, **fields}
        if files:
            body, kind = _multipart(parts, files)
        else:
            body = urllib.parse.urlencode(parts).encode()
            kind = "application/x-www-form-urlencoded"
        return self._until_answered(path, body, {"Content-Type": kind})

    def take_token(self, page: str) -> None:
        """Read the form token that the pages of this session carry."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(page).text)
        assert found is not None, page
        self.token = found[1]

    def _until_answered(self, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        while not self.stop.is_set():
            try:
                return self._once(path, body, headers)
            except LOST:
                time.sleep(PAUSE)
        raise Stopped

    def _once(self, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        request = urllib.request.Request(self.url + path, body, headers)  # noqa: S310  our own address
        request.add_header("Cookie", "; ".join(f"{key}={v}" for key, v in self.cookies.items()))
        try:
            with self.opener.open(request, timeout=20) as response:
                return self._answer(response, response.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return self._answer(refused, refused.read())

    def _answer(self, response: http.client.HTTPResponse, body: bytes) -> Answer:
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _equal, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        location = response.headers.get("Location") or ""
        return Answer(response.status, location, body.decode("utf-8", "replace"))


def _multipart(fields: Mapping[str, str], files: Files) -> tuple[bytes, str]:
    boundary = uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, (file_name, content) in files.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; '
        head += f'filename="{file_name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return b"".join(
        parts
    ) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
