"""Every screen of the back office, in the order of the menu."""

from flask_babel import lazy_gettext as _l

from backoffice.views.base import Screen
from backoffice.views.dashboard import DashboardScreen
from backoffice.views.demarches import Demarches
from backoffice.views.dossiers import Dossiers
from backoffice.views.events import Events
from backoffice.views.inbox import Inbox
from backoffice.views.incident import OneIncident
from backoffice.views.moves import Moves
from backoffice.views.outbox import Outbox
from backoffice.views.past import Past
from backoffice.views.people import People
from backoffice.views.pieces import Pieces
from backoffice.views.records import Incidents, Journal
from backoffice.views.studio.arrivals import Arrivals
from backoffice.views.studio.designs import Designs
from backoffice.views.studio.diagram import Diagram
from backoffice.views.studio.draft_files import DraftFiles
from backoffice.views.studio.forms import DraftForms
from backoffice.views.studio.letters import DraftLetters
from backoffice.views.studio.new_design import NewDesign
from backoffice.views.studio.opening import OpeningDates
from backoffice.views.studio.overview import Overview
from backoffice.views.studio.play import Play
from backoffice.views.studio.played import PlayedScreens
from backoffice.views.studio.publication import Publication
from backoffice.views.studio.scenario import OneScenario
from backoffice.views.studio.scenarios import Scenarios
from backoffice.views.studio.settings import Fiche, Settings
from backoffice.views.studio.tables import DraftTables
from backoffice.views.tasks import Tasks
from workflows.use_cases.operations.read_records import IncidentRow, JournalRow

WORK = _l("Instruction")
DESIGN = _l("Conception")
RUNNING = _l("Administration")


def all_screens() -> tuple[Screen, ...]:
    """Build the screens; those without a category are reached from others."""
    return (
        Inbox(_l("Corbeille"), WORK, "inbox", "corbeille"),
        DashboardScreen(_l("Tableau de bord"), WORK, "dashboard", "tableau-de-bord"),
        Designs(_l("Démarches"), DESIGN, "designs", "conception"),
        People(_l("Agents et groupes"), RUNNING, "people", "agents"),
        Events(_l("Événements"), RUNNING, "events", "evenements"),
        Incidents(IncidentRow, name=_l("Incidents"), category=RUNNING, endpoint="incidents"),
        Outbox(_l("Envois en échec"), RUNNING, "outbox", "envois"),
        Journal(JournalRow, name=_l("Journal"), category=RUNNING, endpoint="journal"),
        Overview(_l("Démarche"), "overview"),
        NewDesign(_l("Nouvelle démarche"), "new_design"),
        Arrivals(_l("Importer"), "arrivals"),
        DraftFiles(_l("Fichiers"), "draft_files"),
        DraftForms(_l("Formulaires"), "draft_forms"),
        DraftTables(_l("Tables"), "draft_tables"),
        DraftLetters(_l("Lettres"), "draft_letters"),
        Fiche(_l("Fiche"), "fiche"),
        Settings(_l("Réglages"), "settings"),
        Play(_l("Essai"), "play"),
        PlayedScreens(_l("Écrans joués"), "played"),
        Scenarios(_l("Scénarios"), "scenarios"),
        OneScenario(_l("Scénario"), "scenario"),
        Publication(_l("Publication"), "publication"),
        OpeningDates(_l("Ouverture au public"), "opening"),
        Diagram(_l("Diagramme"), "diagram"),
        Demarches(_l("Versions"), None, "demarches", "demarches"),
        Moves(_l("Changer de version"), None, "moves", "deplacements"),
        OneIncident(_l("Incident"), None, "incident", "incident"),
        Dossiers(_l("Dossiers"), None, "dossiers", "dossiers"),
        Past(_l("Dossier à une date"), None, "past", "etat"),
        Tasks(_l("Tâches"), None, "tasks", "taches"),
        Pieces(_l("Pièces"), None, "pieces", "pieces"),
    )
