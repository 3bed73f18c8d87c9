"""A file is taken for what it is: the corpus of good, disguised, active and oversized files."""

from io import BytesIO

import pytest
from PIL import Image

from tests.use_cases import files
from workflows.errors import InvalidPiece
from workflows.use_cases.pieces.piece_content import MAX_PIXELS, clean_name, format_of, read_content

ALL = frozenset({"pdf", "jpg", "png", "dwg"})


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("cni.pdf", files.pdf(), "application/pdf"),
        ("CNI.PDF", files.pdf(), "application/pdf"),
        ("photo.jpg", files.jpg(), "image/jpeg"),
        ("photo.jpeg", files.jpg(), "image/jpeg"),
        ("photo.png", files.png(), "image/png"),
        ("transparent.png", files.png(mode="RGBA"), "image/png"),
        ("palette.png", files.png(mode="P"), "image/png"),
        ("gris16.png", files.png(mode="I;16"), "image/png"),
        *[
            (f"plan-{version.decode()}.dwg", files.dwg(version), "image/vnd.dwg")
            for version in (b"AC1015", b"AC1018", b"AC1021", b"AC1024", b"AC1027", b"AC1032")
        ],
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_honest_file_is_accepted(name, data, media_type):
    content = read_content(name, BytesIO(data), ALL)

    assert content.media_type == media_type
    assert (content.thumbnail is not None) == media_type.startswith(("image/j", "image/p"))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("page.pdf", files.html(), "n'est pas un fichier pdf"),
        ("outil.pdf", files.exe(), "n'est pas un fichier pdf"),
        ("photo.pdf", files.jpg(), "n'est pas un fichier pdf"),
        ("photo.png", files.jpg(), "n'est pas un fichier png"),
        ("photo.jpg", files.png(), "n'est pas un fichier jpg"),
        ("plan.dwg", files.pdf(), "n'est pas un fichier dwg"),
        ("double.pdf", files.gif_and_pdf(), "n'est pas un fichier pdf"),
        ("page-pdf.pdf", files.html_and_pdf(), "commence par autre chose"),
        ("espace.pdf", b"\n\n" + files.pdf(), "commence par autre chose"),
        ("vide.pdf", b"", "est vide"),
        ("dessin.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "format n'est pas accepté"),
        ("page.html", files.html(), "format n'est pas accepté"),
        ("outil.pdf.exe", files.exe(), "format n'est pas accepté"),
        ("sans-extension", files.pdf(), "format n'est pas accepté"),
        ("anim.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "format n'est pas accepté"),
        ("ancien.dwg", files.dwg(b"AC1009"), "dwg"),
        ("coupe.pdf", files.pdf()[:200], "illisible ou abîmé"),
        ("coupe.png", files.png((300, 300))[:-40], "illisible ou abîmée"),
        ("coupe.jpg", files.jpg((300, 300))[:400], "illisible ou abîmée"),
        ("faux.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 300, "png"),
        ("ferme.pdf", files.encrypted_pdf(), "mot de passe"),
        ("impression-interdite.pdf", files.encrypted_pdf(user=""), "mot de passe"),
        *[
            (f"{kind}-{place}.pdf", files.pdf_with_action(kind, place), "code ou une commande")
            for kind in ("JavaScript", "Launch")
            for place in ("opening", "page", "names", "array")
        ],
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_disguised_or_active_file_is_refused_and_the_reason_given(name, data, said):
    with pytest.raises(InvalidPiece) as refused:
        read_content(name, BytesIO(data), ALL)

    assert said in refused.value.message
    assert name in refused.value.message


@pytest.mark.parametrize(
    ("width", "height"), [(6400, 6251), (10_000, 10_000), (30_000, 30_000), (2**31 - 1, 2)]
)
def test_an_image_that_would_fill_the_memory_is_refused_before_it_is_decoded(width, height):
    bomb = files.png_bomb(width, height)

    with pytest.raises(InvalidPiece) as refused:
        read_content("plage.png", BytesIO(bomb), ALL)

    assert width * height > MAX_PIXELS
    assert "trop grande (40 millions de points au plus)" in refused.value.message


def test_a_format_that_the_demarche_does_not_take_is_refused():
    with pytest.raises(InvalidPiece) as refused:
        read_content("plan.dwg", BytesIO(files.dwg()), frozenset({"pdf", "jpg"}))

    assert "Formats acceptés : jpg, pdf." in refused.value.message


def test_a_thumbnail_is_upright_small_and_tells_nothing_of_the_camera():
    photo = files.jpg((800, 400), exif=files.exif(orientation=6), comment=b"chez moi")

    content = read_content("photo.jpg", BytesIO(photo), ALL)

    thumbnail = Image.open(BytesIO(content.thumbnail))
    assert thumbnail.size == (160, 320)
    assert not thumbnail.getexif()
    assert "comment" not in thumbnail.info
    assert b"Jeanne" not in content.thumbnail


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Pièce d'identité (1).pdf", "Pièce d'identité (1).pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\moi\\cni.pdf", "cni.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("photo\u202efdp.exe", "photofdp.exe"),
        ("cni.pdf.", "cni.pdf"),
        ("cni.pdf   ", "cni.pdf"),
        ("<script>alert(1)<!--.pdf", "<script>alert(1)<!--.pdf"),
        ("", "document"),
        ("...", "document"),
        ("n" * 300 + ".pdf", "n" * 251 + ".pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
    ],
)
def test_a_name_is_only_data_made_fit_to_be_shown(given, shown):
    assert clean_name(given) == shown


def test_the_format_of_a_name_is_that_of_its_last_extension():
    assert format_of("archive.tar.JPEG") == "jpg"
    assert format_of("cni.pdf.exe") is None
    assert format_of("pdf") is None
