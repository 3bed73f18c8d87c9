"""New démarches: blank, from a template, as a copy; and the package of a draft to take away."""

from sqlalchemy import select

from workflows.catalogue.beginnings.naming import MAX_CODE, clean_title, code_from
from workflows.catalogue.beginnings.starting_points import BLANK, named, template_files
from workflows.catalogue.files import CODE, Files, pack_files, unpack
from workflows.errors import Invalid
from workflows.model import Demarche, DemarcheDraft, DemarcheVersion
from workflows.translation import _
from workflows.use_cases.access import Verb, not_found, require
from workflows.use_cases.act import Act
from workflows.use_cases.studio import desk

MOST_NUMBERED = MAX_CODE - len("_99")


def create_blank(act: Act, code: str, title: str) -> None:
    """Begin a démarche with one task; raise Invalid for its code or title, Conflict when taken."""
    _create(act, code, title, template_files(BLANK), _("démarche créée"))


def create_from_template(act: Act, code: str, title: str, template: str) -> None:
    """Begin a démarche from a complete one; raise NotFound, Invalid or Conflict."""
    told = _("démarche créée d'après le modèle « %(name)s »") % {"name": template}
    _create(act, code, title, template_files(template), told)


def copy_demarche(act: Act, source_code: str, code: str, title: str) -> None:
    """Begin a démarche from what another one is now, its draft first; raise NotFound."""
    files = present_files(act, source_code)
    told = _("démarche copiée de « %(code)s »") % {"code": source_code}
    _create(act, code, title, files, told)


def export_package(act: Act, code: str) -> bytes:
    """Return the draft as a package, or the version in service without one; raise NotFound."""
    return pack_files(code, present_files(act, code))


def present_files(act: Act, code: str) -> Files:
    """Return the files of the draft, or of the version in service without one; raise NotFound."""
    draft = desk.find_draft(act, code)
    if draft is not None:
        return desk.contents_of(act, draft)
    files = files_in_service(act, code)
    if not files:
        raise not_found()
    return files


def files_in_service(act: Act, code: str) -> Files:
    """Return the files of the version in service; none before the first one."""
    found = (
        select(DemarcheVersion.package)
        .join(Demarche, Demarche.current_id == DemarcheVersion.id)
        .where(Demarche.code == code)
    )
    package = act.session.scalar(found)
    return unpack(package)[1] if package is not None else {}


def refuse_code(act: Act, code: str) -> None:
    """Raise Invalid for a code that cannot be one, Conflict for one that is taken."""
    require(act.actor, Verb.DESIGN)
    if not CODE.fullmatch(code):
        raise Invalid(
            _(
                "Le code est fait de minuscules sans accent, de chiffres et de tirets bas, et "
                "commence par une lettre : par exemple « aide_au_logement »."
            )
        )
    if is_known(act, code):
        raise desk.in_use(code)


def propose_code(act: Act, title: str) -> str:
    """Return a free code made from a title; nothing when the title gives no letter."""
    require(act.actor, Verb.DESIGN)
    code = code_from(title)
    candidates = (code, *(f"{code[:MOST_NUMBERED]}_{rank}" for rank in range(2, 100)))
    return next((each for each in candidates if code and not is_known(act, each)), "")


def is_known(act: Act, code: str) -> bool:
    """Tell whether a démarche is published, or being designed, under this code."""
    if act.session.get(Demarche, code) is not None:
        return True
    return desk.find_draft(act, code) is not None


def _create(act: Act, code: str, title: str, files: Files, told: str) -> DemarcheDraft:
    refuse_code(act, code)
    name = clean_title(title)
    draft = desk.begin(act, code, name, named(files, code, name))
    desk.tell(act, draft, "draft_created", told)
    return draft
