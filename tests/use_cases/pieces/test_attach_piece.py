"""Attaching files to a dossier: limits, quotas, antivirus, thumbnails, removal, and the store."""

import json
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select

from tests.use_cases import files
from tests.use_cases import sample_demarches as demarches
from tests.use_cases.cast import attach, begin, do, install, make_citizen
from workflows.adapters.antivirus import MarkAntivirus, ScannerDown
from workflows.errors import InvalidPiece, NotFound, TaskGone, TooLarge
from workflows.model import Piece
from workflows.settings import MEGABYTE
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.dossiers.fill_task import open_task
from workflows.use_cases.pieces.attach_piece import (
    QUOTA_PIECES,
    attach_piece,
    open_piece,
    open_thumbnail,
    remove_piece,
)


class Endless(BytesIO):
    """A file of 60 MB that counts what was read of it."""

    def __init__(self):
        super().__init__()
        self.left, self.given = 60 * MEGABYTE, 0

    def read(self, size=-1):
        chunk = b"%PDF-" + b"x" * (min(size, self.left) - 5) if self.left else b""
        self.left -= len(chunk)
        self.given += len(chunk)
        return chunk


@pytest.fixture
def draft(sqlite_world, aide_folder):
    """A citizen's draft: world, citizen, task."""
    code = install(sqlite_world, aide_folder)
    citizen = make_citizen(sqlite_world)
    _dossier_id, task_id = begin(sqlite_world, citizen, code)
    return sqlite_world, citizen, task_id


def pieces_in(world):
    with looking(world, SYSTEM) as act:
        return act.session.scalar(select(func.count()).select_from(Piece))


def test_an_attached_file_is_read_back_whole_with_its_name_and_its_thumbnail(draft):
    world, citizen, task_id = draft
    photo = files.jpg((800, 400), exif=files.exif())

    with acting(world, citizen) as act:
        view = attach_piece(act, task_id, "justificatif", "Ma photo.JPG", BytesIO(photo))

    assert (view.name, view.media_type, view.size) == ("Ma photo.JPG", "image/jpeg", len(photo))
    assert (view.url, view.thumbnail_url) == (
        f"/pieces/{view.id}",
        f"/pieces/{view.id}/vignette",
    )
    with looking(world, citizen) as act:
        assert open_piece(act, view.id)[1].read() == photo
        assert Image.open(open_thumbnail(act, view.id)).size == (160, 320)
        [ref] = open_task(act, task_id).context.pieces["justificatif"]
    assert ref.id == view.id


def test_a_pdf_has_no_thumbnail(draft):
    world, citizen, task_id = draft

    piece_id = attach(world, citizen, task_id, "domicile.pdf", files.pdf())

    with looking(world, citizen) as act:
        assert open_thumbnail(act, piece_id) is None


def test_a_file_of_60_mb_is_refused_in_clear_words_long_before_its_end(draft):
    world, citizen, task_id = draft
    huge = Endless()

    with acting(world, citizen) as act, pytest.raises(TooLarge) as refused:
        attach_piece(act, task_id, "justificatif", "plan.pdf", huge)

    assert "dépasse 10 Mo" in refused.value.message
    assert huge.given < 11 * MEGABYTE
    assert world.storage.files == {}


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("page.pdf", files.html(), "n'est pas un fichier pdf"),
        ("outil.exe", files.exe(), "Formats acceptés : jpg, pdf, png."),
        ("photo.heic", b"ftypheic", "Formats acceptés : jpg, pdf, png."),
        ("plan.dwg", files.dwg(), "Formats acceptés : jpg, pdf, png."),
    ],
)
def test_a_refused_file_leaves_nothing_behind(draft, name, data, said):
    world, citizen, task_id = draft

    with acting(world, citizen) as act, pytest.raises(InvalidPiece) as refused:
        attach_piece(act, task_id, "justificatif", name, BytesIO(data))

    assert said in refused.value.message
    assert world.storage.files == {}
    assert pieces_in(world) == 0


def test_a_demarche_that_takes_plans_takes_dwg(sqlite_world, tmp_path):
    folder = demarches.write_aide(tmp_path / "aide_plans")
    about = folder / "demarche.toml"
    text = about.read_text(encoding="utf-8").replace('"png"]', '"png", "dwg"]')
    about.write_text(text, encoding="utf-8")
    citizen = make_citizen(sqlite_world)
    _dossier_id, task_id = begin(sqlite_world, citizen, install(sqlite_world, folder))

    attach(sqlite_world, citizen, task_id, "plan.dwg", files.dwg())

    assert pieces_in(sqlite_world) == 1


def test_a_field_of_several_files_takes_ten_when_it_says_no_number(sqlite_world, tmp_path):
    folder = demarches.write_aide(tmp_path / "aide_dix")
    written = folder / "forms" / "demande.form"
    form = json.loads(written.read_text(encoding="utf-8"))
    for component in form["components"]:
        component.pop("properties", None)
    written.write_text(json.dumps(form), encoding="utf-8")
    citizen = make_citizen(sqlite_world)
    _dossier_id, task_id = begin(sqlite_world, citizen, install(sqlite_world, folder))
    for rank in range(10):
        attach(sqlite_world, citizen, task_id, f"{rank}.pdf", files.pdf())

    with pytest.raises(InvalidPiece, match="10 fichiers au plus ici"):
        attach(sqlite_world, citizen, task_id, "10.pdf", files.pdf())


def test_a_field_takes_as_many_files_as_it_says_and_a_removed_one_makes_room(draft):
    world, citizen, task_id = draft
    first = attach(world, citizen, task_id, "1.pdf", files.pdf())
    attach(world, citizen, task_id, "2.pdf", files.pdf())

    with pytest.raises(InvalidPiece) as refused:
        attach(world, citizen, task_id, "3.pdf", files.pdf())
    assert "2 fichiers au plus ici" in refused.value.message

    with acting(world, citizen) as act:
        remove_piece(act, first)
    attach(world, citizen, task_id, "3.pdf", files.pdf())
    with looking(world, citizen) as act:
        names = [ref.name for ref in open_task(act, task_id).context.pieces["justificatif"]]
        with pytest.raises(NotFound):
            open_piece(act, first)
    assert names == ["2.pdf", "3.pdf"]


def test_a_dossier_has_a_quota_that_removing_files_does_not_escape(draft):
    world, citizen, task_id = draft
    piece_id = attach(world, citizen, task_id, "1.pdf", files.pdf())
    with acting(world, SYSTEM) as act:
        one = act.session.get_one(Piece, piece_id)
        kept = {column.key: getattr(one, column.key) for column in Piece.__table__.columns}
        gone = kept | {"removed_at": act.now}
        del gone["id"]
        act.session.add_all(Piece(**gone) for _rank in range(QUOTA_PIECES))

    with pytest.raises(InvalidPiece) as refused:
        attach(world, citizen, task_id, "trop.pdf", files.pdf())

    assert "ne peut plus recevoir de fichier (100 fichiers" in refused.value.message


def test_a_sent_file_can_no_longer_be_removed(draft):
    world, citizen, task_id = draft
    piece_id = attach(world, citizen, task_id, "domicile.pdf", files.pdf())
    do(world, citizen, task_id)

    with acting(world, citizen) as act, pytest.raises(TaskGone):
        remove_piece(act, piece_id)
    with pytest.raises(TaskGone):
        attach(world, citizen, task_id, "autre.pdf", files.pdf())


@pytest.mark.parametrize("field", ["nom", "inconnu", "__class__"])
def test_a_file_goes_only_to_a_field_of_files(draft, field):
    world, citizen, task_id = draft

    with acting(world, citizen) as act, pytest.raises(NotFound):
        attach_piece(act, task_id, field, "a.pdf", BytesIO(files.pdf()))


def test_malware_is_refused_and_a_scanner_that_is_down_lets_nothing_in(draft):
    world, citizen, task_id = draft
    scanner = MarkAntivirus(b"app.alert")
    guarded = replace(world, antivirus=scanner)
    bad = files.pdf() + b"% app.alert"

    with pytest.raises(InvalidPiece) as refused:
        attach(guarded, citizen, task_id, "mauvais.pdf", bad)
    assert "logiciel malveillant" in refused.value.message

    scanner.down = True
    with pytest.raises(ScannerDown):
        attach(guarded, citizen, task_id, "bon.pdf", files.pdf())
    assert pieces_in(world) == 0
