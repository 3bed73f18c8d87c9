"""The decision tables of a draft: listed, studied and tried as they are being drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from workflows.catalogue.files import Files
from workflows.catalogue.parts import read_parts
from workflows.catalogue.tables.rows import TableRow, table_rows
from workflows.catalogue.tables.study import TableStudy, study_table
from workflows.catalogue.tables.trial import TableTrial, try_decision
from workflows.errors import Invalid
from workflows.use_cases.act import Act
from workflows.use_cases.studio import desk
from workflows.use_cases.studio.files import draft_files
from workflows.use_cases.studio.parts import PartKind, part_path

NOON = time(12)


@dataclass(frozen=True, slots=True)
class Tried:
    """A trial, or what is wrong in the values by the name of their field."""

    trial: TableTrial
    refused: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableDesk:
    """What an editor holds: the draft's files, with the decisions of `path` as being drawn."""

    code: str
    path: str
    files: Files

    def study(self, zone: ZoneInfo) -> TableStudy:
        """Return what each decision reads; outside any transaction, for it may last."""
        return study_table(read_parts(self.code, self.files), self.path, zone)

    def try_on(
        self, decision_id: str, raw: Mapping[str, object], now: datetime, day: date | None = None
    ) -> Tried:
        """Take a decision on typed values, as on `day` at noon when there is one."""
        zone = now.tzinfo if isinstance(now.tzinfo, ZoneInfo) else ZoneInfo("UTC")
        study = self.study(zone)
        found = next((each for each in study.decisions if each.id == decision_id), None)
        values: dict[str, object] = {}
        refused: dict[str, str] = {}
        for field in found.inputs if found else ():
            try:
                values[field.name] = field.read(raw.get(field.name), zone)
            except Invalid as wrong:
                refused[field.name] = wrong.message
        if refused:
            return Tried(TableTrial(), refused)
        moment = datetime.combine(day, NOON, zone) if day else now
        return Tried(try_decision(self.files[self.path], decision_id, values, moment), {})


def list_tables(act: Act, code: str) -> tuple[TableRow, ...]:
    """Return the decision files of a draft by name; raise NotFound or Forbidden."""
    return table_rows(draft_files(act, code))


def table_desk(act: Act, code: str, stem: str, content: bytes) -> TableDesk:
    """Gather what a study or a trial reads; raise NotFound, or TooLarge beyond the bounds."""
    path = part_path(PartKind.TABLE, stem)
    files = {**draft_files(act, code), path: content}
    desk.refuse_sizes({each: len(data) for each, data in files.items()})
    return TableDesk(code, path, files)
