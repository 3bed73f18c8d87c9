"""Files made for the tests: good ones, disguised ones, bombs; nothing comes from outside."""

import struct
import zlib
from io import BytesIO

import pikepdf
from PIL import Image, ImageDraw

DWG_BODY = bytes(range(256)) * 8


def png(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> bytes:
    return _drawn(size, mode, "PNG")


def jpg(size: tuple[int, int] = (60, 40), exif: bytes = b"", comment: bytes = b"") -> bytes:
    out = BytesIO()
    image = Image.new("RGB", size, "navy")
    ImageDraw.Draw(image).ellipse((5, 5, size[0] // 2, size[1] // 2), fill="orange")
    image.save(out, "JPEG", exif=exif, comment=comment)
    return out.getvalue()


def exif(orientation: int = 6, artist: str = "Jeanne Témoin") -> bytes:
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x013B] = artist
    return tags.tobytes()


def pdf(**saving: object) -> bytes:
    return _saved(_one_page(), **saving)


def encrypted_pdf(user: str = "secret") -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="maître", user=user))


def pdf_with_action(kind: str, place: str) -> bytes:
    """A PDF with an action at its opening, on its page, in its names, or hidden in an array."""
    document = _one_page()
    action = pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"))
    if kind == "JavaScript":
        action["/JS"] = pikepdf.String("app.alert(1)")
    if place == "opening":
        document.Root.OpenAction = action
    elif place == "page":
        document.pages[0].AA = pikepdf.Dictionary(O=document.make_indirect(action))
    elif place == "names":
        tree = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("x"), action]))
        document.Root.Names = pikepdf.Dictionary(JavaScript=tree)
    else:
        document.Root.Extra = pikepdf.Array([pikepdf.Array([pikepdf.Dictionary(Deep=action)])])
    return _saved(document, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def dwg(version: bytes = b"AC1032") -> bytes:
    return version + b"\x00\x00\x00\x00\x00\x03\x01" + DWG_BODY


def png_bomb(width: int, height: int) -> bytes:
    """A PNG whose header announces far more pixels than its few bytes hold."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    row = zlib.compress(b"\x00" * 1000)
    parts = (_chunk(b"IHDR", header), _chunk(b"IDAT", row), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def html() -> bytes:
    return b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"


def exe() -> bytes:
    return b"MZ\x90\x00" + b"\x00" * 56 + struct.pack("<I", 64) + b"PE\x00\x00" + b"\x00" * 200


def gif_and_pdf() -> bytes:
    return b"GIF89a" + b"\x01\x00\x01\x00\x00\x00\x00;" + pdf()


def html_and_pdf() -> bytes:
    return b"<html><script>alert(1)</script>\n" + pdf()


def _one_page() -> pikepdf.Pdf:
    document = pikepdf.new()
    document.add_blank_page()
    return document


def _saved(document: pikepdf.Pdf, **saving: object) -> bytes:
    out = BytesIO()
    document.save(out, **saving)
    return out.getvalue()


def _drawn(size: tuple[int, int], mode: str, kind: str) -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
