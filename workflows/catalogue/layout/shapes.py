"""What a layout is made of: boxes, paths, and the natural size of each kind of element."""

from dataclasses import dataclass, field, replace

from lxml import etree

from workflows.engine.diagram.dialects import kind_of

Point = tuple[int, int]

TASK_WIDTH, TASK_HEIGHT = 100, 80
EVENT, GATEWAY = 36, 50
ANNOTATION_WIDTH, ANNOTATION_HEIGHT = 140, 46
DATA_WIDTH, DATA_HEIGHT = 36, 50
LETTER = 6  # width of a letter of a label
LABEL_ENDS = 8  # of the shortest label, that it is not cut in two
LINE = 14  # height of a line of a label
SCOPES = ("subProcess", "transaction", "adHocSubProcess")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Return the abscissa of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Return the ordinate of the lower side."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """Return the centre."""
        return self.x + self.width // 2, self.y + self.height // 2

    def moved(self, right: int, down: int) -> "Box":
        """Return the same box elsewhere."""
        return replace(self, x=self.x + right, y=self.y + down)

    def meets(self, other: "Box", margin: int = 0) -> bool:
        """Tell whether two boxes overlap, or are nearer than `margin`."""
        return (
            self.x < other.right + margin
            and other.x < self.right + margin
            and self.y < other.bottom + margin
            and other.y < self.bottom + margin
        )


@dataclass(slots=True)
class Plan:
    """Where each element goes: boxes of shapes and of labels, paths of flows.

    `widened` are the pools, lanes and sub-processes drawn already that must hold more.
    """

    boxes: dict[str, Box] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)
    paths: dict[str, list[Point]] = field(default_factory=dict)
    widened: dict[str, Box] = field(default_factory=dict)

    def add(self, other: "Plan", right: int, down: int) -> None:
        """Take over another plan, moved."""
        self.boxes |= {id_: box.moved(right, down) for id_, box in other.boxes.items()}
        self.labels |= {id_: box.moved(right, down) for id_, box in other.labels.items()}
        for id_, path in other.paths.items():
            self.paths[id_] = [(x + right, y + down) for x, y in path]


def natural_size(node: etree._Element) -> tuple[int, int]:
    """Return the width and height that bpmn.io gives to an element of this kind."""
    kind = kind_of(node)
    if kind.endswith("Event"):
        return EVENT, EVENT
    if kind.endswith("Gateway"):
        return GATEWAY, GATEWAY
    if kind == "textAnnotation":
        return ANNOTATION_WIDTH, ANNOTATION_HEIGHT
    if kind.startswith("data"):
        return DATA_WIDTH, DATA_HEIGHT
    return TASK_WIDTH, TASK_HEIGHT


def label_width(text: str) -> int:
    """Return about the width of a text written on one line."""
    return LETTER * len(text) + LABEL_ENDS
