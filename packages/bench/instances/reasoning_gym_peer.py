"""Instances of reasoning-gym: each item made anew, its question and its answer taken."""
from importlib.metadata import version
from time import perf_counter, process_time

from reasoning_gym import create_dataset

from peer import serve

# Nothing is made before it is asked for.
SIZE = 2**31


def draw(request):
    """Instances for so many seconds; how many there were in a second of processor time."""
    dataset = create_dataset(request["dataset"], seed=request["seed"], size=SIZE, **request["parameters"])
    items = iter(dataset)
    count = 0
    used, began = process_time(), perf_counter()
    while perf_counter() - began < request["seconds"]:
        for _ in range(request["batch"]):
            item = next(items)
            item["question"], item["answer"]
        count += request["batch"]
    return count / (process_time() - used)


serve(version("reasoning-gym"), draw)
