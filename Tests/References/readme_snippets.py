"""Runs the Python of the README's sections "Features for Python" and "Decoded media" as it stands there, on the demo's workspace.

    python readme_snippets.py AADML          from the repository's root, after Pipelines/demo.sh

What the snippets read is made first, by the commands the sections show. Needs numpy, h5py, webdataset and pillow.
"""

import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).parent.parent.parent


SECTIONS = ["Features for Python", "Decoded media"]
COMMANDS = [["aadml", "features", "export"], ["aadml", "run"]]


def run_commands(section):
    for block in re.findall(r"```sh\n(.*?)```", section, re.S):
        for line in block.splitlines():
            command = line.split("#")[0].split()
            if any(command[:len(start)] == start for start in COMMANDS):
                if "--to" in command:
                    remove(ROOT / command[command.index("--to") + 1])
                subprocess.run([sys.argv[1], *command[1:]], cwd=ROOT, check=True)


def remove(path):
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def main():
    text = (ROOT / "README.md").read_text()
    for title in SECTIONS:
        if f"\n## {title}\n" not in text:
            sys.exit(f"README.md has no section '{title}'")
        section = text.split(f"\n## {title}\n")[1].split("\n## ")[0]
        run_commands(section)
        for number, code in enumerate(re.findall(r"```python\n(.*?)```", section, re.S), 1):
            print(f"--- {title}, snippet {number}, {len(code.splitlines())} lines", flush=True)
            subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.argv[1] = str(pathlib.Path(sys.argv[1]).resolve())
    main()
