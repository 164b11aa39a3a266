"""The sandbox as a process of its own, and the release build that is measured on it."""

import json
import os
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Server:
    """`bedr sandbox` with some faults; its environment leads any AWS client to it."""

    def __init__(self, bedr, *faults):
        flags = [word for fault in faults for word in ("--fault", fault)]
        self.process = subprocess.Popen(
            [bedr, "sandbox", "-q", "-o", "json", *flags], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL
        )
        self.variables = json.loads(self.process.stdout.readline())
        self.url = self.variables["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def environment(self):
        kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("AWS_")}
        return kept | self.variables | {"HOME": tempfile.gettempdir(), "AWS_EC2_METADATA_DISABLED": "true"}


def build():
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    return str(ROOT / "target" / "release" / "bedr")
