"""Random block-structured models, and a token game that knows nothing of the engine.

A model is a tree of blocks. `bpmn` draws it; `Game` plays it by the blocks' own meaning.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'
KINDS = ["task", "task", "sequence", "sequence", "xor", "and", "or", "loop", "sub"]
WATCHED = [*KINDS, "watched", "watched", "watched"]  # activities with timers: not for `Game`


@dataclass
class Block:
    """A block: its kind, its number in the model, what it holds, the variables of its ways."""

    kind: str
    number: int
    parts: list["Block"] = field(default_factory=list)

    @property
    def variables(self) -> list[str]:
        """The variables that decide in this block: one for each way but the last."""
        counts = {"xor": len(self.parts) - 1, "or": len(self.parts) - 1, "loop": 1}
        return [f"v{self.number}_{way}" for way in range(counts.get(self.kind, 0))]


def random_model(random: Random, kinds: Sequence[str] = KINDS, depth: int = 4) -> Block:
    """Return a random model; the numbers of its blocks are unique."""
    numbers = iter(range(10_000))

    def block(depth: int) -> Block:
        kind = random.choice(kinds) if depth else "task"
        made = Block(kind, next(numbers))
        parts = {"task": 0, "loop": 1, "sub": 1, "sequence": 2, "watched": 3}.get(
            kind, random.randint(2, 3)
        )
        made.parts = [block(depth - 1) for _part in range(parts)]
        return made

    return Block("sequence", next(numbers), [block(depth), Block("task", next(numbers))])


def all_variables(block: Block) -> list[str]:
    """Return the variables of a model."""
    return block.variables + [name for part in block.parts for name in all_variables(part)]


def bpmn(model: Block) -> bytes:
    """Draw `model` as BPMN."""
    drawing = _Drawing()
    first, last = drawing.draw(model)
    drawing.out += ['<startEvent id="s"/>', '<endEvent id="e"/>']
    drawing.flow("s", first)
    drawing.flow(last, "e")
    return f"{HEAD}{''.join(drawing.out)}</process></definitions>".encode()


class _Drawing:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.flows = 0

    def flow(self, source: str, target: str, condition: str = "") -> str:
        self.flows += 1
        inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        id_ = f"f{self.flows}_{source}"
        ends = f'sourceRef="{source}" targetRef="{target}"'
        self.out.append(f'<sequenceFlow id="{id_}" {ends}>{inner}</sequenceFlow>')
        return id_

    def draw(self, block: Block) -> tuple[str, str]:
        """Draw `block`; return the ids of its first and last nodes."""
        draw: Callable[[Block], tuple[str, str]] = getattr(self, f"_{block.kind}")
        return draw(block)

    def _task(self, block: Block) -> tuple[str, str]:
        id_ = f"t{block.number}"
        self.out.append(f'<userTask id="{id_}"/>')
        return id_, id_

    def _sequence(self, block: Block) -> tuple[str, str]:
        drawn = [self.draw(part) for part in block.parts]
        for (_first, last), (first, _last) in pairwise(drawn):
            self.flow(last, first)
        return drawn[0][0], drawn[-1][1]

    def _split(self, block: Block, kind: str) -> tuple[str, str]:
        opening, closing = f"o{block.number}", f"c{block.number}"
        self.out.append(f'<{kind} id="{closing}"/>')
        conditions = [f"={name}" for name in block.variables] + [""]
        default = ""
        for place, part in enumerate(block.parts):
            first, last = self.draw(part)
            condition = conditions[place] if kind != "parallelGateway" else ""
            default = self.flow(opening, first, condition)
            self.flow(last, closing)
        said = f' default="{default}"' if kind != "parallelGateway" else ""
        self.out.append(f'<{kind} id="{opening}"{said}/>')
        return opening, closing

    def _xor(self, block: Block) -> tuple[str, str]:
        return self._split(block, "exclusiveGateway")

    def _and(self, block: Block) -> tuple[str, str]:
        return self._split(block, "parallelGateway")

    def _or(self, block: Block) -> tuple[str, str]:
        return self._split(block, "inclusiveGateway")

    def _loop(self, block: Block) -> tuple[str, str]:
        opening, closing = f"o{block.number}", f"c{block.number}"
        first, last = self.draw(block.parts[0])
        out = f"x{block.number}"
        self.out.append(f'<exclusiveGateway id="{opening}"/><exclusiveGateway id="{out}"/>')
        self.flow(opening, first)
        self.flow(last, closing)
        self.flow(closing, opening, f"={block.variables[0]}")
        default = self.flow(closing, out)
        self.out.append(f'<exclusiveGateway id="{closing}" default="{default}"/>')
        return opening, out

    def _sub(self, block: Block) -> tuple[str, str]:
        id_ = f"sub{block.number}"
        inner = _Drawing()
        inner.flows = (block.number + 1) * 1_000
        first, last = inner.draw(block.parts[0])
        inner.out += [f'<startEvent id="{id_}s"/>', f'<endEvent id="{id_}e"/>']
        inner.flow(f"{id_}s", first)
        inner.flow(last, f"{id_}e")
        self.out.append(f'<subProcess id="{id_}">{"".join(inner.out)}</subProcess>')
        return id_, id_

    def _watched(self, block: Block) -> tuple[str, str]:
        """Draw a sub-process with a reminder and a deadline, each with work of its own."""
        activity, _same = self._sub(block)
        closing = f"c{block.number}"
        self.out.append(f'<exclusiveGateway id="{closing}"/><endEvent id="q{block.number}"/>')
        self.flow(activity, closing)
        for place, (days, interrupts, target) in enumerate(
            [(block.number % 7, "false", f"q{block.number}"), (9, "true", closing)], start=1
        ):
            event = f"b{block.number}_{place}"
            first, last = self.draw(block.parts[place])
            self.out.append(
                f'<boundaryEvent id="{event}" attachedToRef="{activity}"'
                f' cancelActivity="{interrupts}"><timerEventDefinition><timeDuration>P{days}D'
                "</timeDuration></timerEventDefinition></boundaryEvent>"
            )
            self.flow(event, first)
            self.flow(last, target)
        return activity, closing


class Game:
    """One play of a block: what is ready, and when it is over."""

    def __init__(self, block: Block, known: dict[str, bool]) -> None:
        self.block = block
        self.known = known
        self.over = False
        self.inside: list[Game] = []
        self._enter(0)

    def ready(self) -> list[str]:
        """Return the ready tasks, sorted."""
        if self.over:
            return []
        if self.block.kind == "task":
            return [f"t{self.block.number}"]
        return sorted(name for part in self.inside for name in part.ready())

    def do(self, name: str) -> None:
        """Complete the ready task `name`."""
        if self.block.kind == "task":
            self.over = True
            return
        part = next(each for each in self.inside if name in each.ready())
        part.do(name)
        if all(each.over for each in self.inside):
            self._go_on(part)

    def _enter(self, place: int) -> None:
        ways = {
            "sequence": self.block.parts[place : place + 1],
            "loop": self.block.parts,
            "sub": self.block.parts,
            "and": self.block.parts,
            "xor": self._chosen()[:1],
            "or": self._chosen(),
        }
        self.inside = [Game(part, self.known) for part in ways.get(self.block.kind, [])]

    def _chosen(self) -> list[Block]:
        taken = [
            part
            for part, name in zip(self.block.parts, self.block.variables, strict=False)
            if self.known.get(name)
        ]
        return taken or self.block.parts[-1:]

    def _go_on(self, part: "Game") -> None:
        place = self.block.parts.index(part.block) + 1
        if self.block.kind == "sequence" and place < len(self.block.parts):
            self._enter(place)
        elif self.block.kind == "loop" and self.known.get(self.block.variables[0]):
            self._enter(0)
        else:
            self.over = True
