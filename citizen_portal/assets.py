"""Static files: addresses that carry their content's hash, compressed once, cached for a year."""

import gzip
import hashlib
import mimetypes
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, request, url_for
from werkzeug.security import safe_join

FOLDER = Path(__file__).with_name("static")
FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=300"
TEXT = {".css", ".js", ".svg"}
HASH_LENGTH = 12


def install(app: Flask) -> None:
    """Serve /static/ and give templates `static_url(name)`."""
    app.add_url_rule("/static/<path:name>", "static", _serve)
    app.jinja_env.globals["static_url"] = static_url


def static_url(name: str) -> str:
    """Return the address of a static file, which changes with its content."""
    return url_for("static", name=name, v=_digest(_locate(name)))


def _serve(name: str) -> Response:
    path = _locate(name)
    if path is None:
        abort(404)
    packed = path.suffix in TEXT and request.accept_encodings.quality("gzip") > 0
    kind = mimetypes.types_map.get(path.suffix, "application/octet-stream")
    response = Response(_content(path, packed), mimetype=kind)
    response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    fresh = request.args.get("v") == _digest(path)
    response.headers["Cache-Control"] = FOREVER if fresh else BRIEFLY
    return response


def _locate(name: str) -> Path | None:
    joined = safe_join(str(FOLDER), name)
    path = Path(joined) if joined else None
    return path if path and path.is_file() else None


def _digest(path: Path | None) -> str:
    """Hash the content; a page still renders where the assets were not built."""
    return "" if path is None else _hash(path, path.stat().st_mtime_ns)


@cache
def _hash(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:HASH_LENGTH]


def _content(path: Path, packed: bool) -> bytes:
    return _packed(path, path.stat().st_mtime_ns) if packed else path.read_bytes()


@cache
def _packed(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)
