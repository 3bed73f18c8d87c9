"""The files of a draft as JSON, for the editors: read, saved, removed, checked."""

from dataclasses import fields

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from backoffice.auth import acting, looking
from backoffice.views.base import at
from backoffice.views.studio.base import StudioScreen
from backoffice.views.studio.sent import sent_object, text_in, unreadable
from workflows.errors import Invalid
from workflows.use_cases.studio.files import (
    DraftText,
    StaleDraftFile,
    delete_draft_file,
    draft_files,
    overrule_draft_file,
    read_draft_file,
    save_draft_file,
)
from workflows.use_cases.studio.mend import WantedFix, mended, read_draft, save_mended
from workflows.use_cases.studio.verify import verify

FILE = "/<code>/fichiers/<path:path>"


class DraftFiles(StudioScreen):
    """No page: what `studio/draft/store.js` and `findings.js` speak to."""

    @at(FILE)
    def show(self, code: str, path: str) -> ResponseReturnValue:
        """Give one file."""
        with looking() as act:
            return jsonify(_as_json(read_draft_file(act, code, path)))

    @at(FILE, methods=("PUT",))
    def save(self, code: str, path: str) -> ResponseReturnValue:
        """Save one file; answer 409 with the colleague's text when he was faster."""
        content, revision, kept = _sent()
        save = overrule_draft_file if kept else save_draft_file
        try:
            with acting() as act:
                saved = save(act, code, path, content, revision)
        except StaleDraftFile as stale:
            return _conflict(stale)
        return jsonify({**_as_json(saved), "content": None})

    @at(FILE, methods=("DELETE",))
    def remove(self, code: str, path: str) -> ResponseReturnValue:
        """Remove one file, if it is still the one that was read."""
        try:
            with acting() as act:
                delete_draft_file(act, code, path, request.args.get("revision", 0, type=int))
        except StaleDraftFile as stale:
            return _conflict(stale)
        return "", 204

    @at("/<code>/verification", methods=("POST",))
    def verify(self, code: str) -> ResponseReturnValue:
        """Check the draft with what the editor holds."""
        unsaved = _unsaved()
        with looking() as act:
            files, seconds = draft_files(act, code), act.world.settings.check_seconds
        findings = [finding.as_json() for finding in verify(code, files, unsaved, seconds)]
        return jsonify(findings=findings)

    @at("/<code>/correction", methods=("POST",))
    def correct(self, code: str) -> ResponseReturnValue:
        """Take a quick fix of a finding; answer with the files that it changed."""
        wanted = _wanted()
        with looking() as act:
            read, seconds = read_draft(act, code), act.world.settings.check_seconds
        changes = mended(code, read, wanted, seconds)
        try:
            with acting() as act:
                saved = save_mended(act, code, read, changes)
        except StaleDraftFile as stale:
            return _conflict(stale)
        return jsonify(
            files=[_as_json(text) for text in saved],
            removed=[path for path, content in changes.items() if content is None],
        )


def _wanted() -> WantedFix:
    sent = sent_object()
    return WantedFix(**{field.name: text_in(sent, field.name) for field in fields(WantedFix)})


def _sent() -> tuple[bytes, int, bool]:
    """Return the text, the revision read, and whether it is to win over a colleague's."""
    sent = sent_object()
    revision = sent.get("revision")
    if type(revision) is not int:
        raise unreadable()
    return _encoded(text_in(sent, "content")), revision, sent.get("kept") is True


def _unsaved() -> dict[str, bytes]:
    files = sent_object().get("files", {})
    if not isinstance(files, dict):
        raise unreadable()
    return {path: _encoded(text_in(files, path)) for path in files}


def _encoded(content: str) -> bytes:
    try:
        return content.encode()
    except UnicodeEncodeError as wrong:
        raise Invalid(_("Ce texte contient un caractère qui n'existe pas.")) from wrong


def _as_json(text: DraftText) -> dict[str, object]:
    try:
        content = text.content.decode()
    except UnicodeDecodeError as wrong:
        told = _("« %(path)s » n'est pas en UTF-8 : importez-le de nouveau, enregistré en UTF-8.")
        raise Invalid(told % {"path": text.path}) from wrong
    return {
        "path": text.path,
        "content": content,
        "revision": text.revision,
        "changed_at": text.changed_at.isoformat(),
        "changed_by": text.changed_by,
        "followed": text.followed,
    }


def _conflict(stale: StaleDraftFile) -> ResponseReturnValue:
    return jsonify({"message": stale.message, **_as_json(stale.present)}), stale.status
