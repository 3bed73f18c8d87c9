"""The stage of a play: the real portal and back office over a sandbox, behind one address.

Their cookies stay here, in a jar for each role: the analyst's own session never mixes with them,
and every role keeps its own.
"""

import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from threading import Lock
from typing import cast
from uuid import UUID

from flask import Flask, current_app, request
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.wrappers import Response

from backoffice.auth import cookie_of
from workflows.adapters.disk import write_whole
from workflows.model import Audience
from workflows.settings import Settings
from workflows.use_cases.act import World
from workflows.use_cases.studio.play.cast import Part, step_in
from workflows.use_cases.studio.play.pass_time import deliver_now
from workflows.use_cases.studio.play.sandbox import Sandbox

KEPT = 6  # pairs of applications per process; others are made again when they are asked for
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Portal:
    """The citizen portal as a play needs it; this application may not import it.

    `create` makes it over a world, `cookie` names its session cookie, `first_page` gives the path
    to begin with for a démarche, a dossier and a task, either of them None.
    """

    create: Callable[[World], Flask]
    cookie: Callable[[Settings], str]
    first_page: Callable[[Flask, str, UUID | None, UUID | None], str]


class Stage:
    """The applications of the plays under way, those used last kept at hand."""

    def __init__(self, portal: Portal, create_office: Callable[[World], Flask]) -> None:
        self.portal = portal
        self._create_office = create_office
        self._lock = Lock()
        self._apps: OrderedDict[tuple[UUID, Audience], Flask] = OrderedDict()
        self._compiled = _Compiled()

    def app(self, sandbox: Sandbox, audience: Audience) -> Flask:
        """Return the application that serves an audience of a play."""
        key = (sandbox.id, audience)
        with self._lock:
            if key not in self._apps:
                self._apps[key] = self._create(sandbox, audience)
            self._apps.move_to_end(key)
            while len(self._apps) > 2 * KEPT:
                self._apps.popitem(last=False)
            return self._apps[key]

    def enter(self, sandbox: Sandbox, part: Part) -> None:
        """Sign a role in, whatever it did before."""
        settings = sandbox.world.settings
        if part.audience is Audience.CITIZEN:
            name = self.portal.cookie(settings)
        else:
            name = cookie_of(settings, sandbox.card.address)
        jar = _Jar(sandbox.folder, part)
        jar.keep({name: step_in(sandbox, part)})

    def answer(self, sandbox: Sandbox, part: Part, mount: str) -> Response:
        """Let the real application answer the present request, below the path `mount`."""
        if request.method not in SAFE:
            sandbox.require_room()
        jar = _Jar(sandbox.folder, part)
        environ = {
            **request.environ,
            "SCRIPT_NAME": f"{request.script_root}{mount}",
            "PATH_INFO": request.environ["PATH_INFO"][len(mount) :] or "/",
            "HTTP_COOKIE": jar.header(),
        }
        answered = Response.from_app(self.app(sandbox, part.audience), environ, buffered=True)
        jar.take(answered)
        if request.method not in SAFE:
            deliver_now(sandbox)
        return _framable(answered)

    def _create(self, sandbox: Sandbox, audience: Audience) -> Flask:
        create = self.portal.create if audience is Audience.CITIZEN else self._create_office
        app = create(sandbox.world)
        app.jinja_env.bytecode_cache = self._compiled
        return app


def stage() -> Stage | None:
    """Return the stage of this application, None where nothing can be played."""
    return cast("Stage | None", current_app.extensions.get("stage"))


class _Jar:
    """The cookies of one role of one play, in its folder."""

    def __init__(self, folder: Path, part: Part) -> None:
        self._path = folder / "cookies" / f"{part.slug}.json"

    def header(self) -> str:
        """Return the cookies as a request carries them."""
        return "; ".join(f"{name}={value}" for name, value in self._read().items())

    def keep(self, cookies: dict[str, str]) -> None:
        """Add cookies; an empty one is forgotten."""
        before = self._read()
        after = {name: value for name, value in {**before, **cookies}.items() if value}
        if after != before:
            write_whole(self._path, json.dumps(after).encode())

    def take(self, answered: Response) -> None:
        """Keep the cookies of an answer, which loses them."""
        given: dict[str, str] = {}
        for line in answered.headers.getlist("Set-Cookie"):
            for name, morsel in SimpleCookie(line).items():
                gone = morsel["max-age"] == "0" or not morsel.value
                given[name] = "" if gone else morsel.coded_value
        if given:
            self.keep(given)
        answered.headers.remove("Set-Cookie")

    def _read(self) -> dict[str, str]:
        try:
            return cast("dict[str, str]", json.loads(self._path.read_bytes()))
        except FileNotFoundError:
            return {}


class _Compiled(BytecodeCache):
    """Templates compiled once for all the plays of a process."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template compiled before."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


def _framable(answered: Response) -> Response:
    """Let our own page show the answer in a frame, and nobody else's."""
    policy = answered.headers.get("Content-Security-Policy", "")
    framed = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    answered.headers["Content-Security-Policy"] = framed
    answered.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answered
