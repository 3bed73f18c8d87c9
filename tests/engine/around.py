"""One diagram to try every event in, and the definitions of events to try.

`o` is a task beside a sub-process `h`, which does `t`, throws if asked, then does `u`; `n` is after
it. The event under test waits in it, on it, or after it.
"""

from tests.engine.case import Case
from tests.engine.test_normalise import drawn, flow

SHARED = (
    '<message id="m" name="message"/><signal id="s" name="signal"/>'
    '<error id="e" name="refus" errorCode="1"/>'
    '<escalation id="c" name="alerte" escalationCode="A"/>'
)


def timer(kind: str, text: str) -> str:
    """Return a timer definition."""
    return f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>"


MESSAGE = '<messageEventDefinition messageRef="m"/>'
SIGNAL = '<signalEventDefinition signalRef="s"/>'
CONDITION = "<conditionalEventDefinition><condition>=pret</condition></conditionalEventDefinition>"
ERROR = '<errorEventDefinition errorRef="e"/>'
TERMINATE = "<terminateEventDefinition/>"
ESCALATION = '<escalationEventDefinition escalationRef="c"/>'
TIMERS = {
    "duration": timer("timeDuration", "P2D"),
    "duration in FEEL": timer("timeDuration", '=duration("P1D") + duration("P1D")'),
    "duration in hours": timer("timeDuration", "PT48H"),
    "date": timer("timeDate", "2026-11-25"),
    "date and time": timer("timeDate", "2026-11-25T09:00:00+11:00"),
    "date in FEEL": timer("timeDate", "=today() + duration(&quot;P2D&quot;)"),
    "working days": timer("timeDate", "=add working days(today(), 2)"),
    "cycle": timer("timeCycle", "R3/P2D"),
    "cycle in FEEL": timer("timeCycle", '="R/P2D"'),
}
MOVES = {
    "message": (MESSAGE, lambda case: case.receive("message")),
    "signal": (SIGNAL, lambda case: case.hear("signal")),
    "condition": (CONDITION, lambda case: case.receive("message", pret=True)),
    **{f"timer: {name}": (text, lambda case: case.after(days=2)) for name, text in TIMERS.items()},
}
LISTENS = (  # a message that only brings a variable
    '<subProcess id="listen" triggeredByEvent="true"><startEvent id="ls" isInterrupting="false">'
    f'{MESSAGE}</startEvent><scriptTask id="lt"><extensionElements><zeebe:script'
    ' expression="=1" resultVariable="x"/></extensionElements></scriptTask>'
    + flow("ls", "lt")
    + "</subProcess>"
)


def around(definition: str, **said: str) -> Case:
    """Return a dossier in the diagram of this file, with parts of it as `said`."""
    thrown = said.get("thrown", "")
    inside = said.get("inside", "")
    listens = LISTENS if definition == CONDITION else ""
    return Case(
        drawn(
            '<startEvent id="s0"/><parallelGateway id="f"/><task id="o"/><subProcess id="h">'
            f'<startEvent id="i"/><task id="t"/>{thrown}{inside}'
            + (flow("i", "t") + said.get("flows", ""))
            + '</subProcess><task id="n"/>'
            + flow("s0", "f")
            + flow("f", "o")
            + flow("f", "h")
            + flow("h", "n")
            + said.get("outside", "")
            + listens,
            SHARED,
        )
    )


def attached(definition: str, interrupts: str) -> str:
    return (
        f'<boundaryEvent id="b" attachedToRef="h" cancelActivity="{interrupts}">{definition}'
        '</boundaryEvent><task id="after"/>' + flow("b", "after")
    )


def event_scope(definition: str, interrupts: str) -> str:
    return (
        '<subProcess id="es" triggeredByEvent="true">'
        f'<startEvent id="x" isInterrupting="{interrupts}">{definition}</startEvent>'
        '<task id="after"/>' + flow("x", "after") + "</subProcess>"
    )
