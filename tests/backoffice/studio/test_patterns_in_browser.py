"""The patterns of the administration: whole fragments, in their lanes, that the checks accept."""

from time import monotonic, sleep

import pytest
from playwright.sync_api import expect

from tests.backoffice.studio.conftest import BLANK
from tests.backoffice.studio.drawing import PATIENCE
from workflows.catalogue.checks import check_files
from workflows.use_cases.act import looking
from workflows.use_cases.studio.files import draft_files

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PATTERNS = {
    "complement": ("Préciser ce qui manque", 3, 2),
    "avis": ("Rendre un avis", 0, 1),
    "visa": ("Viser le projet", 0, 2),
    "commission": ("Inscrire à l’ordre du jour", 1, 2),
    "decision": ("Décider", 2, 1),
    "delai": ("Instruire la demande", 1, 1),
    "notification": ("Établir le document", 2, 0),
}
# the analyst's own choices, and what the blank démarche lacks before any pattern
ANALYSTS = {"scenario-absent", "refus-absent", "fin-sans-courriel"}
OUTCOME = """(frame) => {
  const end = frame.modeler.get("elementRegistry").get("Fin");
  const outcome = { outcome: "accepte" };
  const kind = { type: "zeebe:Properties", list: "properties", item: "zeebe:Property",
    key: "name" };
  if (end) frame.modeler.get("extensions").setPairs(end, kind, outcome);
}"""
LANES = """(frame) => Object.fromEntries(frame.modeler.get("elementRegistry")
  .filter((each) => each.type === "bpmn:Lane")
  .flatMap((lane) => lane.businessObject.get("flowNodeRef").map((node) =>
    [node.name, lane.businessObject.name])))"""


# a point of the screen in the middle of the last part of a flow
POINT = """(frame) => {
  const flow = frame.modeler.get("elementRegistry").find(({ type, source, target }) =>
    type === "bpmn:SequenceFlow" && %s);
  const [from, to] = flow.waypoints.slice(-2);
  const { x, y, scale } = frame.modeler.get("canvas").viewbox();
  const box = frame.querySelector(".djs-container svg").getBoundingClientRect();
  return [box.x + ((from.x + to.x) / 2 - x) * scale, box.y + ((from.y + to.y) / 2 - y) * scale];
}"""

AFTER_THE_COMPLEMENT = POINT % 'source.businessObject.name === "Compléter le dossier"'
AFTER_THE_FIRST = POINT % 'source.businessObject.name === "Déposer la demande"'
BEFORE_THE_END = POINT % 'target.businessObject.name === "Demande reçue"'
# shapes one over the other
COVERED = """(frame) => {
  const all = frame.modeler.get("elementRegistry").filter((each) => !each.labelTarget
    && each.businessObject.$instanceOf("bpmn:FlowNode"));
  return all.flatMap((one) => all.filter((other) => other !== one && one.x < other.x + other.width
    && one.x + one.width > other.x && one.y < other.y + other.height
    && one.y + one.height > other.y).map(({ id }) => [one.id, id]));
}"""

# flows whose end is not on its shape
ASTRAY = """(frame) => {
  const all = frame.modeler.get("elementRegistry").filter((each) => !each.labelTarget);
  const beside = ({ x, y }, box) => x < box.x - 2 || x > box.x + box.width + 2
    || y < box.y - 2 || y > box.y + box.height + 2;
  return all.filter((each) => each.type === "bpmn:SequenceFlow"
    && (beside(each.waypoints[0], each.source) || beside(each.waypoints.at(-1), each.target)))
    .map((each) => `${each.source.businessObject.name} > ${each.target.businessObject.name}`);
}"""


# flows that run through a shape that is neither their beginning nor their end
THROUGH = """(frame) => {
  const all = frame.modeler.get("elementRegistry").filter((each) => !each.labelTarget);
  const shapes = all.filter((each) => each.businessObject.$instanceOf("bpmn:FlowNode"));
  const ways = all.filter((each) => each.type === "bpmn:SequenceFlow");
  const within = ({ waypoints }, { x, y, width, height }) => waypoints.slice(1).some((to, rank) => {
    const from = waypoints[rank];
    return Math.max(from.x, to.x) > x + 2 && Math.min(from.x, to.x) < x + width - 2
      && Math.max(from.y, to.y) > y + 2 && Math.min(from.y, to.y) < y + height - 2;
  });
  const own = ({ source, target }, shape) =>
    [source, target, source.host, target.host].includes(shape)
    || shape.attachers?.includes(source);
  return ways.flatMap((way) => shapes.filter((shape) => !own(way, shape) && within(way, shape))
    .map((shape) => `${way.source.businessObject.name} > ${shape.businessObject.name}`));
}"""


def drop_on_the_flow(editor, pattern: str) -> None:
    """Take a pattern from the palette and let it go on the flow after the first task."""
    editor.page.locator(f".diagram-pattern--{pattern}").click()
    x, y = editor.ask(AFTER_THE_FIRST)
    editor.page.mouse.move(x + 30, y)
    editor.page.mouse.move(x + 1, y)
    editor.page.mouse.move(x, y)
    editor.page.mouse.click(x, y)


def files_of(studio, ana) -> dict[str, bytes]:
    with looking(studio.world, ana.actor) as act:
        return dict(draft_files(act, BLANK))


def meaning(xml: str) -> list[str]:
    """Return what a diagram says, whatever the order of its elements, without its drawing."""
    return sorted(xml.partition("<bpmndi:")[0].splitlines())


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_dropped_on_a_flow_leaves_nothing_for_the_checks_to_say(
    draw, studio, ana, pattern
):
    entry, letters, forms = PATTERNS[pattern]
    editor = draw(width=1600)
    before = files_of(studio, ana)

    drop_on_the_flow(editor, pattern)
    expect(editor.page.get_by_role("option", name=entry)).to_be_visible(timeout=PATIENCE)
    editor.ask(OUTCOME)
    editor.saved()
    deadline = monotonic() + PATIENCE / 1000
    while len(set(files_of(studio, ana)) - set(before)) < letters + forms:
        assert monotonic() < deadline, "the files of the pattern are not there"
        editor.page.wait_for_load_state("networkidle")

    files = files_of(studio, ana)
    made = set(files) - set(before)
    assert sum(path.startswith("letters/") for path in made) == letters
    assert sum(path.startswith("forms/") for path in made) == forms
    assert entry in files["process.bpmn"].decode()
    told = [f for f in check_files(BLANK, files) if f.code not in ANALYSTS]
    assert told == []
    assert editor.heard == []


def test_each_step_of_a_pattern_goes_to_the_lane_of_who_does_it(draw):
    editor = draw(width=1600)

    drop_on_the_flow(editor, "complement")
    editor.saved()

    lanes = editor.ask(LANES)
    assert lanes["Préciser ce qui manque"] == "Service"
    assert lanes["Compléter le dossier"] == "Usager"
    assert lanes["Relancer l’usager"] == lanes["Classé sans suite"] == "Système"


def test_a_pattern_is_undone_and_redone_as_one_with_its_files(draw, studio, ana):
    editor = draw(width=1600)
    before, files = editor.xml(), set(files_of(studio, ana))
    undo = editor.page.locator("[data-tool=undo]")

    drop_on_the_flow(editor, "avis")
    awaits_files(studio, ana, files | {"forms/avis.form"})
    undo.click()
    awaits_files(studio, ana, files)
    undone = editor.xml()
    editor.page.locator("[data-tool=redo]").click()

    awaits_files(studio, ana, files | {"forms/avis.form"})
    assert meaning(undone) == meaning(before)
    assert 'formId="avis"' in editor.xml()
    expect(editor.page.locator("[data-notice]")).to_be_hidden()


def test_a_file_of_an_undone_pattern_that_was_changed_stays_and_is_told(draw, studio, ana):
    editor = draw(width=1600)
    before = set(files_of(studio, ana))
    drop_on_the_flow(editor, "avis")
    awaits_files(studio, ana, before | {"forms/avis.form"})
    url = f"/conception/{BLANK}/fichiers/forms/avis.form"
    made = ana.ask("GET", url).json
    changed = made["content"].replace("Votre avis", "Votre opinion")
    ana.ask("PUT", url, {"content": changed, "revision": made["revision"]})

    editor.page.locator("[data-tool=undo]").click()

    told = "Gardé, car modifié ou utilisé : forms/avis.form."
    expect(editor.page.locator("[data-notice]")).to_have_text(told)
    assert "forms/avis.form" in files_of(studio, ana)


def test_a_second_pattern_takes_other_names(draw, studio, ana):
    editor = draw(width=1600)
    before = set(files_of(studio, ana))

    drop_on_the_flow(editor, "avis")
    awaits_files(studio, ana, before | {"forms/avis.form"})
    editor.page.locator("[data-tool=fit]").click()
    drop_on_the_flow(editor, "avis")

    awaits_files(studio, ana, before | {"forms/avis.form", "forms/avis2.form"})
    assert 'formId="avis2"' in editor.xml()


def awaits_files(studio, ana, paths: set[str]) -> None:
    deadline = monotonic() + PATIENCE / 1000
    while (present := set(files_of(studio, ana))) != paths:
        assert monotonic() < deadline, present ^ paths
        sleep(0.05)


def test_flows_follow_the_shapes_that_make_room(draw):
    editor = draw(width=1600)

    drop_on_the_flow(editor, "decision")
    expect(editor.page.get_by_role("option", name="Décider")).to_be_visible(timeout=PATIENCE)
    editor.page.locator("[data-tool=fit]").click()
    drop_on_the_flow(editor, "visa")

    expect(editor.page.get_by_role("option", name="Corriger le projet")).to_be_visible()
    assert editor.ask(ASTRAY) == []
    assert editor.heard == []


def test_a_second_pattern_is_not_drawn_over_the_ways_of_the_first(draw):
    editor = draw(width=1600)

    drop_on_the_flow(editor, "complement")
    expect(editor.page.get_by_role("option", name="Relancer l’usager")).to_be_visible()
    after = editor.ask(AFTER_THE_COMPLEMENT)
    editor.page.locator(".diagram-pattern--decision").click()
    editor.page.mouse.move(after[0] + 30, after[1])
    editor.page.mouse.move(*after)
    editor.page.mouse.click(*after)

    expect(editor.page.get_by_role("option", name="Notifier l’accord")).to_be_visible()
    assert editor.ask(THROUGH) == []


def test_a_shape_let_go_on_a_short_flow_is_given_room(draw):
    editor = draw(width=1600)
    before = editor.xml()

    for tool in ("create.task", "create.exclusive-gateway"):
        editor.page.locator(f".djs-palette .entry[data-action='{tool}']").click()
        point = editor.ask(BEFORE_THE_END)
        editor.page.mouse.move(point[0] + 30, point[1])
        editor.page.mouse.move(*point)
        editor.page.mouse.click(*point)

    assert editor.ask(COVERED) == []
    assert editor.ask(THROUGH) == []
    assert editor.ask(ASTRAY) == []
    editor.page.keyboard.press("Escape")  # its name is not typed
    undo = editor.page.locator("[data-tool=undo]")
    while undo.is_enabled():
        undo.click()
    assert meaning(editor.xml()) == meaning(before)


def test_escape_gives_a_pattern_up(draw):
    editor = draw(width=1600)
    before = editor.xml()

    editor.page.locator(".diagram-pattern--visa").click()
    editor.page.mouse.move(900, 300)
    expect(editor.page.locator(".diagram-frame")).to_be_visible()
    editor.page.keyboard.press("Escape")

    expect(editor.page.locator(".diagram-frame")).to_have_count(0)
    assert editor.xml() == before
