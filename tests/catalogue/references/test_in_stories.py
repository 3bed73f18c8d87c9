"""Scenarios follow the tasks that a diagram calls by another name, and nothing else."""

from xml.sax.saxutils import quoteattr

import pytest

from workflows.catalogue.references.renaming.in_stories import followed_scenarios

STORY = """# une remarque sur « Décider »
name = "Décider"
start = 2026-01-01T09:00:00

[[step]]
task = "Déposer"  # d'abord
answers = { decision = "Décider", ready = "Décider" }
expect = { ready = ["Décider", 'Viser'], mails = ["Décider"] }

[[step]]
task = 'Décider'
"""


def diagram(**names: str) -> bytes:
    tasks = "".join(f"<userTask id='{id_}' name={quoteattr(name)}/>" for id_, name in names.items())
    model = "http://www.omg.org/spec/BPMN/20100524/MODEL"
    return f'<definitions xmlns="{model}"><process id="p">{tasks}</process></definitions>'.encode()


def followed(before: dict[str, str], after: dict[str, str], story: str = STORY) -> str:
    kept = {"scenarios/a.toml": story.encode()}
    old = {"process.bpmn": diagram(**before), **kept}
    new = {"process.bpmn": diagram(**after), **kept}
    changed = followed_scenarios(old, new)
    return changed.get("scenarios/a.toml", b"").decode()


def test_steps_and_what_is_expected_follow_and_every_other_text_stays():
    text = followed({"a": "Décider", "b": "Déposer"}, {"a": 'Dire "oui"', "b": "Déposer"})

    assert text == STORY.replace("task = 'Décider'", r'task = "Dire \"oui\""').replace(
        'ready = ["Décider"', r'ready = ["Dire \"oui\""'
    )


def test_two_tasks_may_swap_their_names():
    text = followed({"a": "Décider", "b": "Déposer"}, {"a": "Déposer", "b": "Décider"})

    assert 'task = "Décider"  # d' in text
    assert text.endswith('task = "Déposer"\n')


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": "Décider"}, {"a": "Décider"}),
        ({"a": "Décider"}, {"b": "Trancher"}),
        ({"a": "Décider", "b": "Décider"}, {"a": "Trancher", "b": "Décider"}),
        ({"a": "Autre"}, {"a": "Trancher"}),
    ],
    ids=["nothing renamed", "another task", "two of that name", "a task of no story"],
)
def test_what_is_not_sure_stays(before, after):
    assert followed(before, after) == ""


@pytest.mark.parametrize("story", ["pas du toml = = =", 'name = "x"\ntask = 3\nstep = 4\n'])
def test_a_story_that_cannot_be_read_stays(story):
    assert followed({"a": "Décider"}, {"a": "Trancher"}, story) == ""


def test_a_story_written_in_another_manner_stays_rather_than_half_follow():
    inline = 'step = [{ task = "Décider" }, { task = "Déposer" }]\n'

    assert followed({"a": "Décider"}, {"a": "Trancher"}, inline) == ""
