"""The process engine: SpiffWorkflow behind pure functions. State in, Advance out.

`parse_process` reads a diagram once and `find_flaws` explores it; `start`, `complete`, `wake`,
`deliver` and `broadcast` move one dossier; nothing here knows a database, a person or a clock.
"""

import logging

from workflows.engine.advance import (
    Advance,
    Awaited,
    AwaitedKind,
    DecisionTrace,
    Effect,
    Passed,
    Question,
    ReadyTask,
    Sent,
)
from workflows.engine.codec import pack, unpack
from workflows.engine.definition import (
    Adjustment,
    Choice,
    Element,
    Expression,
    HumanTask,
    InvalidProcess,
    ProcessDefinition,
    ServiceElement,
)
from workflows.engine.keys import key_text
from workflows.engine.migration import Obstacle, Versions, find_obstacles, migrate
from workflows.engine.process import parse_process
from workflows.engine.runner import answered, broadcast, complete, deliver, start, wake
from workflows.engine.soundness import Flaw, find_flaws

__all__ = [
    "Adjustment",
    "Advance",
    "Awaited",
    "AwaitedKind",
    "Choice",
    "DecisionTrace",
    "Effect",
    "Element",
    "Expression",
    "Flaw",
    "HumanTask",
    "InvalidProcess",
    "Obstacle",
    "Passed",
    "ProcessDefinition",
    "Question",
    "ReadyTask",
    "Sent",
    "ServiceElement",
    "Versions",
    "answered",
    "broadcast",
    "complete",
    "deliver",
    "find_flaws",
    "find_obstacles",
    "key_text",
    "migrate",
    "pack",
    "parse_process",
    "start",
    "unpack",
    "wake",
]

# Below this level SpiffWorkflow walks the whole tree to describe each change of state.
for _name in ("spiff.task", "spiff.workflow"):
    logging.getLogger(_name).setLevel(logging.WARNING)
