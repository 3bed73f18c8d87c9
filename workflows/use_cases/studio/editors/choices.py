"""What a draft offers to its diagram: forms, letters, tables, groups, kinds of work, names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflows.catalogue.beginnings.naming import process_id_of
from workflows.catalogue.connectors import CONNECTORS, Connector
from workflows.catalogue.parts import PROCESS, Parts, read_parts
from workflows.forms import Form, feel_type
from workflows.translation import _
from workflows.use_cases.act import Act
from workflows.use_cases.studio.files import draft_files

Pair = tuple[str, str]  # value, label


@dataclass(frozen=True, slots=True)
class Variable:
    """A name that expressions may read, its FEEL type, and what it is."""

    name: str
    detail: str
    info: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that the diagram can point at; `lanes` leads a lane's name to its holder."""

    paths: tuple[str, ...]
    forms: tuple[Pair, ...]
    letters: tuple[Pair, ...]
    decisions: tuple[tuple[str, str, str], ...]
    groups: tuple[Pair, ...]
    lanes: Mapping[str, str]
    services: tuple[Connector, ...]
    targets: tuple[str, ...]
    processes: tuple[tuple[str, str, str], ...]
    outcomes: tuple[Pair, ...]
    variables: tuple[Variable, ...]


def diagram_choices(act: Act, code: str) -> Choices:
    """Return what the files of a draft offer; what cannot be read offers nothing."""
    parts = read_parts(code, draft_files(act, code))
    about = parts.about
    return Choices(
        paths=tuple(sorted(parts.files)),
        forms=_named(parts, "forms/", {name: _title(form) for name, form in parts.forms.items()}),
        letters=_named(parts, "letters/", {}),
        decisions=tuple(_decisions(parts)),
        groups=tuple(sorted(about.groups.items())) if about else (),
        lanes=about.lanes if about else {},
        services=tuple(CONNECTORS.values()),
        targets=tuple(sorted(act.world.webhooks.names)),
        processes=tuple(_processes(parts)),
        outcomes=(
            ("accepte", _("accepté")),
            ("refuse", _("refusé")),
            ("sans_suite", _("classé sans suite")),
        ),
        variables=tuple(_variables(parts)),
    )


def _named(parts: Parts, folder: str, titles: Mapping[str, str]) -> tuple[Pair, ...]:
    """Return the files of a folder by their stem, with a title when it says more."""
    stems = (path.removeprefix(folder).rpartition(".")[0] for path in parts.under(folder))
    return tuple((stem, f"{stem} – {titles[stem]}" if titles.get(stem) else stem) for stem in stems)


def _title(form: Form) -> str:
    return next((page.title for page in form.pages if page.title), "")


def _decisions(parts: Parts) -> Iterator[tuple[str, str, str]]:
    for stem, model in parts.models.items():
        for decision_id, decision in model.decisions.items():
            yield decision_id, decision.label or decision.name or decision_id, f"{stem}.dmn"


def _processes(parts: Parts) -> Iterator[tuple[str, str, str]]:
    """Yield id, label and file of each diagram that another may call."""
    for path in sorted(parts.files):
        process_id = process_id_of(parts.files[path]) if path.endswith(".bpmn") else ""
        if process_id and path != PROCESS:
            stem = path.removesuffix(".bpmn")
            label = process_id if process_id == stem else f"{process_id} ({path})"
            yield process_id, label, path


def _variables(parts: Parts) -> Iterator[Variable]:
    """Yield the fields of the forms, then what the process computes, each name once."""
    seen: set[str] = set()
    for form in parts.forms.values():
        for field in form.fields:
            if field.key not in seen:
                seen.add(field.key)
                where = _("%(label)s (formulaire %(form)s)")
                told = where % {"label": field.label, "form": form.id}
                yield Variable(field.key, feel_type(field), told)
    nodes = parts.drawing.nodes.values() if parts.drawing else ()
    for node in nodes:
        name = node.extensions.result_variable
        if name and name not in seen:
            seen.add(name)
            yield Variable(name, "", _("Résultat de « %(node)s »") % {"node": node.label})
