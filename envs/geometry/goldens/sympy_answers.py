"""Records the answers of sympy to instances of the geometry environments.

Usage, from the repository: python envs/geometry/goldens/sympy_answers.py > envs/geometry/goldens/sympy.json
"""

import json
import subprocess
from itertools import combinations

from sympy import Line, Point, Polygon, Segment, convex_hull

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
    "convex-hull": (corners_of_hull, [0, 8]),
    "line-intersection": (leftmost, [0, 8]),
    "point-in-polygon": (places, [0, 8]),
    "polygon-area": (area, [0, 8]),
    "segment-crossings": (crossings, [0, 8]),
}


def main():
    recorded = []
    for name, (answer, levels) in ANSWERS.items():
        for level in levels:
            command = ["bun", "packages/cli/main.ts", "env", "sample", name, "--json"]
            lines = subprocess.run(
                [*command, "--level", str(level), "--count", str(COUNT)], check=True, capture_output=True, text=True
            ).stdout.splitlines()
            for line in lines:
                instance = json.loads(line)["instance"]
                recorded.append({"environment": name, "instance": instance, "answer": answer(instance)})
    print("[\n" + ",\n".join(f"  {json.dumps(one)}" for one in recorded) + "\n]")


main()
