"""The Python side of Peer.ts: one JSON line in, one out."""
import json
import sys


def serve(version, answer):
    """Says that the imports are done, then answers questions until there are no more."""
    print(json.dumps({"version": version}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
