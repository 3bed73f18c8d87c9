"""The canvas as an analyst sees it: elements by their names, flows by what they join."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.story.hands import Hands

TRIES, PAUSE = 10, 500  # milliseconds
EDITOR = "[data-diagram-editor]"
FIND = """(frame, name) => frame.modeler.get("elementRegistry")
  .find((each) => each.businessObject?.name === name && !each.labelTarget)?.id ?? null"""
FLOW = """(frame, [from, to]) => frame.modeler.get("elementRegistry")
  .find((each) => each.type === "bpmn:SequenceFlow"
    && each.source.businessObject.name === from && each.target.businessObject.name === to)
  ?.id ?? null"""
CHOSEN = """(frame) => frame.modeler.get("selection").get()[0]?.id ?? null"""
# near the flow's arrow, on the screen: flows that leave together, and names, are not there
ARROW = """(frame, id) => {
  const [from, to] = frame.modeler.get("elementRegistry").get(id).waypoints.slice(-2);
  const { x, y, scale } = frame.modeler.get("canvas").viewbox();
  const box = frame.querySelector(".djs-container svg").getBoundingClientRect();
  const at = (axis) => from[axis] + (to[axis] - from[axis]) * 0.75;
  return [box.x + (at("x") - x) * scale, box.y + (at("y") - y) * scale];
}"""


class Canvas:
    """The drawing of one page; elements are looked for by name, as the eye does."""

    def __init__(self, page: Page, hands: Hands) -> None:
        self.page = page
        self.hands = hands
        self.frame = page.locator(EDITOR)
        self.properties = page.locator("[data-properties]")

    def awaited(self) -> None:
        expect(self.frame).to_have_attribute("data-ready", "yes")
        expect(self.page.locator("[data-findings-status]")).not_to_be_empty()

    def chooses(self, name: str) -> None:
        """Click an element."""
        self._clicks_until_chosen(self.frame.evaluate(FIND, name), lambda: self.centre(name))

    def chooses_the_flow(self, source: str, target: str) -> None:
        found = self.frame.evaluate(FLOW, [source, target])
        self._clicks_until_chosen(found, lambda: self._on_the_flow(source, target))

    def centre(self, name: str) -> tuple[float, float]:
        found = self.frame.evaluate(FIND, name)
        assert found, f"{name} is not drawn"
        return middle_of(self._shape(found).locator(".djs-hit").first)

    def drops(self, tool: str, source: str, target: str) -> None:
        """Take a tool of the palette, let it go on a flow."""
        self.hands.click(self.page.locator(f".djs-palette .entry[data-action='{tool}']"))
        self._lets_go_on(source, target)

    def drops_the_pattern(self, pattern: str, source: str, target: str) -> None:
        """The same with one of our patterns; it goes where the flow was."""
        self.hands.click(self.page.locator(f".diagram-pattern--{pattern}"))
        self._lets_go_on(source, target)

    def names_the_chosen(self, name: str) -> None:
        self._writes_at(*middle_of(self._shape(self.frame.evaluate(CHOSEN))), name)

    def names_the_flow(self, source: str, target: str, name: str) -> None:
        self.chooses_the_flow(source, target)
        self._writes_at(*self._on_the_flow(source, target), name)

    def pad(self, action: str) -> None:
        """Click an entry beside the chosen element."""
        self.hands.click(self.page.locator(f".djs-context-pad .entry[data-action='{action}']"))

    def becomes(self, kind: str) -> None:
        """Change what the chosen element is, from its menu."""
        self.pad("replace")
        self.hands.click(self.page.locator(".djs-popup").get_by_text(kind, exact=True))

    def _lets_go_on(self, source: str, target: str) -> None:
        self.hands.points(*self._on_the_flow(source, target))
        assert not self.frame.evaluate(FLOW, [source, target]), "it was not let go on the flow"

    def _writes_at(self, x: float, y: float, name: str) -> None:
        """Double-click there and type a name."""
        editing = self.page.locator(".djs-direct-editing-content")
        self.hands.actions += 1
        self._tries(lambda: self.page.mouse.dblclick(x, y), editing.is_visible)
        self.hands.types(name)
        self.hands.presses("Enter")

    def _clicks_until_chosen(self, element: str, where: Callable[[], tuple[float, float]]) -> None:
        self.hands.actions += 1
        self._tries(
            lambda: self.page.mouse.click(*where()),
            lambda: self.frame.evaluate(CHOSEN) == element,
        )

    def _tries(self, gesture: Callable[[], None], has_worked: Callable[[], bool]) -> None:
        """Repeat one gesture: what is drawn may still move while the machine is busy."""
        for _try in range(TRIES):
            gesture()
            if has_worked():
                return
            self.page.wait_for_timeout(PAUSE)
        raise AssertionError("the drawing does not answer")

    def _on_the_flow(self, source: str, target: str) -> tuple[float, float]:
        found = self.frame.evaluate(FLOW, [source, target])
        assert found, f"no flow from {source} to {target}"
        x, y = self.frame.evaluate(ARROW, found)
        return x, y

    def _shape(self, element: str) -> Locator:
        return self.page.locator(f".djs-element[data-element-id={element}]").first


def middle_of(shown: Locator) -> tuple[float, float]:
    box = shown.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
