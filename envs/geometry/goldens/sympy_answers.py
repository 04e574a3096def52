r"""Records the answers of sympy to instances of the geometry environments, as JSON lines.

Usage, from the repository:
    PYTHONPATH=envs python envs/geometry/goldens/sympy_answers.py \
        > envs/geometry/goldens/sympy.jsonl
"""

from itertools import combinations

from sympy import Line, Point, Polygon, Segment, convex_hull

from goldens import record

LEVELS = (0, 8)
COUNT = 4


def area(instance):
    return str(abs(Polygon(*instance["corners"]).area))


def corners_of_hull(instance):
    points = [Point(*point) for point in instance["points"]]
    return sorted(points.index(corner) + 1 for corner in convex_hull(*points).vertices)


def places(instance):
    polygon = Polygon(*instance["corners"])

    def place(point):
        if any(side.contains(point) for side in polygon.sides):
            return "border"
        return "inside" if polygon.encloses_point(point) else "outside"

    return [place(Point(*point)) for point in instance["points"]]


def leftmost(instance):
    lines = [Line(Point(0, intercept), slope=slope) for slope, intercept in instance["lines"]]
    meetings = [point for one, other in combinations(lines, 2) for point in one.intersection(other)]
    return str(min(point.x for point in meetings))


def crossings(instance):
    segments = [Segment(Point(*start), Point(*end)) for start, end in instance["segments"]]
    return sum(bool(one.intersection(other)) for one, other in combinations(segments, 2))


ANSWERS = {
    "convex-hull": corners_of_hull,
    "line-intersection": leftmost,
    "point-in-polygon": places,
    "polygon-area": area,
    "segment-crossings": crossings,
}

record(ANSWERS, LEVELS, COUNT)
