"""Documents made by the administration: a letter set by typst, kept as a transmitted pièce."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import typst

from workflows.adapters.storage import Stored
from workflows.errors import WorkflowError
from workflows.model import Piece
from workflows.translation import _
from workflows.use_cases.act import Act, World
from workflows.use_cases.words import day_words

TEMPLATE = Path(__file__).with_name("document.typ")
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF already in the store, ready to be added to a dossier; `id` is stable over retries."""

    id: UUID
    dossier_id: UUID
    name: str
    stored: Stored


def render(world: World, content: Mapping[str, object]) -> bytes:
    """Set `title`, `body` and `number` as a PDF/UA; what they hold is data, never typst source."""
    data = {
        "title": str(content["title"]),
        "paragraphs": _paragraphs(str(content["body"])),
        "number": str(content["number"]),
        "organisation": world.settings.organisation,
        "date": day_words(world.now(), world.settings.zone),
    }
    try:
        return bytes(
            typst.compile(TEMPLATE, sys_inputs={"data": json.dumps(data)}, pdf_standards=["ua-1"])
        )
    except typst.TypstError as failure:
        raise WorkflowError(
            _("Le document n'a pas pu être mis en page : %(cause)s") % {"cause": failure}
        ) from failure


def add_document(act: Act, document: Document) -> None:
    """Add a PDF to its dossier, readable by both sides."""
    piece = Piece(
        id=document.id,
        dossier_id=document.dossier_id,
        name=document.name,
        media_type=PDF,
        size=document.stored.size,
        sha256=document.stored.sha256,
        transmitted=True,
        added_at=act.now,
    )
    act.session.add(piece)


def _paragraphs(body: str) -> list[list[str]]:
    """Cut a text into paragraphs of lines."""
    blocks = body.strip().split("\n\n")
    return [block.strip("\n").split("\n") for block in blocks if block.strip()]
