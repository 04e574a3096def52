r"""Records the answers of networkx to instances of the graph environments, as JSON lines.

Usage, from the repository:
    PYTHONPATH=envs python envs/graph/goldens/networkx_answers.py \
        > envs/graph/goldens/networkx.jsonl
"""

import networkx as nx

from goldens import record

LEVELS = (8,)
COUNT = 12


def weighted(edges, kind=nx.Graph, name="weight"):
    graph = kind()
    graph.add_edges_from((one, other, {name: value}) for one, other, value in edges)
    return graph


def on_all(vertices, edges, kind=nx.Graph):
    graph = kind()
    graph.add_nodes_from(range(vertices))
    graph.add_edges_from(edges)
    return graph


def diameter(edges):
    return nx.diameter(nx.Graph(edges))


def degree(vertex, edges):
    graph = nx.Graph(edges)
    return graph.degree(vertex) if vertex in graph else 0


def trail(edges):
    steps = list(nx.eulerian_path(nx.Graph(edges)))
    return [steps[0][0]] + [other for _, other in steps]


def assignment(able):
    workers = [f"worker {index}" for index in range(len(able))]
    graph = nx.Graph((workers[index], job) for index, jobs in enumerate(able) for job in jobs)
    matching = nx.bipartite.maximum_matching(graph, workers)
    return [matching[worker] for worker in workers]


def ancestor(children, first, second):
    tree = nx.DiGraph((parent, child) for child, parent in children)
    return nx.lowest_common_ancestor(tree, first, second)


ANSWERS = {
    "bridges": lambda i: len(list(nx.bridges(on_all(i["vertices"], i["links"])))),
    "connected-components": lambda i: nx.number_connected_components(on_all(i["vertices"], i["edges"])),
    "eulerian-trail": lambda i: trail(i["edges"]),
    "job-assignment": lambda i: assignment(i["able"]),
    "lowest-common-ancestor": lambda i: ancestor(i["children"], i["first"], i["second"]),
    "maximum-flow": lambda i: nx.maximum_flow_value(
        weighted(i["pipes"], nx.DiGraph, "capacity"), 0, i["tanks"] - 1
    ),
    "minimum-spanning-tree": lambda i: int(
        nx.minimum_spanning_tree(weighted(i["cables"])).size(weight="weight")
    ),
    "reachability": lambda i: nx.has_path(on_all(i["vertices"], i["arrows"], nx.DiGraph), i["from"], i["to"]),
    "shortest-path-length": lambda i: nx.dijkstra_path_length(weighted(i["roads"]), i["from"], i["to"]),
    "shortest-route": lambda i: nx.shortest_path(nx.Graph(i["lines"]), i["from"], i["to"]),
    "strongly-connected-components": lambda i: nx.number_strongly_connected_components(
        on_all(i["vertices"], i["arrows"], nx.DiGraph)
    ),
    "topological-order": lambda i: list(nx.topological_sort(on_all(i["vertices"], i["edges"], nx.DiGraph))),
    "tree-diameter": lambda i: diameter(i["edges"]),
    "vertex-degree": lambda i: degree(i["vertex"], i["edges"]),
}

record(ANSWERS, LEVELS, COUNT)
