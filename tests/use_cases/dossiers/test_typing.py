"""An agent who types in a task nobody holds takes it: two drafts never overwrite each other."""

import pytest

from tests.use_cases.cast import TestWorld, file_dossier, live_task, make_agent, make_citizen
from workflows.errors import Forbidden
from workflows.use_cases.act import acting, looking
from workflows.use_cases.dossiers.fill_task import open_task, save_page


def test_a_colleague_does_not_write_over_what_an_agent_types(world: TestWorld, aide: str):
    alice, beatrice = make_agent(world, "Alice"), make_agent(world, "Béatrice")
    task_id = live_task(world, file_dossier(world, make_citizen(world), aide))
    with acting(world, alice) as act:
        save_page(act, task_id, 0, {"motif": ["Vu par Alice"]})

    with pytest.raises(Forbidden), acting(world, beatrice) as act:
        save_page(act, task_id, 0, {"motif": ["Vu par Béatrice"]})

    with looking(world, alice) as act:
        assert open_task(act, task_id).values["motif"] == "Vu par Alice"
