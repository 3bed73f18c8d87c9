"""Both web apps in one process, behind gunicorn."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gunicorn.app.base import BaseApplication
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from backoffice.app import create_app as create_backoffice
from backoffice.stage import Portal
from citizen_portal.app import create_app as create_portal
from citizen_portal.playing import first_page, session_cookie
from workflows.command_line.supervision import WorkerChild
from workflows.errors import BadSettings
from workflows.settings import Settings
from workflows.translation import _
from workflows.use_cases.act import World, open_world

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication  # known to type checkers only

BACKOFFICE = "/backoffice"
THREADS = 8
REQUEST_SECONDS = 60
GRACEFUL_SECONDS = 20
RECYCLE_AFTER = 20_000  # requests; a slow leak of a library never fills the machine


@dataclass(frozen=True, slots=True)
class Listening:
    """Where and how to listen; `proxies` is the number of trusted reverse proxies in front."""

    host: str
    port: int
    processes: int = 1
    proxies: int = 0
    reload: bool = False


def mount(world: World, proxies: int = 0) -> "WSGIApplication":
    """Return the portal at `/` and the back office at `/backoffice/`, over one world."""
    office = create_backoffice(world, Portal(create_portal, session_cookie, first_page))
    both = DispatcherMiddleware(create_portal(world), {BACKOFFICE: office})
    if proxies:
        return ProxyFix(both, x_for=proxies, x_proto=proxies, x_host=proxies)
    return both


def refuse_taken_port(listening: Listening) -> None:
    """Raise BadSettings when somebody listens there already: gunicorn would say it in English."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((listening.host, listening.port))
        except OSError as taken:
            raise BadSettings(
                _("L'adresse %(host)s:%(port)d est prise ou interdite : changez de port (PORT=…).")
                % {"host": listening.host, "port": listening.port}
            ) from taken


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Gunicorn with its configuration in code; each process opens its own world."""

    def __init__(
        self, settings: Settings, listening: Listening, child: WorkerChild | None = None
    ) -> None:
        self.settings = settings
        self.listening = listening
        self.child = child
        super().__init__()

    def load_config(self) -> None:
        """Give gunicorn its settings."""
        for name, value in self._options().items():
            self.cfg.set(name, value)

    def load(self) -> "WSGIApplication":
        """Open the world and mount the applications, in the process that serves them."""
        return mount(open_world(self.settings), self.listening.proxies)

    def _options(self) -> Mapping[str, object]:
        options: dict[str, object] = {
            "bind": f"{self.listening.host}:{self.listening.port}",
            "worker_class": "gthread",
            "workers": self.listening.processes,
            "threads": THREADS,
            "timeout": REQUEST_SECONDS,
            "graceful_timeout": GRACEFUL_SECONDS,
            "max_requests": RECYCLE_AFTER,
            "max_requests_jitter": RECYCLE_AFTER // 10,
            "reload": self.listening.reload,
            "control_socket_disable": True,
            "loglevel": "warning",
        }
        if self.child is not None:
            options["when_ready"] = self._start_child
            options["on_exit"] = self._stop_child
        return options

    def _start_child(self, _arbiter: object) -> None:
        if self.child is not None:
            self.child.start()

    def _stop_child(self, _arbiter: object) -> None:
        if self.child is not None:
            self.child.stop()
