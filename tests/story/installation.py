"""A whole installation started as its operator would: migrated, seeded, served, with a worker."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from workflows.adapters.mail import ReceivedMail, read_mailbox

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Installation:
    """A running product: its address, its environment, the mails it sent."""

    url: str
    environ: dict[str, str]
    mailbox: Path

    def mails(self, to: str) -> list[ReceivedMail]:
        """Return the mails to that address, oldest first."""
        return [mail for mail in reversed(read_mailbox(self.mailbox)) if mail.to == to]

    def await_mail(self, to: str, containing: str, more_than: int = 0) -> ReceivedMail:
        """Wait until the worker delivered the mail that contains these words."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            found = [
                mail for mail in self.mails(to) if containing in mail.subject + "\n" + mail.body
            ]
            if len(found) > more_than:
                return found[-1]
            time.sleep(0.2)
        raise AssertionError(f"no mail to {to} with {containing!r} in {self.mails(to)}")

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `demarches …` on this installation."""
        return subprocess.run(
            [sys.executable, "-m", "workflows", *arguments],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


@contextmanager
def install(folder: Path, database_url: str = "") -> Iterator[Installation]:
    """Migrate, seed and serve in `folder`; stop everything on leaving."""
    port = free_port()
    environ = {
        **os.environ,
        "DEMARCHES_MODE": "demo",
        "DATABASE_URL": database_url or f"sqlite:///{folder}/demarches.sqlite",
        "SMTP_URL": f"mailbox:{folder}/courriels",
        "STORAGE_URL": f"file:{folder}/pieces",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
    }
    installation = Installation(environ["PUBLIC_URL"], environ, folder / "courriels")
    for arguments in (("migrate",), ("seed", "--demo")):
        done = installation.command(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    with (folder / "serve.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "workflows", "serve", "--with-worker"],
            cwd=ROOT,
            env=environ,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            await_health(installation.url, server)
            yield installation
        finally:
            server.terminate()
            server.wait(timeout=30)


def await_health(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError("the server never answered")
