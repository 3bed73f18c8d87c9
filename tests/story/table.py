"""The decision table as an analyst fills it: what it reads, its rules, and a try."""

from playwright.sync_api import Locator, Page, expect

from tests.story.hands import Hands


class Table:
    """The table editor of one page, open on a table of one input and one output."""

    def __init__(self, page: Page, hands: Hands) -> None:
        self.page = page
        self.hands = hands
        self.canvas = page.locator("[data-canvas]")
        self.trial = page.locator("[data-trial]")
        page.locator("[data-table-editor][data-ready]").wait_for()

    def reads(self, label: str, expression: str, kind: str) -> None:
        """Say what the input is: its name, the answer that it looks at, its type."""
        self.hands.actions += 1
        self.canvas.locator("th.input-cell").dblclick()
        self._rewrites(self.canvas.get_by_label("Libellé de l’entrée"), label)
        self._rewrites(self.canvas.get_by_label("Expression de l’entrée"), expression)
        self.hands.click(self.canvas.get_by_label("Type", exact=True))
        self.hands.click(self.page.locator(".option", has_text=kind).first)
        self.hands.presses("Escape")

    def says(self, rule: int, when: str, then: str) -> None:
        """Write what a rule wants, and what it gives."""
        row = self.canvas.locator("tbody tr").nth(rule - 1)
        self._rewrites(row.locator("td.input-cell .content-editable"), when)
        self._rewrites(row.locator("td.output-cell .content-editable"), then)

    def adds_a_rule(self, when: str, then: str) -> None:
        rules = self.canvas.locator("td.rule-index")
        before = rules.count()
        self.hands.click(self.page.get_by_role("button", name="Ajouter une règle"))
        expect(rules).to_have_count(before + 1)
        self.says(before + 1, when, then)

    def tries(self, label: str, value: str, result: str, rule: int) -> None:
        """See in « Essayer » what the table gives, and which rule says so."""
        self.hands.writes(self.trial.get_by_label(label), value)
        self.hands.click(self.trial.get_by_role("button", name="Essayer"))
        told = self.trial.locator("[data-part=result]")
        expect(told.locator("dd")).to_have_text(result)
        expect(told.get_by_role("listitem").first).to_contain_text(f"Règle {rule}")

    def _rewrites(self, cell: Locator, text: str) -> None:
        self.hands.click(cell)
        self.hands.presses("Control+a")
        self.hands.types(text)
