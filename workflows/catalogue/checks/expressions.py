"""Checks of every FEEL text: it is FEEL, reads names that something fills, can come true."""

from collections.abc import Iterator

from workflows.catalogue.checks.subject import PROCESS, Subject, near
from workflows.catalogue.findings import Finding, error, warning
from workflows.dmn import Kind
from workflows.feel import FeelError, check, evaluate, parse, variables_read
from workflows.feel.analysis.compared import compared_texts
from workflows.feel.analysis.inference import FRENCH
from workflows.feel.semantics.value_types import SIMPLE
from workflows.translation import _

MAX_SHOWN = 80
GIVEN = frozenset({"numero"})  # what a process knows before anybody answers
SYNTAX, CONSTANT = "syntaxe", "condition-constante"  # codes of feel.check
CODES = {"type": "feel-type", "arguments": "feel-arguments"}  # names that say enough in a list


def bad_feel(subject: Subject) -> Iterator[Finding]:
    """Find the texts that are not FEEL, with the place of the fault."""
    for file, element, text in _texts(subject):
        try:
            parse(text)
        except FeelError as fault:
            yield error(
                "feel-erreur",
                file,
                element,
                _("« %(text)s » : %(reason)s") % {"text": _short(text), "reason": fault.message},
                _remedy(text, fault.position),
            )


def doubtful(subject: Subject) -> Iterator[Finding]:
    """Find what can never work in the texts: unknown names, types that do not go together.

    `feel.check` says what; a text that is not FEEL is already told by bad_feel.
    """
    everywhere = subject.answered | subject.computed
    for file, element, text in _texts(subject):
        known = everywhere | GIVEN if file == PROCESS else everywhere
        for remark in check(text, known, subject.types):
            if remark.code != SYNTAX:
                tell = warning if remark.code == CONSTANT else error
                message = _("%(reason)s (dans « %(text)s »)") % {
                    "reason": remark.message,
                    "text": _short(text),
                }
                yield tell(
                    CODES.get(remark.code, remark.code),
                    file,
                    element,
                    message,
                    _remedy(text, remark.position),
                )


def impossible_answer(subject: Subject) -> Iterator[Finding]:
    """Find the answers that an expression expects and that the question does not offer."""
    lists = subject.closed_lists
    for file, element, text in _texts(subject):
        for name, expected in sorted(_compared(text)):
            if expected and name in lists and expected not in lists[name]:
                yield error(
                    "reponse-impossible",
                    file,
                    element,
                    _("« %(name)s » ne vaut jamais « %(value)s », attendu dans « %(text)s ».")
                    % {"name": name, "value": expected, "text": _short(text)},
                    near(expected, lists[name]),
                )


def moment_of_nothing(subject: Subject) -> Iterator[Finding]:
    """Find the timers and due dates whose fixed expression gives no moment."""
    for node in subject.drawing.nodes.values():
        for text in (node.timer or "", node.extensions.due_date):
            if text.startswith("=") and _is_always_null(text):
                yield error(
                    "minuteur-sans-moment",
                    PROCESS,
                    node.id,
                    _("« %(text)s » ne donne ni date ni durée.") % {"text": _short(text)},
                    _('Écrivez par exemple =duration("P15D") pour 15 jours, ou P15D sans « = ».'),
                )


def unknown_table_input(subject: Subject) -> Iterator[Finding]:
    """Find the names that a decision table reads and nothing fills."""
    known = subject.answered | subject.computed | GIVEN
    for file, model in sorted(subject.parts.models.items()):
        for decision_id in model.decisions:
            for name in sorted(model.inputs_read(decision_id) - known - set(model.decisions)):
                yield error(
                    "variable-inconnue",
                    f"{file}.dmn",
                    decision_id,
                    _("La table lit « %(name)s », que rien ne remplit.") % {"name": name},
                    near(name, known),
                )


def wrong_table_input(subject: Subject) -> Iterator[Finding]:
    """Find the inputs of decision files declared of another type than their answer's."""
    for file, model in sorted(subject.parts.models.items()):
        for element in model.elements.values():
            found, wanted = subject.types.get(element.name, ""), SIMPLE.get(element.type.name, "")
            told = {found, wanted} <= FRENCH.keys()
            if element.kind is Kind.INPUT and told and found != wanted:
                yield error(
                    "feel-type",
                    f"{file}.dmn",
                    element.id,
                    _("La table attend %(wanted)s, et « %(name)s » est %(found)s.")
                    % {"wanted": FRENCH[wanted], "name": element.name, "found": FRENCH[found]},
                    _("Changez le type de l'entrée, ou le champ du formulaire."),
                )


def _texts(subject: Subject) -> Iterator[tuple[str, str, str]]:
    """Yield file, element and text of each expression."""
    for slot in subject.drawing.slots:
        yield PROCESS, slot.element, slot.text
    for form_id, form in sorted(subject.parts.forms.items()):
        for expression in form.expressions:
            yield f"forms/{form_id}.form", expression.field, expression.text


def _compared(text: str) -> frozenset[tuple[str, str]]:
    try:
        return compared_texts(text)
    except FeelError:
        return frozenset()  # already told by bad_feel


def _is_always_null(text: str) -> bool:
    try:
        return not variables_read(text) and evaluate(text, {}) is None
    except FeelError:
        return False  # already told by bad_feel


def _remedy(text: str, position: int) -> str:
    if position < 0:
        return _("Corrigez l'expression.")
    return _("Corrigez vers le caractère %(n)d : « %(part)s ».") % {
        "n": position + 1,
        "part": text[max(position - 10, 0) : position + 10],
    }


def _short(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
