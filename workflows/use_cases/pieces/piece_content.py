"""What a file really is: its extension, libmagic and a full decode must agree."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

import magic
import pikepdf
from PIL import Image, ImageOps

from workflows.errors import InvalidPiece
from workflows.translation import _
from workflows.use_cases.pieces.pdf_content import check_pdf

MAX_PIXELS = 40_000_000
THUMBNAIL = (320, 320)
HEAD = 64 * 1024  # bytes that libmagic needs to tell a type
NAME = 255
# AutoCAD 2000 to 2018 and later
DWG_VERSIONS = frozenset({b"AC1015", b"AC1018", b"AC1021", b"AC1024", b"AC1027", b"AC1032"})
BROKEN_IMAGE = (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError)
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class Content:
    """What a file was found to be; `thumbnail` is a JPEG without metadata, for images only."""

    format: str
    media_type: str
    thumbnail: bytes | None


@dataclass(frozen=True, slots=True)
class Format:
    """A format that can be accepted: `extensions` as typed, `media_type` as libmagic says."""

    extensions: frozenset[str]
    media_type: str
    look: Callable[[BinaryIO], bytes | None]


def read_content(name: str, stream: BinaryIO, accepted: frozenset[str]) -> Content:
    """Return what the file is; raise InvalidPiece unless it is wholly one of `accepted`.

    `accepted` holds names of FORMATS; the stream is read from its start and left anywhere.
    """
    known = format_of(name)
    if known is None or known not in accepted:
        raise InvalidPiece(
            _("« %(name)s » : ce format n'est pas accepté ici. Formats acceptés : %(formats)s.")
            % {"name": name, "formats": ", ".join(sorted(accepted))}
        )
    format_ = FORMATS[known]
    stream.seek(0)
    head = stream.read(HEAD)
    if not head:
        raise InvalidPiece(_("« %(name)s » est vide : joignez un autre fichier.") % {"name": name})
    if magic.from_buffer(head, mime=True) != format_.media_type:
        raise InvalidPiece(_not_what_it_says(name, known))
    stream.seek(0)
    try:
        return Content(known, format_.media_type, format_.look(stream))
    except InvalidPiece as refused:
        raise InvalidPiece(f"« {name} » : {refused.message}") from refused


def format_of(name: str) -> str | None:
    """Return the format that an extension announces, or None for one we never take."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    return next((key for key, one in FORMATS.items() if extension in one.extensions), None)


def clean_name(name: str) -> str:
    """Return a name fit to be shown: no folder, no control or direction character, 255 at most."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(c for c in unicodedata.normalize("NFC", last) if _is_shown(c))
    shown = " ".join(shown.split()).rstrip(" .")
    stem, dot, extension = shown.rpartition(".")
    if dot and len(shown) > NAME:
        return f"{stem[: NAME - 1 - len(extension)]}.{extension}"[:NAME]
    return shown[:NAME] or _("document")


def _is_shown(character: str) -> bool:
    return not unicodedata.category(character).startswith("C") or character == "\t"


def _look_at_pdf(stream: BinaryIO) -> bytes | None:
    try:
        check_pdf(stream)
    except pikepdf.PasswordError:
        raise InvalidPiece(
            _("ce PDF est protégé par un mot de passe : joignez-le sans protection.")
        ) from None
    except (pikepdf.PdfError, ValueError, RecursionError):
        raise InvalidPiece(_("ce PDF est illisible ou abîmé : refaites-le.")) from None
    return None


def _look_at_image(stream: BinaryIO) -> bytes | None:
    try:
        with Image.open(stream, formats=("PNG", "JPEG")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise InvalidPiece(_too_many_pixels())
            image.load()
            return _thumbnail(image)
    except BOMB:
        raise InvalidPiece(_too_many_pixels()) from None
    except BROKEN_IMAGE:
        raise InvalidPiece(_("cette image est illisible ou abîmée : refaites-la.")) from None


def _thumbnail(image: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail(THUMBNAIL)
    seen = upright.convert("RGBA")
    # a new canvas: nothing of the original's metadata follows
    canvas = Image.new("RGB", seen.size, "white")
    canvas.paste(seen, mask=seen.getchannel("A"))
    out = BytesIO()
    canvas.save(out, "JPEG", quality=80)
    return out.getvalue()


def _look_at_dwg(stream: BinaryIO) -> bytes | None:
    if stream.read(6) not in DWG_VERSIONS:
        raise InvalidPiece(
            _("cette version de DWG n'est pas acceptée : enregistrez-le au format 2000 à 2018.")
        )
    return None


def _not_what_it_says(name: str, announced: str) -> str:
    return _(
        "« %(name)s » n'est pas un fichier %(format)s, malgré son nom. "
        "Ouvrez-le et enregistrez-le dans ce format, puis joignez-le à nouveau."
    ) % {"name": name, "format": announced}


def _too_many_pixels() -> str:
    return _("cette image est trop grande (%(n)d millions de points au plus) : réduisez-la.") % {
        "n": MAX_PIXELS // 1_000_000
    }


FORMATS: Mapping[str, Format] = {
    "pdf": Format(frozenset({"pdf"}), "application/pdf", _look_at_pdf),
    "jpg": Format(frozenset({"jpg", "jpeg"}), "image/jpeg", _look_at_image),
    "png": Format(frozenset({"png"}), "image/png", _look_at_image),
    "dwg": Format(frozenset({"dwg"}), "image/vnd.dwg", _look_at_dwg),
}
