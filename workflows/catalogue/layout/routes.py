"""The way of each flow between columns: vertical stretches in the free channels, side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from workflows.catalogue.layout.layers import Edge
from workflows.catalogue.layout.shapes import Point, label_width

MARGIN = 20  # between a column and the first stretch beside it
APART = 12  # between two stretches
NARROWEST = 50
LONGEST_LABEL = 110


@dataclass(slots=True)
class Leg:
    """A vertical stretch in a channel; `order` puts those that leave a row before those that come.

    `channel` is the number of the column on its left, -1 for the margin.
    """

    channel: int
    from_y: int
    to_y: int
    order: int
    track: int = 0

    @property
    def is_flat(self) -> bool:
        """Tell whether the flow goes straight through the channel."""
        return self.from_y == self.to_y

    def meets(self, other: "Leg") -> bool:
        """Tell whether two stretches in the same place would touch."""
        low, high = sorted((self.from_y, self.to_y))
        other_low, other_high = sorted((other.from_y, other.to_y))
        return low <= other_high and other_low <= high


@dataclass(slots=True)
class Route:
    """One flow on its way: where it leaves, its stretches, where it comes."""

    edge: Edge
    start: Sequence[Point]
    legs: list[Leg]
    end: Point = (0, 0)


@dataclass(slots=True)
class Channels:
    """The free space right of each column: how many stretches, and how wide it must be."""

    widths: dict[int, int] = field(default_factory=dict)


def measure_channels(routes: Iterable[Route], columns: int) -> Channels:
    """Give each stretch a track of its own and return the width of each channel."""
    channels = Channels(dict.fromkeys(range(-1, columns), NARROWEST))
    routes = list(routes)
    for channel in channels.widths:
        legs = [leg for route in routes for leg in route.legs if leg.channel == channel]
        tracks = _share(legs)
        label = max((_label_in(route, channel) for route in routes), default=0)
        needed = MARGIN + APART * tracks + label + MARGIN
        channels.widths[channel] = max(NARROWEST, needed)
    return channels


def track_x(leg: Leg, left: int) -> int:
    """Return the abscissa of a stretch in a channel that begins at `left`."""
    return left + MARGIN + APART * leg.track


def without_elbows(points: Sequence[Point]) -> list[Point]:
    """Return a path less the points that lie on a straight line."""
    kept: list[Point] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and _straight(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _share(legs: Sequence[Leg]) -> int:
    placed: list[Leg] = []
    for leg in sorted((each for each in legs if not each.is_flat), key=lambda each: each.order):
        least = max((p.track + 1 for p in placed if p.from_y == leg.to_y), default=0)
        while any(p.track == least and p.meets(leg) for p in placed):
            least += 1
        leg.track = least
        placed.append(leg)
    return max((leg.track + 1 for leg in placed), default=0)


def _label_in(route: Route, channel: int) -> int:
    """Return the room that the name of a short flow needs in the channel it crosses."""
    if not route.edge.name or len(route.legs) != 1 or route.legs[0].channel != channel:
        return 0
    return min(label_width(route.edge.name), LONGEST_LABEL)


def _straight(one: Point, two: Point, three: Point) -> bool:
    return one[0] == two[0] == three[0] or one[1] == two[1] == three[1]
