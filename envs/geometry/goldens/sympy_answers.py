"""Records the answers of sympy to instances of the geometry environments, as JSON lines.

Usage, from the repository: python envs/geometry/goldens/sympy_answers.py > envs/geometry/goldens/sympy.jsonl
"""

import json
import subprocess
from itertools import combinations

from sympy import Line, Point, Polygon, Segment, convex_hull

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

for environment, answer in ANSWERS.items():
    for level in LEVELS:
        command = ["bun", "packages/cli/main.ts", "env", "sample", environment, "--json"]
        drawn = subprocess.run(
            [*command, "--level", str(level), "--count", str(COUNT)], check=True, stdout=subprocess.PIPE, text=True
        )
        for line in drawn.stdout.splitlines():
            instance = json.loads(line)["instance"]
            record = {"environment": environment, "instance": instance, "answer": answer(instance)}
            print(json.dumps(record, separators=(",", ":")), flush=True)
