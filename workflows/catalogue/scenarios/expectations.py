"""Comparing what a step produced with what the scenario expects, in words."""

from collections.abc import Iterator

from workflows.catalogue.scenarios.play import SENT, Move, Play
from workflows.catalogue.scenarios.steps import Expected
from workflows.translation import _


def disappointments(move: Move, expected: Expected, play: Play) -> Iterator[str]:
    """Yield a sentence for each expectation that did not come true."""
    yield from _about_blocks(move, expected)
    if expected.ready is not None:
        yield from _differing(_("tâches à faire"), sorted(expected.ready), play.names_ready())
    for kind, label, wanted in (
        ("mail", _("courriels"), expected.mails),
        ("document", _("documents"), expected.documents),
    ):
        if wanted is not None:
            got = [each.stem for each in move.written if each.kind == kind]
            yield from _differing(label, list(wanted), got)
    if expected.sent is not None:
        got = [each.stem for each in move.written if each.kind in SENT]
        yield from _differing(_("messages et signaux envoyés"), list(expected.sent), got)
    if expected.state:
        yield from _differing(_("état du dossier"), [expected.state], [play.state])
    if expected.outcome:
        yield from _differing(_("issue"), [expected.outcome], [play.outcome])
    yield from _about_texts(move, expected)


def _about_blocks(move: Move, expected: Expected) -> Iterator[str]:
    if not expected.blocked and move.blocked:
        refusals = " ".join(f"{key} : {message}" for key, message in move.blocked.items())
        yield _("les réponses sont refusées. %(refusals)s") % {"refusals": refusals}
    elif expected.blocked:
        label = _("champs qui bloquent")
        yield from _differing(label, sorted(expected.blocked), sorted(move.blocked))


def _about_texts(move: Move, expected: Expected) -> Iterator[str]:
    texts = {each.stem: each.text for each in move.written if each.kind not in SENT}
    for stem, parts in expected.letters.items():
        for part in parts:
            if part not in texts.get(stem, ""):
                yield _("la lettre « %(stem)s » ne contient pas « %(part)s ».") % {
                    "stem": stem, "part": part,
                }  # fmt: skip


def _differing(label: str, wanted: list[str], got: list[str]) -> Iterator[str]:
    if wanted != got:
        yield _("%(label)s : attendu %(wanted)s, obtenu %(got)s.") % {
            "label": label, "wanted": _listed(wanted), "got": _listed(got),
        }  # fmt: skip


def _listed(items: list[str]) -> str:
    return ", ".join(f"« {item} »" for item in items) or _("rien")
