"""The small gestures of drawing: what is clicked, where actions and names stand, what is told."""

import pytest
from playwright.sync_api import expect

from tests.backoffice.studio.test_patterns_in_browser import drop_on_the_flow

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CHOSEN = "(frame) => frame.modeler.get('selection').get().map(({ id }) => id)"
# a gateway before the end, one way straight on and one around, both named
TWO_WAYS = """(frame) => {
  const get = (name) => frame.modeler.get(name);
  const shape = (id) => get("elementRegistry").get(id);
  const modeling = get("modeling");
  const gateway = modeling.appendShape(shape("Deposer"), { type: "bpmn:ExclusiveGateway" },
    { x: 560, y: 160 });
  const task = modeling.appendShape(gateway, { type: "bpmn:ManualTask" }, { x: 760, y: 160 });
  const last = modeling.appendShape(task, { type: "bpmn:ManualTask" }, { x: 940, y: 160 });
  const around = modeling.connect(gateway, last);
  modeling.updateProperties(gateway, { name: "Complet ?", default: around.businessObject });
  modeling.updateLabel(around, "non");
  modeling.updateLabel(task.incoming[0], "oui");
  return [task.incoming[0].id, around.id, gateway.id];
}"""
BOX = """(frame, id) => {
  const { x, y, width, height } = frame.modeler.get("elementRegistry").get(id).label;
  return [x, y, x + width, y + height];
}"""
# where names lie at first, one over the other
STACKED = """(frame, [one, other]) => {
  const label = (id) => frame.modeler.get("elementRegistry").get(id).label;
  const [a, b] = [label(one), label(other)];
  frame.modeler.get("modeling").moveShape(b, { x: a.x - b.x, y: a.y - b.y });
  frame.modeler.get("modeling").layoutConnection(b.labelTarget);
}"""
SCALE = "(frame) => frame.modeler.get('canvas').viewbox().scale"
IS_DEFAULT = """(frame, id) => {
  const flow = frame.modeler.get("elementRegistry").get(id);
  const { conditionExpression } = flow.businessObject;
  return [flow.source.businessObject.default?.id === id, Boolean(conditionExpression)];
}"""


def test_what_is_clicked_right_after_a_drop_is_chosen(draw):
    editor = draw(width=1600)

    drop_on_the_flow(editor, "decision")
    box = editor.page.locator("[data-element-id=Deposer] .djs-hit").first.bounding_box()
    editor.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    assert editor.ask(CHOSEN) == ["Deposer"]


@pytest.mark.parametrize("element", ["Participant_demarche", "Lane_Systeme"])
def test_the_actions_beside_an_element_stay_on_the_canvas(draw, element):
    editor = draw(width=1280)

    editor.select(element)
    pad = editor.page.locator(".djs-context-pad.open")
    expect(pad).to_be_visible()

    shown, room = pad.bounding_box(), editor.page.locator("[data-canvas]").bounding_box()
    assert room["x"] <= shown["x"]
    assert shown["x"] + shown["width"] <= room["x"] + room["width"]
    assert shown["y"] + shown["height"] <= room["y"] + room["height"]


def test_a_diagram_seen_whole_stays_so_in_a_wider_window(draw):
    editor = draw(width=1280)
    before = editor.ask(SCALE)

    editor.page.set_viewport_size({"width": 1920, "height": 1080})

    editor.page.wait_for_function(
        f"(before) => ({SCALE})(document.querySelector('[data-diagram-editor]')) > before",
        arg=before,
    )


def test_the_names_of_two_ways_that_leave_together_do_not_cover_each_other(draw):
    editor = draw(width=1600)

    straight, around, _gateway = editor.ask(TWO_WAYS)
    editor.ask(STACKED, [straight, around])

    left, top, right, bottom = editor.ask(BOX, straight)
    other = editor.ask(BOX, around)
    apart = other[0] >= right or other[2] <= left or other[1] >= bottom or other[3] <= top
    assert apart, (left, top, right, bottom, other)


def test_a_condition_on_the_default_way_is_told_and_given_back_with_one_click(draw):
    editor = draw(width=1600)
    _straight, around, _gateway = editor.ask(TWO_WAYS)
    notice = editor.page.locator("[data-notice]")

    editor.select(around)
    editor.unfold("Condition")
    editor.properties.locator("[data-entry-id=conditionExpression] .cm-content").click()
    editor.page.keyboard.type("nom")
    expect(notice).to_contain_text("La sortie « non » de « Complet ? » a maintenant une condition")
    told = editor.ask(IS_DEFAULT, around)
    notice.get_by_role("button", name="La remettre par défaut").click()
    given_back = editor.ask(IS_DEFAULT, around)
    editor.page.locator("[data-tool=undo]").click()

    assert (told, given_back) == ([False, True], [True, False])
    assert editor.ask(IS_DEFAULT, around) == [False, True]
    assert editor.heard == []
