"""Which row each node goes to, in the band of its lane; a long flow keeps a row for itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workflows.catalogue.layout.layers import Edge, Layers

Cell = tuple[int, int, int]  # column, band, row


@dataclass(slots=True)
class Cells:
    """The row of each node in its band, and (band, row) of the flows that cross columns."""

    rows: dict[str, int] = field(default_factory=dict)
    corridors: dict[str, tuple[int, int]] = field(default_factory=dict)
    heights: dict[int, int] = field(default_factory=dict)  # band -> number of rows
    taken: set[Cell] = field(default_factory=set)

    def take(self, columns: Sequence[int], band: int, wanted: int) -> int:
        """Keep the free row nearest to `wanted` in these columns; below rather than above."""
        for row in _around(wanted):
            if not any((column, band, row) in self.taken for column in columns):
                self.taken.update((column, band, row) for column in columns)
                self.heights[band] = max(self.heights.get(band, 0), row + 1)
                return row
        raise AssertionError  # `_around` never ends


def cells_of(layers: Layers, edges: Sequence[Edge], bands: Mapping[str, int]) -> Cells:
    """Place every node; `bands` gives the number of the lane of each."""
    cells = Cells()
    arriving: dict[str, list[Edge]] = {node: [] for node in layers.of}
    leaving: dict[str, list[Edge]] = {node: [] for node in layers.of}
    for edge in edges:
        if edge.id not in layers.back:
            arriving[edge.target].append(edge)
            leaving[edge.source].append(edge)
    for column in range(max(layers.of.values(), default=-1) + 1):
        here = [node for node, layer in layers.of.items() if layer == column]
        wanted = {node: _wanted(cells, arriving[node], node, bands) for node in here}
        for node in sorted(here, key=wanted.__getitem__):
            cells.rows[node] = cells.take([column], bands[node], wanted[node])
        for edge in (edge for node in here for edge in leaving[node]):
            _keep_corridor(cells, layers, edge, bands[edge.source])
    for edge in (edge for edge in edges if edge.id in layers.back):
        _keep_corridor(cells, layers, edge, bands[edge.source])
    return cells


def _wanted(cells: Cells, arriving: Sequence[Edge], node: str, bands: Mapping[str, int]) -> int:
    """Return the row of what comes before in the same lane, one lower after an event."""
    for edge in arriving:
        if bands[edge.source] == bands[node]:
            return cells.rows[edge.source] + (1 if edge.event else 0)
    return 0


def _keep_corridor(cells: Cells, layers: Layers, edge: Edge, band: int) -> None:
    """Keep a row free of nodes for an edge that does not go to the next column."""
    first, last = layers.of[edge.source], layers.of[edge.target]
    columns = list(range(first + 1, last) if last > first else range(last, first + 1))
    if columns:
        row = cells.take(columns, band, cells.rows[edge.source] + 1)
        cells.corridors[edge.id] = (band, row)


def _around(wanted: int) -> Iterator[int]:
    """Yield every row from 0, the nearest to `wanted` first."""
    yield wanted
    distance = 1
    while True:
        yield wanted + distance
        if wanted >= distance:
            yield wanted - distance
        distance += 1
