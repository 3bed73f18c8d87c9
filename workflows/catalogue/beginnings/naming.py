"""The names of a démarche: its code, its title in `demarche.toml`, the id of its process."""

import unicodedata
from html import unescape
from xml.sax.saxutils import quoteattr

import re2

from workflows.catalogue.card.about import FILE, MAX_TITLE
from workflows.catalogue.card.toml_edit import with_value
from workflows.catalogue.card.toml_table import read_toml
from workflows.catalogue.drawing import read_file
from workflows.catalogue.findings import InvalidDemarche
from workflows.dmn import InvalidXml, read_xml
from workflows.errors import Invalid
from workflows.translation import _

MAX_CODE = 60
NO_ASCII_FORM = str.maketrans({"œ": "oe", "Œ": "oe", "’": "'", "–": "-"})
NOT_A_WORD = re2.compile(r"[^a-z0-9]+")
NAMED = re2.compile(
    rb"<(?:[A-Za-z0-9_]+:)?(?:participant|process)\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>"
)
NAME = re2.compile(rb"(\bname=)(\"[^\"]*\"|'[^']*')")
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def code_from(title: str) -> str:
    """Propose the code of a title: « Permis d'aménager » gives `permis_d_amenager`."""
    plain = unicodedata.normalize("NFKD", title.translate(NO_ASCII_FORM))
    letters = plain.encode("ascii", "ignore").decode().lower()
    words = str(NOT_A_WORD.sub("_", letters)).strip("_")
    return words.lstrip("0123456789_")[:MAX_CODE].rstrip("_")


def clean_title(title: str) -> str:
    """Return a title in one line of visible characters; raise Invalid when nothing is left."""
    words = " ".join("".join(each if each.isprintable() else " " for each in title).split())
    if not words:
        raise Invalid(_("Donnez un titre à la démarche."))
    if len(words) > MAX_TITLE:
        raise Invalid(_("Le titre tient en %(n)d caractères.") % {"n": MAX_TITLE})
    return words


def title_of(about: bytes) -> str:
    """Return the title that `demarche.toml` gives; nothing when it cannot be read."""
    try:
        return " ".join(read_toml(FILE, about).text("title").split())
    except InvalidDemarche:
        return ""


def with_title(about: bytes, title: str) -> bytes:
    """Return `demarche.toml` with another title and everything else as it was; raise Invalid."""
    return with_value(about.decode("utf-8"), "title", title).encode()


def process_id_of(bpmn: bytes) -> str:
    """Return the id of the process that runs, the first executable one; nothing if unreadable."""
    try:
        processes = read_xml(bpmn).findall(f"{BPMN}process")
    except InvalidXml:
        return ""
    executable = [each for each in processes if each.get("isExecutable") == "true"]
    return next((each.get("id", "") for each in [*executable, *processes]), "")


def with_process_id(bpmn: bytes, process_id: str) -> bytes:
    """Return a diagram whose process has another id, and everything else as it was."""
    old = process_id_of(bpmn)
    if not old or old == process_id:
        return bpmn
    quoted = rb"([\"'])" + re2.escape(old.encode()) + rb"([\"'])"
    named = re2.compile(rb"\b(id|processRef|bpmnElement|processId)=" + quoted)
    return bytes(named.sub(rb"\1=\2" + process_id.encode() + rb"\3", bpmn))


def with_process_name(bpmn: bytes, former: str, name: str) -> bytes:
    """Return a diagram whose process and pool are called `name` where they were `former`."""
    return bytes(NAMED.sub(lambda tag: _called(tag.group(), former, name), bpmn))


def process_name_of(bpmn: bytes) -> str:
    """Return the name of the process, or of its pool; nothing when it has none."""
    try:
        root = read_xml(bpmn)
    except InvalidXml:
        return ""
    named = [*root.findall(f"{BPMN}process"), *root.iter(f"{BPMN}participant")]
    return next((" ".join(each.get("name", "").split()) for each in named if each.get("name")), "")


def process_ids_of(bpmn: bytes) -> frozenset[str]:
    """Return the ids of every process of a diagram; none when it cannot be read."""
    try:
        processes = read_xml(bpmn).iter(f"{BPMN}process")
    except InvalidXml:
        return frozenset()
    return frozenset(each.get("id", "") for each in processes) - {""}


def calls_of(bpmn: bytes) -> frozenset[str]:
    """Return the ids of the processes that a diagram calls; none when it cannot be read."""
    try:
        return frozenset(node.calls for node in read_file(bpmn).nodes.values()) - {""}
    except InvalidXml:
        return frozenset()


def _called(tag: bytes, former: str, name: str) -> bytes:
    """Return the tag of a process or of a pool, under its new name if it bore the former one."""
    found = NAME.search(tag)
    if found is None or " ".join(unescape(found.group(2)[1:-1].decode()).split()) != former:
        return tag
    return bytes(tag[: found.start(2)] + quoteattr(name).encode() + tag[found.end(2) :])
