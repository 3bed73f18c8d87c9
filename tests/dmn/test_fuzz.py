"""Whatever a decision file holds, it is read or refused, and decides or raises DmnError."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dmn.tables import decisions, literal, table
from tests.feel.expressions import seeded, write
from workflows.dmn import DmnError, InvalidXml, decide, read_decisions
from workflows.dmn.hit_policies import POLICIES

VARIABLES = {"a": 3, "b": "texte", "liste": [1, 2], "contexte": {"a": 1}}


def attempt(xml: bytes) -> None:
    try:
        decide(read_decisions(xml), "d", VARIABLES)
    except (DmnError, InvalidXml) as refused:
        message = refused.message
    else:
        message = "decided"
    assert message


def _cell(random: Random) -> str:
    shape = random.choice(("{0}", "-", "< {0}", "not({0})", "[{0}..{1}]", "{0}, {1}", "? = {0}"))
    return shape.format(write(random, 2), write(random, 2))


@settings(max_examples=300, deadline=None)
@given(st.integers(min_value=0))
def test_a_random_table_decides_or_is_refused(seed):
    random = seeded(seed)
    rules = [
        (_cell(random), _cell(random), write(random, 2), write(random, 1))
        for _ in range(random.randrange(4))
    ]
    outputs = ("x", f"y={_cell(random)}={write(random, 1)}")

    attempt(table(random.choice(sorted(POLICIES)), rules, inputs=("a", "b"), outputs=outputs))


@settings(max_examples=300, deadline=None)
@given(st.integers(min_value=0))
def test_a_random_boxed_expression_decides_or_is_refused(seed):
    random = seeded(seed)

    attempt(decisions(_boxed(random, 3)))


def _boxed(random: Random, depth: int) -> str:
    if depth == 0:
        return literal(write(random, 3))
    parts = [_boxed(random, depth - 1) for _ in range(3)]
    shapes = (
        "<list>{0}{1}</list>",
        "<conditional><if>{0}</if><then>{1}</then><else>{2}</else></conditional>",
        "<filter><in>{0}</in><match>{1}</match></filter>",
        "<for iteratorVariable='x'><in>{0}</in><return>{1}</return></for>",
        "<some iteratorVariable='x'><in>{0}</in><satisfies>{1}</satisfies></some>",
        "<every iteratorVariable='x'><in>{0}</in><satisfies>{1}</satisfies></every>",
        "<invocation>{0}<binding><parameter name='a'/>{1}</binding></invocation>",
        "<context><contextEntry><variable name='é a'/>{0}</contextEntry>"
        "<contextEntry>{1}</contextEntry></context>",
        "<relation><column name='c'/><row>{0}</row><row>{1}</row></relation>",
        "<functionDefinition><formalParameter name='p'/>{0}</functionDefinition>",
    )
    return random.choice(shapes).format(*parts)


@settings(max_examples=300, deadline=None)
@given(st.integers(min_value=0))
def test_a_damaged_file_is_read_or_refused(seed):
    random = seeded(seed)
    xml = bytearray(table("FIRST", [("> 3", '"oui"'), ("-", '"non"')], inputs=("a",)))
    for _ in range(random.randrange(1, 4)):
        xml[random.randrange(len(xml))] = random.randrange(256)

    attempt(bytes(xml))
