"""Fixes of scenarios: a first one, and those that speak of a task or a field renamed or gone."""

import tomllib
from collections.abc import Iterable, Iterator, MutableMapping
from difflib import get_close_matches

import re2
import tomlkit
from tomlkit.items import AoT, InlineTable

from workflows.catalogue.card.toml_edit import parse_card
from workflows.catalogue.findings import Finding, Fix
from workflows.catalogue.fixes.bench import Bench, Fixer
from workflows.catalogue.folder import make_folder
from workflows.catalogue.parts import Parts, read_parts
from workflows.catalogue.scenarios.proposal import propose_scenario
from workflows.catalogue.scenarios.steps import first_moment
from workflows.catalogue.scenarios.text import write_scenario
from workflows.errors import Invalid
from workflows.translation import _

PROPOSE = "proposer-un-scenario"
USE_TASK, DROP_STEP = "choisir-tache", "retirer-etape"
USE_FIELD, DROP_FIELD = "choisir-champ", "retirer-reponse"
FOLDER = "scenarios/"
FIRST = "premier_parcours"
MOST_CHOICES = 6
PLACE = re2.compile(r"step\[(\d{1,3})\](?:\.(.+))?")
TABLES = ("answers", "pieces")


def _offer_first(parts: Parts, _finding: Finding) -> Iterator[Fix]:
    readable = parts.process is not None and parts.about is not None and parts.drawing is not None
    if readable and parts.process and parts.process.tasks:
        yield Fix(PROPOSE, _("Proposer un premier scénario, aux réponses inventées"), False)


def _propose(bench: Bench, _finding: Finding, _value: str) -> None:
    """Add a scenario that was played: it holds as the files are now."""
    folder = make_folder(read_parts("demarche", bench.finished()))
    now, zone = bench.present.now, bench.present.zone
    scenario = propose_scenario(folder, FIRST, first_moment(now, zone), zone)
    bench.files[f"{FOLDER}{FIRST}.toml"] = write_scenario(scenario)


def _offer_tasks(parts: Parts, finding: Finding) -> Iterator[Fix]:
    tasks = parts.process.tasks.values() if parts.process else ()
    for name in _nearest(_said(parts, finding), (task.name for task in tasks)):
        yield Fix(USE_TASK, _("Lire « %(name)s »") % {"name": name}, False, name)


def _use_task(bench: Bench, finding: Finding, value: str) -> None:
    """Name the task otherwise in every scenario: it was renamed for all of them."""
    _document, named, _key = _opened(bench, finding)
    former = named.get("task")
    for name in [each for each in bench.files if each.startswith(FOLDER)]:
        document = parse_card(bench.text(name), name)
        renamed = [_renamed_in(step, former, value) for step in _steps(document)]
        if any(renamed):
            _write(bench, name, document)


def _renamed_in(step: MutableMapping[str, object], former: object, value: str) -> bool:
    """Name a task otherwise in a step, and among those that it expects to be ready."""
    expected = step.get("expect")
    ready = expected.get("ready") if isinstance(expected, MutableMapping) else None
    names = ready if isinstance(ready, list) else []
    places = [rank for rank, name in enumerate(names) if name == former]
    for rank in places:
        names[rank] = value
    if step.get("task") == former:
        step["task"] = value
        return True
    return bool(places)


def _offer_without_step(parts: Parts, finding: Finding) -> Iterator[Fix]:
    scenario, said = parts.scenarios.get(_stem(finding)), _said(parts, finding)
    if scenario is not None and any(step.task != said for step in scenario.steps):
        label = _("Retirer « %(task)s » de ce scénario") % {"task": said}
        yield Fix(DROP_STEP, label, False)


def _drop_step(bench: Bench, finding: Finding, _value: str) -> None:
    document, named, _key = _opened(bench, finding)
    steps = document["step"]
    if not isinstance(steps, AoT):
        raise _changed()
    for rank in reversed(range(len(steps))):
        if steps[rank].get("task") == named.get("task"):
            del steps[rank]
    _write(bench, finding.file, document)


def _offer_fields(parts: Parts, finding: Finding) -> Iterator[Fix]:
    known = (key for form in parts.forms.values() for key in form.keys)
    for name in _nearest(finding.element.partition("].")[2], known):
        yield Fix(USE_FIELD, _("Répondre à « %(name)s »") % {"name": name}, False, name)


def _use_field(bench: Bench, finding: Finding, value: str) -> None:
    document, step, key = _opened(bench, finding)
    for name in TABLES:
        _rename(step, name, key, value)
    _rename_blocked(step, key, value)
    _write(bench, finding.file, document)


def _offer_without_field(_parts: Parts, _finding: Finding) -> Iterator[Fix]:
    yield Fix(DROP_FIELD, _("Retirer cette réponse du scénario"), False)


def _drop_field(bench: Bench, finding: Finding, _value: str) -> None:
    document, step, key = _opened(bench, finding)
    for name in TABLES:
        held = step.get(name)
        if isinstance(held, MutableMapping):
            held.pop(key, None)
    _rename_blocked(step, key, "")
    _write(bench, finding.file, document)


def _nearest(given: str, known: Iterable[str]) -> list[str]:
    """Return the closest names first, then the others, as many as a person reads."""
    names = sorted(set(known))
    close = get_close_matches(given, names, MOST_CHOICES, 0.5) if given else []
    return list(dict.fromkeys([*close, *names]))[:MOST_CHOICES]


def _said(parts: Parts, finding: Finding) -> str:
    scenario = parts.scenarios.get(_stem(finding))
    rank = _rank(finding)
    return scenario.steps[rank - 1].task if scenario and rank <= len(scenario.steps) else ""


def _stem(finding: Finding) -> str:
    return finding.file.removeprefix(FOLDER).removesuffix(".toml")


def _rank(finding: Finding) -> int:
    found = PLACE.fullmatch(finding.element)
    return int(found[1]) if found else 0


def _opened(
    bench: Bench, finding: Finding
) -> tuple[tomlkit.TOMLDocument, MutableMapping[str, object], str]:
    """Return the text of a scenario to be changed, the step that a finding is about, its field."""
    document = parse_card(bench.text(finding.file), finding.file)
    found, steps = PLACE.fullmatch(finding.element), _steps(document)
    if found is None or not 0 < int(found[1]) <= len(steps):
        raise _changed()
    return document, steps[int(found[1]) - 1], found[2] or ""


def _rename(step: MutableMapping[str, object], table: str, former: str, key: str) -> None:
    """Call an answer otherwise, at the same place."""
    held = step.get(table)
    if not isinstance(held, MutableMapping) or former not in held:
        return
    made = tomlkit.inline_table() if isinstance(held, InlineTable) else tomlkit.table()
    for name, value in held.items():
        made[key if name == former else name] = value
    step[table] = made


def _rename_blocked(step: MutableMapping[str, object], former: str, key: str) -> None:
    """Rename a field among those that refuse the answers, or take it away."""
    expected = step.get("expect")
    blocked = expected.get("blocked") if isinstance(expected, MutableMapping) else None
    if isinstance(expected, MutableMapping) and isinstance(blocked, list) and former in blocked:
        names = [key if name == former else name for name in blocked]
        expected["blocked"] = [name for name in names if name]


def _steps(document: tomlkit.TOMLDocument) -> list[MutableMapping[str, object]]:
    steps = document.get("step")
    return list(steps) if isinstance(steps, AoT) else []


def _write(bench: Bench, name: str, document: tomlkit.TOMLDocument) -> None:
    after = tomlkit.dumps(document)
    try:
        tomllib.loads(after)
    except tomllib.TOMLDecodeError as unreadable:
        raise _changed() from unreadable
    bench.files[name] = after.encode()


def _changed() -> Invalid:
    return Invalid(_("Ce scénario est écrit d'une façon que la correction ne sait pas changer."))


FIXERS = (
    Fixer("scenario-absent", PROPOSE, _offer_first, _propose),
    Fixer("scenario-tache-inconnue", USE_TASK, _offer_tasks, _use_task),
    Fixer("scenario-tache-inconnue", DROP_STEP, _offer_without_step, _drop_step),
    Fixer("scenario-champ-inconnu", USE_FIELD, _offer_fields, _use_field),
    Fixer("scenario-champ-inconnu", DROP_FIELD, _offer_without_field, _drop_field),
)
