"""An analyst in the studio, by mouse and keyboard: from a blank page to a version in service."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.story.canvas import Canvas
from tests.story.hands import Hands
from tests.story.table import Table

FICHE = """## Qui peut demander l’aide

Les familles dont un enfant prend le car scolaire.

## Ce que vous recevez

Une carte de transport gratuite pour l’année.
"""


class Analyst:
    """One analyst, signed in, on one page; `hands` counts what it took."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.hands = Hands(page)
        self.canvas = Canvas(page, self.hands)

    def begins_from_a_blank_page(self, title: str) -> None:
        hands, page = self.hands, self.page
        hands.click(page.get_by_role("link", name="Démarches", exact=True).first)
        hands.click(page.get_by_role("link", name="Nouvelle démarche"))
        hands.ticks(page.get_by_label("Démarche vierge"))
        hands.writes(page.get_by_label("Titre"), title)
        hands.click(page.get_by_role("button", name="Créer la démarche"))
        expect(page.get_by_text("La démarche est créée.")).to_be_visible()

    def asks_the_citizen(self) -> None:
        """Give the application form a second page."""
        self._opens("Formulaires")
        self.hands.click(self.page.get_by_role("link", name="demande"))
        self.page.locator("[data-ready]").wait_for()
        self.hands.click(self.page.get_by_role("button", name="Ajouter une page"))
        self.hands.types("Le transport")
        self._adds_a_field("texte court", "Établissement scolaire")
        self._adds_a_field("nombre", "Quotient familial")
        self.hands.chooses(self.page.get_by_label("Obligatoire"), "oui")
        self._sees_it_saved()

    def makes_the_scale(self) -> None:
        """Give the diagram a rule: a table that says how much of the fare is paid, and try it."""
        self._opens("Diagramme")
        self.canvas.awaited()
        properties = self.canvas.properties
        self._gives_the_lane_to("Bureau des transports")
        self.canvas.drops("create.task", "Déposer la demande", "Demande reçue")
        self.canvas.names_the_chosen("Appliquer le barème")
        self.canvas.becomes("Tâche de règle métier")
        self.hands.writes(properties.get_by_label("Variable du résultat"), "prise")
        self.hands.click(properties.get_by_role("button", name="Créer"))
        expect(properties.get_by_label("Décision appelée")).not_to_have_value("")
        self._sees_it_saved()
        self.hands.click(properties.get_by_role("link", name="Ouvrir"))
        table = Table(self.page, self.hands)
        table.reads("Quotient familial", "quotientFamilial", "nombre")
        table.says(1, "<= 300000", '"totale"')
        table.adds_a_rule("> 300000", '"partielle"')
        table.tries("Quotient familial", "450000", "partielle", rule=2)
        self._sees_it_saved()

    def draws_the_course(self) -> None:
        """Draw who decides, and the opinion asked first when the scale pays a part only."""
        self._opens("Diagramme")
        self.canvas.awaited()
        self.canvas.drops_the_pattern("decision", "Appliquer le barème", "Demande reçue")
        self.canvas.drops("create.exclusive-gateway", "Appliquer le barème", "Décider")
        self.canvas.names_the_chosen("Avis nécessaire ?")
        self.canvas.drops_the_pattern("avis", "Avis nécessaire ?", "Décider")
        self.canvas.chooses("Avis nécessaire ?")
        self.canvas.pad("connect")
        self.hands.points(*self.canvas.centre("Décider"))
        self.canvas.names_the_flow("Avis nécessaire ?", "Rendre un avis", "oui")
        self._writes_the_condition("pri", "prise", ' = "partielle"')
        self.canvas.names_the_flow("Avis nécessaire ?", "Décider", "non")
        self.canvas.becomes("Flux par défaut")
        self._sees_it_saved()

    def writes_to_the_citizen(self) -> None:
        self._opens("Lettres")
        self.hands.click(self.page.get_by_role("link", name="accord", exact=True))
        body = self.page.get_by_label("Corps")
        expect(body).not_to_have_value("")
        self.hands.click(body)
        self.hands.presses("Control+End")
        self.hands.types("\nPour le trajet vers {{ etab")
        self.hands.click(self.page.locator(".suggested").get_by_role("option").first)
        self._sees_it_saved()
        self._opens("Fiche")
        text = self.page.get_by_label("Texte de la fiche")
        expect(text).not_to_have_value("")
        self.hands.writes(text, FICHE)
        self._sees_it_saved()

    def sets_it_up(self) -> None:
        self._opens("Réglages")
        for label, value in (
            ("Résumé", "Demander la gratuité du car scolaire."),
            ("Thème", "Transports"),
            ("Service qui répond", "Direction des transports"),
            ("Début des numéros de dossier", "CAR"),
        ):
            self.hands.writes(self.page.get_by_label(label), value)
        self.hands.click(self.page.get_by_role("button", name="Enregistrer les réglages"))
        expect(self.page.get_by_text("Réglages enregistrés")).to_be_visible()

    def plays_and_records(self, name: str) -> None:
        """Play an application to its decision with invented data, and keep it as a scenario."""
        self._opens("Essai")
        self.hands.click(self.page.get_by_role("button", name="Jouer ce brouillon"))
        screen = self.page.frame_locator("[data-screen]")
        panel = self.page.locator("[data-panel]")
        self.hands.click(screen.get_by_role("button", name="Faire ma démarche"))
        self.hands.click(panel.get_by_role("button", name="Remplir avec des données inventées"))
        expect(screen.get_by_role("heading", name="Le transport")).to_be_visible()
        self.hands.click(screen.get_by_role("button", name="Enregistrer et continuer"))
        self.hands.click(screen.get_by_role("button", name="Envoyer"))
        self.hands.click(panel.get_by_role("link", name="Bureau des transports"))
        self.hands.ticks(screen.get_by_label("Accorder la demande"))
        self.hands.click(screen.get_by_role("button", name="Valider"))
        expect(panel.get_by_text("Aucune tâche n’attend")).to_be_visible()
        self.hands.writes(self.page.get_by_label("Nom du scénario"), name)
        self.hands.click(self.page.get_by_role("button", name="Enregistrer ce qui a été fait"))
        self._sees_it_pass(name)

    def turns_it_into_a_refusal(self, recorded: str, name: str) -> None:
        """Copy a scenario and change the decision; let the editor write what then follows."""
        hands, page = self.hands, self.page
        self._opens("Scénarios")
        hands.click(page.get_by_role("button", name=f"Copier {recorded}"))
        hands.writes(page.get_by_label("Nom", exact=True).first, name)
        hands.chooses(self._of_the_last_step("Décision"), "Refuser la demande")
        hands.writes(self._of_the_last_step("Motif du refus"), "Hors du périmètre.")
        hands.click(page.get_by_role("button", name="Remplir les attentes").first)
        hands.click(page.get_by_role("button", name="Enregistrer et jouer").first)
        self._sees_it_pass(name)

    def publishes(self) -> None:
        self._opens("Publication")
        self.hands.click(self.page.get_by_role("button", name="Publier la version 1"))
        expect(self.page.get_by_text("En service").first).to_be_visible()

    def _opens(self, part: str) -> None:
        menu = self.page.get_by_role("navigation", name="Parties de la démarche")
        self.hands.click(menu.get_by_role("link", name=part))

    def _adds_a_field(self, kind: str, label: str) -> None:
        self.hands.click(self.page.get_by_role("button", name="Ajouter un champ", exact=True))
        self.hands.types(kind)
        self.hands.presses("Enter")
        self.hands.types(label)

    def _gives_the_lane_to(self, group: str) -> None:
        properties = self.canvas.properties
        self.canvas.chooses("Service")
        self.hands.writes(properties.get_by_label("Nouveau groupe d’agents"), group)
        self.hands.click(properties.get_by_role("button", name="Créer"))
        held = properties.get_by_label("Tenu par").locator("option:checked")
        expect(held).to_have_text(group)

    def _writes_the_condition(self, begun: str, proposed: str, rest: str) -> None:
        """Begin a name, take what the editor proposes, write the rest."""
        properties = self.canvas.properties
        header = properties.locator(".bio-properties-panel-group-header", has_text="Condition")
        if "open" not in (header.get_attribute("class") or "").split():
            self.hands.click(header)
        self.hands.click(properties.locator("[data-entry-id=conditionExpression] .cm-content"))
        self.hands.types(begun)
        self.hands.click(self.page.get_by_role("option", name=proposed))
        self.hands.types(rest)

    def _of_the_last_step(self, label: str) -> Locator:
        return self.page.locator(".scenario__answers").get_by_label(label, exact=True).last

    def _sees_it_saved(self) -> None:
        expect(self.page.locator("[data-saving]")).to_have_text(re.compile("^Enregistré à"))

    def _sees_it_pass(self, name: str) -> None:
        expect(self.page.get_by_role("heading", name=name)).to_be_visible()
        expect(self.page.locator(".etat--accepte").first).to_have_text("réussi")
