"""Static files: addresses that carry their content's hash, compressed once, kept for a year."""

import gzip
import hashlib
import mimetypes
from functools import cache
from pathlib import Path

import re2
from flask import Flask, Response, abort, request, url_for
from werkzeug.security import safe_join

FOLDER = Path(__file__).with_name("static")
COMPRESSIBLE = frozenset({".css", ".js", ".svg"})
HASH_LENGTH = 12
HASHED = re2.compile(r".+-[0-9A-Z]{8}\.[a-z0-9]+")  # as esbuild names what a sheet points at


def serve_assets(app: Flask) -> None:
    """Serve `static/` and give templates `asset(name)`."""
    app.add_url_rule("/static/<path:name>", "static", serve)
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """Return the address of a static file, another one when its content changes."""
    path = FOLDER / name
    return url_for("static", name=name, v=_hash(path, _changed(path)))


def serve(name: str) -> Response:
    """Send a file of `static/`, compressed for who can read it."""
    joined = safe_join(str(FOLDER), name)
    path = Path(joined) if joined else FOLDER
    if not path.is_file():
        abort(404)
    packed = path.suffix in COMPRESSIBLE and request.accept_encodings.quality("gzip") > 0
    content = _packed(path, _changed(path)) if packed else path.read_bytes()
    response = Response(content, mimetype=mimetypes.guess_type(path.name)[0])
    response.vary.add("Accept-Encoding")
    if packed:
        response.content_encoding = "gzip"
    named_by_hash = HASHED.fullmatch(path.name) is not None
    asked_by_hash = named_by_hash or request.args.get("v") == _hash(path, _changed(path))
    response.cache_control.public = True
    response.cache_control.max_age = 31_536_000 if asked_by_hash else 300
    response.cache_control.immutable = asked_by_hash
    return response


def _changed(path: Path) -> int:
    """Return when a file changed; 0 for one not built yet, so that pages still render."""
    return path.stat().st_mtime_ns if path.is_file() else 0


@cache
def _hash(path: Path, changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:HASH_LENGTH] if changed else ""


@cache
def _packed(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)
