"""The engine against an independent token game, on random block-structured models."""

import os
from random import Random

import pytest

from tests.engine.blocks import Block, Game, all_variables, bpmn, random_model
from tests.engine.case import Case
from workflows.engine import parse_process

SEED = 20261123
MOVES = 40
MODELS = int(os.environ.get("BLOCK_MODELS", "1000"))  # 5,000 take about a minute and a half


def play(seed: int) -> int:
    """Play one random model in both; return the number of moves, all of them in agreement."""
    random = Random(seed)  # noqa: S311  # a model, not a secret
    model = random_model(random)
    known: dict[str, bool] = {}
    game = Game(model, known)
    case = Case(parse_process(bpmn(model)))
    for move in range(MOVES):
        assert case.ready == game.ready(), f"seed {seed} move {move}"
        assert case.advance.finished is game.over
        if game.over:
            return move
        name = random.choice(game.ready())
        answers = _answers(model, random)
        known.update(answers)
        game.do(name)
        case.do(name, **answers)
    return MOVES


def _answers(model: Block, random: Random) -> dict[str, bool]:
    return {name: random.random() < 0.4 for name in all_variables(model)}


def test_random_models_are_played_as_their_blocks_mean():
    moves = sum(play(seed) for seed in range(SEED, SEED + 300))

    assert moves > 1_200


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_many_random_models_are_played_as_their_blocks_mean():
    for seed in range(MODELS):
        play(seed)
