"""Reading folders and packages from strangers: bounded, plainly named, the same everywhere."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.catalogue.folders import CARD, CODE, GOOD, adding, good_files, written
from workflows.catalogue import InvalidDemarche, check, pack, read_folder, read_package
from workflows.catalogue.files import MAX_FILE_BYTES, MAX_FILES, digest_of, pack_files


def test_packing_twice_gives_the_same_bytes():
    first, second = pack(read_folder(GOOD)), pack(read_folder(GOOD))

    assert first == second


def test_the_digest_knows_names_from_contents():
    same = digest_of(CODE, {"a": b"bc", "d": b""})

    others = {
        digest_of(CODE, {"a": b"b", "cd": b""}),
        digest_of(CODE, {"ab": b"c", "d": b""}),
        digest_of("autre", {"a": b"bc", "d": b""}),
    }

    assert same not in others
    assert len(others) == 3


def test_the_order_of_files_does_not_change_the_digest():
    assert digest_of(CODE, {"a": b"1", "b": b"2"}) == digest_of(CODE, {"b": b"2", "a": b"1"})


def test_a_missing_folder_is_told_in_french(tmp_path: Path):
    findings = check(tmp_path / "absent")

    assert [each.code for each in findings] == ["dossier-absent"]


@pytest.mark.parametrize("name", ["Permis", "permis-de-chasser", "1permis", "permis de chasser"])
def test_a_folder_badly_named_is_refused(tmp_path: Path, name: str):
    folder = written(good_files(), tmp_path).rename(tmp_path / name)

    with pytest.raises(InvalidDemarche) as refusal:
        read_folder(folder)

    assert refusal.value.findings[0].code == "dossier-nom"


def test_a_hidden_file_is_left_aside(tmp_path: Path):
    folder = written(adding(".DS_Store", "x"), tmp_path)

    assert check(folder) == ()
    assert read_folder(folder).digest == read_folder(GOOD).digest


def test_an_unexpected_file_is_told_and_not_packed(tmp_path: Path):
    folder = written(adding("programme.py", "print()"), tmp_path)

    found = check(folder)

    assert [(each.code, each.file) for each in found] == [
        ("dossier-fichier-inattendu", "programme.py")
    ]
    assert "programme.py" not in read_folder(folder).files


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("Objet : secret\n\nsecret\n")
    folder = written(good_files(), tmp_path)
    (folder / "letters" / "secret.txt").symlink_to(secret)

    read = read_folder(folder)

    assert "letters/secret.txt" not in read.files
    assert "dossier-fichier-inattendu" in {each.code for each in check(folder)}


def test_a_file_over_its_bound_is_refused_unread(tmp_path: Path):
    folder = written(good_files(), tmp_path)
    with (folder / "fiche.md").open("wb") as fiche:
        fiche.truncate(MAX_FILE_BYTES + 1)

    assert [each.code for each in check(folder)] == ["dossier-trop-lourd"]


def test_too_many_files_are_refused(tmp_path: Path):
    many = {f"letters/l{n}.txt": b"Objet : a\n\nb\n" for n in range(MAX_FILES)}
    folder = written({**good_files(), **many}, tmp_path)

    assert [each.code for each in check(folder)] == ["dossier-trop-de-fichiers"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (f"{CODE}/../../evil.txt", "dossier-fichier-inattendu"),
        (f"{CODE}/letters/../../evil.txt", "dossier-fichier-inattendu"),
        ("/etc/passwd", "dossier-nom"),
        (f"{CODE}\\evil.txt", "paquet-illisible"),
        ("autre/demarche.toml", "paquet-illisible"),
        (f"{CODE}/run.py", "dossier-fichier-inattendu"),
    ],
)
def test_a_package_with_a_path_that_is_not_ours_is_refused(name: str, code: str):
    package = BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr(name, "x")
        if not name.startswith("/"):
            archive.writestr(f"{CODE}/{CARD}", "x")

    with pytest.raises(InvalidDemarche) as refusal:
        read_package(package.getvalue())

    assert [each.code for each in refusal.value.findings] == [code]


def test_a_bomb_is_refused_before_it_is_inflated():
    package = BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{CODE}/fiche.md", b"0" * (MAX_FILE_BYTES + 1))

    with pytest.raises(InvalidDemarche) as refusal:
        read_package(package.getvalue())

    assert [each.code for each in refusal.value.findings] == ["dossier-trop-lourd"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip", pack_files(CODE, {})[:10]])
def test_what_is_no_zip_is_refused(data: bytes):
    with pytest.raises(InvalidDemarche) as refusal:
        read_package(data)

    assert refusal.value.findings[0].code == "paquet-illisible"


def test_a_damaged_package_is_refused():
    package = bytearray(pack_files(CODE, good_files()))
    package[60:90] = b"\0" * 30

    with pytest.raises(InvalidDemarche):
        read_package(bytes(package))


def test_a_package_is_read_once():
    package = pack(read_folder(GOOD))

    assert read_package(package) is read_package(bytes(bytearray(package)))
