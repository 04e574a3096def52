"""Instances of reasoning-gym: each item made anew, its question and its answer taken."""
from importlib.metadata import version
from time import perf_counter, process_time

from peer import serve
from reasoning_gym_data import create

# The most that all data sets allow; nothing is made before it is asked for.
SIZE = 20_000


def endless(dataset):
    """Its items, made anew each time."""
    while True:
        yield from dataset


def draw(request):
    """Instances for so many seconds; how many there were in a second of processor time."""
    items = endless(create(request["dataset"], request["parameters"], request["seed"], SIZE))
    count = 0
    used, began = process_time(), perf_counter()
    while perf_counter() - began < request["seconds"]:
        item = next(items)
        item["question"], item["answer"]
        count += 1
    return count / (process_time() - used)


serve(version("reasoning-gym"), draw)
