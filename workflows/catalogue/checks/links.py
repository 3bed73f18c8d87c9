"""Checks of what the diagram points at: forms, letters, decision tables, kinds of work."""

from collections.abc import Iterable, Iterator

from workflows.catalogue.checks.subject import LETTER_OF, PROCESS, WORK, Subject, near
from workflows.catalogue.findings import Finding, error, warning
from workflows.catalogue.letters.letter import STANDARD, placeholders
from workflows.catalogue.letters.wording import INSTRUCTIONS
from workflows.translation import _

ROOT_KINDS = ("businessRuleTask",)


def task_without_form(subject: Subject) -> Iterator[Finding]:
    """Find the user tasks that ask nothing; a manual task is only ticked off."""
    for node in subject.drawing.of_kind("userTask"):
        if not node.extensions.form_id:
            yield error(
                "formulaire-absent",
                PROCESS,
                node.id,
                _("La tâche « %(task)s » n'a pas de formulaire.") % {"task": node.label},
                _("Donnez-lui un formulaire lié, parmi ceux du dossier forms/."),
            )


def unknown_form(subject: Subject) -> Iterator[Finding]:
    """Find the tasks whose form is not in the folder."""
    known = _file_stems(subject, "forms/")
    for node in subject.human:
        form_id = node.extensions.form_id
        if form_id and form_id not in subject.parts.forms and form_id not in known:
            yield error(
                "formulaire-inconnu",
                PROCESS,
                node.id,
                _("Le formulaire « %(form)s » n'existe pas.") % {"form": form_id},
                near(form_id, known),
            )


def unknown_letter(subject: Subject) -> Iterator[Finding]:
    """Find the mails and documents whose letter is not in the folder."""
    known = _file_stems(subject, "letters/")
    for node, stem in subject.letters_sent:
        if stem not in known:
            yield error(
                "lettre-inconnue",
                PROCESS,
                node.id,
                _("La lettre « %(letter)s » n'existe pas.") % {"letter": stem},
                near(stem, known),
            )


def work_without_letter(subject: Subject) -> Iterator[Finding]:
    """Find the mails and documents that do not say which letter."""
    named = {node.id for node, _stem in subject.letters_sent}
    for node in subject.drawing.of_kind(*WORK):
        header = LETTER_OF.get(node.extensions.type)
        if header and node.id not in named:
            yield error(
                "lettre-absente",
                PROCESS,
                node.id,
                _("« %(node)s » ne dit pas quelle lettre écrire.") % {"node": node.label},
                _("Ajoutez l'en-tête « %(header)s » avec le nom d'une lettre.")
                % {"header": header},
            )


def unknown_decision(subject: Subject) -> Iterator[Finding]:
    """Find the business rule tasks whose table is not in the folder."""
    known = {name for model in subject.parts.models.values() for name in model.decisions}
    broken = len(subject.parts.models) < len(subject.parts.decisions)
    for node in subject.drawing.of_kind(*ROOT_KINDS):
        given = node.extensions.decision_id
        if given not in known and not broken:
            yield error(
                "decision-inconnue",
                PROCESS,
                node.id,
                _("La décision « %(decision)s » n'existe pas.") % {"decision": given or node.label},
                near(given, known),
            )


def unknown_placeholder(subject: Subject) -> Iterator[Finding]:
    """Find the placeholders that no field, no computed input and no standard name fills."""
    for stem, letter in sorted(subject.parts.letters.items()):
        inputs = {
            binding.target
            for node, sent in subject.letters_sent
            if sent == stem
            for binding in node.extensions.inputs
        }
        known = subject.answered | STANDARD | (inputs - INSTRUCTIONS)
        for name in sorted(placeholders(letter) - known):
            yield error(
                "lettre-champ-inconnu",
                f"letters/{stem}.txt",
                name,
                _("Rien ne remplit {{ %(name)s }}.") % {"name": name},
                near(name, known),
            )


def unknown_called(subject: Subject) -> Iterator[Finding]:
    """Find the calls of a process that no diagram of the folder draws."""
    known = subject.drawing.processes.keys() - {subject.drawing.main}
    for node in subject.drawing.of_kind("callActivity"):
        if node.calls and node.calls not in subject.drawing.processes:
            yield error(
                "processus-inconnu",
                PROCESS,
                node.id,
                _("« %(node)s » appelle « %(called)s », qui n'est dans aucun diagramme.")
                % {"node": node.label, "called": node.calls},
                near(node.calls, known),
            )


def uncalled_diagram(subject: Subject) -> Iterator[Finding]:
    """Find the diagrams beside the main one of which nothing runs."""
    drawing = subject.drawing
    run = {drawing.processes[id_] for id_ in drawing.run}
    for file in subject.parts.diagrams:
        if file not in run:
            names = ", ".join(id_ for id_, each in drawing.processes.items() if each == file)
            yield warning(
                "diagramme-jamais-appele",
                file,
                "",
                _("Personne n'appelle ce diagramme (processus : %s).") % (names or _("aucun")),
                _("Appelez-le par une activité d'appel (« Processus appelé »), ou supprimez-le."),
            )


def unused_file(subject: Subject) -> Iterator[Finding]:
    """Find the forms, letters and tables that the diagram never uses."""
    used_forms = {node.extensions.form_id for node in subject.human}
    used_letters = {stem for _node, stem in subject.letters_sent}
    idle = [f"forms/{stem}.form" for stem in _file_stems(subject, "forms/") - used_forms]
    idle += [f"letters/{stem}.txt" for stem in _file_stems(subject, "letters/") - used_letters]
    for path in sorted([*idle, *_idle_tables(subject)]):
        yield warning(
            "fichier-inutilise",
            path,
            "",
            _("Aucun élément du diagramme n'utilise ce fichier."),
            _("Reliez-le à une tâche, ou supprimez-le."),
        )


def _file_stems(subject: Subject, prefix: str) -> set[str]:
    return {_stem(name, prefix) for name in _names(subject.parts.files, prefix)}


def _names(files: Iterable[str], prefix: str) -> Iterator[str]:
    return (name for name in files if name.startswith(prefix))


def _stem(name: str, prefix: str) -> str:
    return name.removeprefix(prefix).rpartition(".")[0]


def _idle_tables(subject: Subject) -> Iterator[str]:
    called = {node.extensions.decision_id for node in subject.drawing.nodes.values()}
    for stem, model in subject.parts.models.items():
        if not called & model.decisions.keys():
            yield f"{stem}.dmn"
