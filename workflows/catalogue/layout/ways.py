"""A way between two boxes of a finished drawing: square, and over as few others as can be."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from workflows.catalogue.layout.routes import without_elbows
from workflows.catalogue.layout.shapes import Box, Point

DETOURS = range(20, 400, 25)
STEP = 15
CROSSING = 2_000  # how much longer a way may be not to cross a box


def best_way(
    source: Box, target: Box, others: Sequence[Box], *, from_below: bool = False
) -> list[Point]:
    """Return the shortest way that crosses the fewest of `others`."""
    ways = [*_from_below(source, target)] if from_below else [*_from_right(source, target)]
    found = (without_elbows(way) for way in (*ways, *_around(source, target)))
    solid = [*(_grown(other, 4) for other in others), _grown(source, -2), _grown(target, -2)]
    return min(found, key=lambda way: _cost(way, solid))


def thin_boxes(path: Iterable[Point]) -> Iterator[Box]:
    """Yield the stretches of a path as boxes one unit thick."""
    for (x, y), (to_x, to_y) in pairwise(path):
        yield Box(min(x, to_x), min(y, to_y), abs(x - to_x) + 1, abs(y - to_y) + 1)


def _grown(box: Box, margin: int) -> Box:
    return Box(box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin)


def _cost(way: Sequence[Point], others: Sequence[Box]) -> int:
    length = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(way))
    thin = list(thin_boxes(way))
    crossed = sum(1 for other in others if any(line.meets(other) for line in thin))
    return length + CROSSING * crossed


def _from_right(source: Box, target: Box) -> Iterator[list[Point]]:
    """Yield the ways that turn once between the two, at several places."""
    (_x, y), (_to_x, to_y) = source.middle, target.middle
    if target.x > source.right:
        for x in range(source.right + STEP, max(target.x - STEP, source.right + STEP + 1), STEP):
            yield [(source.right, y), (x, y), (x, to_y), (target.x, to_y)]
        between = (source.right + target.x) // 2
        yield [(source.right, y), (between, y), (between, to_y), (target.x, to_y)]


def _from_below(source: Box, target: Box) -> Iterator[list[Point]]:
    x, (_to_x, to_y) = source.middle[0], target.middle
    if to_y > source.bottom and target.x > x:
        yield [(x, source.bottom), (x, to_y), (target.x, to_y)]
    if target.x > x:
        for down in DETOURS:
            low = source.bottom + down
            for right in (target.x - STEP, target.x - 2 * STEP):
                yield [(x, source.bottom), (x, low), (right, low), (right, to_y), (target.x, to_y)]


def _around(source: Box, target: Box) -> Iterator[list[Point]]:
    """Yield the ways under and over everything between the two."""
    x, to_x = source.middle[0], target.middle[0]
    leaves, comes = (
        (source.bottom, target.y) if source.bottom < target.y else (source.y, target.bottom)
    )
    between = (leaves + comes) // 2
    yield [(x, leaves), (x, between), (to_x, between), (to_x, comes)]
    for detour in DETOURS:
        low = max(source.bottom, target.bottom) + detour
        yield [(x, source.bottom), (x, low), (to_x, low), (to_x, target.bottom)]
        high = min(source.y, target.y) - detour
        yield [(x, source.y), (x, high), (to_x, high), (to_x, target.y)]
