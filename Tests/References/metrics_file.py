"""Makes the sets of features from which Tests/StagesTests/Golden/metrics was made; see metrics_file.sh.

    python metrics_file.py DESCRIPTION.npz OUTPUT.npz

DESCRIPTION.npz is any table that 'features export --format npz --table' wrote: its description is taken over. 90 samples of 5 classes
in 8 dimensions a modality.
"""
import json
import sys

import numpy as np

old = np.load(sys.argv[1], allow_pickle=True)
rng = np.random.default_rng(3)
n, width, names = 90, 8, ["bell", "horn", "wind", "rain", "drum"]
centres = rng.normal(size=(len(names), width))
labels = (np.arange(n) % len(names)).astype(np.int64)


def view():
    return (centres[labels] + 1.2 * rng.normal(size=(n, width))).astype(np.float32)


description = json.loads(str(old["description"][0]))
for modality in description["features"].values():
    modality["width"] = width
np.savez(
    sys.argv[2], labels=labels, splits=np.where(np.arange(n) < 45, 0, 2).astype(np.int64), event=np.tile([0.0, 2.0], (n, 1)), audio=view(),
    visual=view(), ids=np.array([f"clip{i}/{names[label]}/0-2" for i, label in enumerate(labels)]), class_names=np.array(names),
    description=np.array([json.dumps(description)]))
