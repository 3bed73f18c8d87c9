"""Characters that nobody sees: two names that look the same are not, a text reads backwards."""

from collections.abc import Iterator

from workflows.catalogue.checks.subject import Subject
from workflows.catalogue.findings import Finding, warning
from workflows.catalogue.unseen import first_unseen
from workflows.translation import _


def invisible_signs(subject: Subject) -> Iterator[Finding]:
    """Find the files that hold such characters, each told once."""
    for name in sorted(subject.parts.files):
        line, code = first_unseen(subject.parts.files[name].decode(errors="replace"))
        if line:
            yield warning(
                "caractere-invisible",
                name,
                "",
                _("La ligne %(n)d contient un caractère invisible (%(code)s).")
                % {"n": line, "code": code},
                _("Retirez-le : deux noms qui se ressemblent ne seraient pas les mêmes."),
            )
