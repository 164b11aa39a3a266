"""What the checks share: clients whose replies are held against the service model, refusals, the run of them all.

Takes the endpoints, the keys and the region from the environment, as any AWS client does; BEDR is bedr's binary when it
is not `bedr`.
"""

import contextlib
import json
import os
import subprocess
import sys
import traceback

import boto3
from botocore.config import Config

BEDR = os.environ.get("BEDR", "bedr")
CHECKS = []


def client(service, region=None, read_timeout=60, **settings):
    region = region or os.environ.get("AWS_REGION", "us-east-1")
    config = Config(retries={"total_max_attempts": 1}, region_name=region, read_timeout=read_timeout)
    made = boto3.session.Session().client(service, config=config, **settings)
    made.meta.events.register("before-parse.*.*", conforms)
    return made


def conforms(operation_model, response_dict, **_):
    """Compares a JSON reply as it came with the service model, which boto3's own parser reads leniently."""
    shape = operation_model.output_shape
    if response_dict["status_code"] == 200 and shape and not shape.serialization.get("payload"):
        compare(json.loads(response_dict["body"]), shape, operation_model.name)


def compare(value, shape, path):
    if shape.type_name == "structure" and not getattr(shape, "is_document_type", False):
        assert isinstance(value, dict), f"{path} is {type(value)}"
        unknown = value.keys() - shape.members.keys()
        assert not unknown, f"{path} has {unknown}, which the service model does not"
        missing = set(shape.required_members) - value.keys()
        assert not missing, f"{path} lacks {missing}"
        for name, member in value.items():
            compare(member, shape.members[name], f"{path}.{name}")
    elif shape.type_name == "list":
        for item in value:
            compare(item, shape.member, f"{path}[]")
    elif shape.type_name in ("integer", "long"):
        assert isinstance(value, int), f"{path} is {value!r}"
    elif shape.type_name in ("string", "timestamp"):
        assert isinstance(value, str), f"{path} is {value!r}"


def check(function):
    CHECKS.append(function)
    return function


def refused(error, call, **arguments):
    """Calls, expects the error class, and gives its code, message, status and request id."""
    try:
        call(**arguments)
    except error as caught:
        reply = caught.response
        assert len(reply["ResponseMetadata"]["RequestId"]) == 36, reply
        return reply["Error"]["Code"], reply["Error"]["Message"], reply["ResponseMetadata"]["HTTPStatusCode"]
    raise AssertionError(f"{call} was not refused")


@contextlib.contextmanager
def misbehaving(*faults):
    """A sandbox of its own for what is inside, with these faults."""
    command = [BEDR, "sandbox", "-q", "-o", "json", *(f"--fault={fault}" for fault in faults)]
    before = dict(os.environ)
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as sandbox:
        try:
            os.environ.update(json.loads(sandbox.stdout.readline()))
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)
            sandbox.terminate()


def run():
    """Runs all checks and ends with `N passed, 0 failed`, or with a non-zero exit code."""
    failed = 0
    for function in CHECKS:
        try:
            function()
        except Exception:
            failed += 1
            print(f"FAILED {function.__name__}\n{traceback.format_exc()}", file=sys.stderr)
    print(f"{len(CHECKS) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
