"""The antivirus: clamd's two verdicts are believed, anything else means no file."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest

from workflows.adapters.antivirus import (
    Antivirus,
    ClamdAntivirus,
    MarkAntivirus,
    NoAntivirus,
    ScannerDown,
    open_antivirus,
)
from workflows.errors import BadSettings

MALWARE = b"the mark of a test virus"


@contextmanager
def clamd(folder: Path, answer: bytes | None) -> Iterator[tuple[Path, list[bytes]]]:
    """A daemon that speaks INSTREAM; without an `answer` it judges by the mark."""
    path, received = folder / "clamd.sock", []
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen(1)
        daemon = threading.Thread(target=_serve_once, args=(server, answer, received))
        daemon.start()
        yield path, received
        daemon.join(5)


def _serve_once(server: socket.socket, answer: bytes | None, received: list[bytes]) -> None:
    connection, _address = server.accept()
    with connection, connection.makefile("rb") as stream:
        assert stream.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack(">I", stream.read(4))[0]:
            content += stream.read(size)
        received.append(content)
        found = b"stream: Test-Virus FOUND\0" if MALWARE in content else b"stream: OK\0"
        connection.sendall(found if answer is None else answer)


@pytest.mark.parametrize(
    ("content", "verdict"),
    [(b"un plan de masse", None), (b"avant " + MALWARE, "Test-Virus"), (b"", None)],
)
def test_clamd_is_given_the_whole_file_and_believed(
    tmp_path: Path, content: bytes, verdict: str | None
):
    with clamd(tmp_path, None) as (path, received):
        assert open_antivirus(f"clamd:{path}").scan(BytesIO(content)) == verdict

    assert received == [content]


def test_a_large_file_is_sent_in_parts(tmp_path: Path):
    content = bytes(300_000)

    with clamd(tmp_path, None) as (path, received):
        assert ClamdAntivirus(path).scan(BytesIO(content)) is None

    assert received == [content]


@pytest.mark.parametrize(
    "answer",
    [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK or not\0", b"stream:"],
)
def test_an_unclear_answer_takes_no_file(tmp_path: Path, answer: bytes):
    with clamd(tmp_path, answer) as (path, _received), pytest.raises(ScannerDown):
        ClamdAntivirus(path).scan(BytesIO(b"un plan de masse"))


def test_an_absent_daemon_takes_no_file(tmp_path: Path):
    with pytest.raises(ScannerDown):
        ClamdAntivirus(tmp_path / "absent.sock").scan(BytesIO(b"un plan de masse"))


def test_an_installation_without_scanner_says_that_it_does_not_look():
    antivirus = open_antivirus("")

    assert isinstance(antivirus, NoAntivirus)
    assert (antivirus.looks, antivirus.scan(BytesIO(MALWARE))) == (False, None)


def test_the_scanner_of_the_tests_judges_by_its_mark():
    antivirus = MarkAntivirus(MALWARE)
    judged: Antivirus = antivirus

    assert judged.scan(BytesIO(b"sain")) is None
    assert judged.scan(BytesIO(MALWARE)) == "Test-Mark"
    antivirus.down = True
    with pytest.raises(ScannerDown):
        judged.scan(BytesIO(b"sain"))


@pytest.mark.parametrize("url", ["clamd:", "http://127.0.0.1", "oui"])
def test_an_unknown_scanner_refuses_to_start(url: str):
    with pytest.raises(BadSettings):
        open_antivirus(url)
