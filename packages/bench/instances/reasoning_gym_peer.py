"""Instances of reasoning-gym: each item made anew, its question and its answer taken."""
from importlib.metadata import version
from time import perf_counter, process_time

from peer import serve
from reasoning_gym_data import create

# Nothing is made before it is asked for.
SIZE = 2**31


def draw(request):
    """Instances for so many seconds; how many there were in a second of processor time."""
    items = iter(create(request["dataset"], request["parameters"], request["seed"], SIZE))
    count = 0
    used, began = process_time(), perf_counter()
    while perf_counter() - began < request["seconds"]:
        item = next(items)
        item["question"], item["answer"]
        count += 1
    return count / (process_time() - used)


serve(version("reasoning-gym"), draw)
