"""Files in the store: whole, under their hash, never outside the folder."""

import hashlib
import os
import stat
from io import BytesIO
from pathlib import Path

import pytest

from workflows.adapters.storage import (
    FileStorage,
    MemoryStorage,
    MissingFile,
    Storage,
    open_storage,
)
from workflows.errors import BadSettings, TooLarge

LIMIT = 1000
CONTENT = b"une piece" * 10
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(params=["folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    return FileStorage(tmp_path / "pieces") if request.param == "folder" else MemoryStorage()


def test_a_file_is_kept_under_its_hash(store: Storage):
    stored = store.put(BytesIO(CONTENT), LIMIT)

    assert (stored.sha256, stored.size) == (SHA256, len(CONTENT))
    assert store.has(SHA256)
    with store.open(SHA256) as file:
        assert file.read() == CONTENT


def test_the_same_content_twice_is_one_file(store: Storage):
    assert store.put(BytesIO(CONTENT), LIMIT) == store.put(BytesIO(CONTENT), LIMIT)


def test_what_is_derived_lies_beside_and_leaves_with_the_file(store: Storage):
    store.put(BytesIO(CONTENT), LIMIT)
    store.put_beside(SHA256, "thumbnail", b"petit")
    with store.open(f"{SHA256}.thumbnail") as file:
        assert file.read() == b"petit"

    store.delete(SHA256)
    store.delete(SHA256)

    assert not store.has(SHA256)
    assert not store.has(f"{SHA256}.thumbnail")


def test_a_file_over_the_limit_leaves_nothing(store: Storage, tmp_path: Path):
    with pytest.raises(TooLarge):
        store.put(BytesIO(b"x" * (LIMIT + 1)), LIMIT)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_reading_that_breaks_leaves_nothing(store: Storage, tmp_path: Path):
    class Broken(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("the connection was lost")

    with pytest.raises(OSError, match="lost"):
        store.put(Broken(), LIMIT)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_absent_file_is_named_as_missing(store: Storage):
    with pytest.raises(MissingFile):
        store.open(SHA256)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../../etc/passwd",
        "/etc/passwd",
        "a" * 63,
        f"{'a' * 61}../",
        f"{SHA256}/..",
        f"{SHA256}.../x",
        f"{SHA256}\x00",
    ],
)
def test_a_name_that_is_no_hash_opens_nothing(store: Storage, name: str, tmp_path: Path):
    (tmp_path / "secret").write_bytes(b"secret")

    with pytest.raises(MissingFile):
        store.open(name)


def test_the_address_names_the_folder(tmp_path: Path):
    store = open_storage(f"file:{tmp_path}/pieces")

    store.put(BytesIO(CONTENT), LIMIT)

    assert (tmp_path / "pieces" / SHA256[:2] / SHA256).read_bytes() == CONTENT


def test_a_file_is_on_the_disk_before_its_name_and_its_name_before_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    store, order, flush, name = FileStorage(tmp_path), [], os.fsync, Path.replace

    def flushed(descriptor: int) -> None:
        order.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "bytes")
        flush(descriptor)

    def named(temporary: Path, target: Path) -> Path:
        order.append("name")
        return name(temporary, target)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "replace", named)
    store.put(BytesIO(CONTENT), LIMIT)
    store.put_beside(SHA256, "thumbnail", b"petit")

    assert order == ["bytes", "folder", "name", "folder", "bytes", "name", "folder"]


@pytest.mark.parametrize("url", ["", "file:", "s3://seau", "/var/pieces"])
def test_an_unknown_store_refuses_to_start(url: str):
    with pytest.raises(BadSettings):
        open_storage(url)
