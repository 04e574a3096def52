"""Prints event records as TensorBoard itself writes them.

    pip install tensorboard==2.21.0
    python event-file.py > event-file.json
"""

import io
import json

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter


def record(event):
    out = io.BytesIO()
    RecordWriter(out).write(event.SerializeToString())
    return out.getvalue().hex()


def scalars(at, step, values):
    summary = Summary(value=[Summary.Value(tag=tag, simple_value=value) for tag, value in values])
    return record(Event(wall_time=at / 1000, step=step, summary=summary))


at = 1700000000123
cases = [
    (at, 0, [["training/loss", 0.25]]),
    (at + 1, 1, [["level/längste", 1e-30], ["zero", 0.0], ["negative", -1.5]]),
    (at + 2, 127, []),
    (at + 3, 300, [[f"tag{i}", i / 7] for i in range(12)]),
    (at + 4, 3_000_000_000, [["accuracy/test", 1 / 3]]),
]
golden = {
    "header": {"at": at, "hex": record(Event(wall_time=at / 1000, file_version="brain.Event:2"))},
    "scalars": [
        {"at": at, "step": step, "values": values, "hex": scalars(at, step, values)}
        for at, step, values in cases
    ],
}
print(json.dumps(golden))
