"""Where articles lie on the picture of their page, from `placements.area`.

The areas are in pixels of the picture as the site shows it, which may be smaller than the file, or
in percent.  Which of these, no page says: it is told from how far the areas reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Polygon = tuple[tuple[float, float], ...]

_LEAST_FILLED = 0.7  # of the picture's width or height that the areas of a page reach
_LONGEST = 4000  # numbers of one area


@dataclass(frozen=True, slots=True)
class Shapes:
    """For each area its polygons, as the value of an SVG attribute `points`, in pixels of the
    file; none where it is not sure where they lie.  `estimated`: told from the margins."""

    polygons: tuple[tuple[str, ...], ...]
    estimated: bool = False


def shapes(areas: Sequence[str], width: int, height: int) -> Shapes:
    """The areas of one page on its picture, whose size is in pixels."""
    read = [polygons(area) for area in areas]
    points = [point for own in read for polygon in own for point in polygon]
    nothing = Shapes(tuple(() for _ in areas))
    if not points or width <= 0 or height <= 0:
        return nothing
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom = max(y for _, y in points)
    across, down, estimated = 1.0, 1.0, False
    if right > width * _LEAST_FILLED or bottom > height * _LEAST_FILLED:
        pass
    elif right <= 100 and bottom <= 100:
        across, down = width / 100, height / 100
    else:  # printed pages have the same margin on both sides
        across = down = width / (left + right)
        estimated = True
        if bottom * down < height * _LEAST_FILLED:
            return nothing
    if right * across > width * 1.02 or bottom * down > height * 1.02:
        return nothing
    return Shapes(
        tuple(tuple(_written(polygon, across, down) for polygon in own) for own in read),
        estimated,
    )


def polygons(area: str) -> list[Polygon]:
    """The corners of each polygon of an area; what is no list of pairs of numbers is left out.
    Two corners are a rectangle."""
    found = []
    for part in area.split(";"):
        try:
            numbers = [float(number) for number in part.split(",")[:_LONGEST]]
        except ValueError:
            continue
        if len(numbers) % 2 or len(numbers) < 4 or not all(0 <= n < 1e6 for n in numbers):
            continue
        corners = tuple(zip(numbers[::2], numbers[1::2], strict=True))
        if len(corners) == 2:
            (left, top), (right, bottom) = corners
            corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        found.append(corners)
    return found


def _written(polygon: Polygon, across: float, down: float) -> str:
    return " ".join(f"{x * across:.1f},{y * down:.1f}" for x, y in polygon)
