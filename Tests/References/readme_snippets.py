"""Runs the Python of the README's section "Features for Python" as it stands there, on the demo's workspace.

    python readme_snippets.py AADML          from the repository's root, after Pipelines/demo.sh

The exports the snippets read are made first, by the commands the section shows.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).parent.parent.parent


def main():
    section = (ROOT / "README.md").read_text().split("## Features for Python")[1].split("\n## ")[0]
    commands = [line.split("#")[0].split() for line in re.search(r"```sh\n(.*?)```", section, re.S)[1].splitlines()]
    for command in commands:
        if command[:3] == ["aadml", "features", "export"]:
            subprocess.run([sys.argv[1], *command[1:]], cwd=ROOT, check=True)
    for number, code in enumerate(re.findall(r"```python\n(.*?)```", section, re.S), 1):
        print(f"--- snippet {number}, {len(code.splitlines())} lines", flush=True)
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
