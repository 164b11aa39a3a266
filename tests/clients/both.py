"""How the AWS CLI, boto3 and bedr are asked, and how what they say is compared; compare.py does it.

Takes the endpoints, the keys and the region from the environment, as any AWS client does; BEDR is bedr's binary,
AWS_CLI names the AWS CLI when it is not `aws`.
"""

import base64
import contextlib
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import boto3
import botocore.exceptions
import botocore.session

from checks import misbehaving  # noqa: F401

BEDR = os.environ.get("BEDR") or sys.exit("BEDR must name bedr's binary")
AWS = os.environ.get("AWS_CLI", "aws")
# What bedr adds to a model, what the service pads its events with, and what the sandbox calls a member of tomorrow.
EXTRA = {"callable", "p", "hologram"}


def aws(*arguments):
    """What the AWS CLI prints, parsed."""
    environment = os.environ | {"AWS_PAGER": "", "AWS_MAX_ATTEMPTS": "1", "PYTHONUTF8": "1"}
    command = [AWS, *arguments, "--output", "json"]
    ended = subprocess.run(command, capture_output=True, env=environment, stdin=subprocess.DEVNULL, timeout=120)
    assert ended.returncode == 0, f"{command}: {ended.stderr.decode()}"
    return json.loads(ended.stdout)


def bedr(*arguments, stdin=b"", exit_code=0, environment=None):
    """The bytes that bedr prints; it must be silent on stderr exactly when all is well."""
    command = [BEDR, *arguments, "-q", "--max-attempts", "1"]
    ended = subprocess.run(command, capture_output=True, input=stdin, env=environment, timeout=120)
    said = f"{command}: exit {ended.returncode}, {ended.stderr.decode()}"
    assert ended.returncode == exit_code and bool(ended.stderr) == bool(exit_code), said
    return ended.stdout


def bedr_json(*arguments, **settings):
    """The one line of JSON that bedr prints, parsed."""
    (line,) = lines(bedr(*arguments, "-o", "json", **settings))
    return json.loads(line)


def bedr_events(*arguments, **settings):
    """The JSON Lines that bedr prints, as pairs of name and payload."""
    events = [json.loads(line) for line in lines(bedr(*arguments, "-o", "json", "--stream", **settings))]
    return [pair for event in events for pair in event.items() if pair[0] not in EXTRA]


def lines(output):
    assert not output or output.endswith(b"\n"), output[-100:]
    return output.split(b"\n")[:-1]


def boto3_events(request):
    """What boto3 reads from ConverseStream, as pairs of name and payload, and the code of the error that broke it."""
    events = []
    try:
        for event in boto3.client("bedrock-runtime").converse_stream(**request)["stream"]:
            events += event.items()
    except botocore.exceptions.EventStreamError as error:
        return events, error.response["Error"]["Code"]
    return events, None


@contextlib.contextmanager
def file(content):
    """The path of a file that holds these bytes, or this value as JSON."""
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory, "content")
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode())
        yield str(path)


def operation(service, name):
    """What the service model says of an operation."""
    return botocore.session.get_session().get_service_model(service).operation_model(name)


def same(theirs, ours, shape, path=""):
    """Holds what a client gives, a value of this shape of the service model, against what bedr prints."""
    path = path or shape.name
    if shape.type_name == "timestamp":
        assert instant(theirs) == instant(ours), f"{path}: {theirs} and {ours}"
    elif shape.type_name == "structure" and not getattr(shape, "is_document_type", False):
        same_members(theirs, ours, shape, path)
    elif shape.type_name == "list":
        assert isinstance(ours, list) and len(theirs) == len(ours), f"{path}: {theirs} and {ours}"
        for index, pair in enumerate(zip(theirs, ours)):
            same(*pair, shape.member, f"{path}[{index}]")
    elif shape.type_name == "map":
        assert isinstance(ours, dict) and theirs.keys() == ours.keys(), f"{path}: {theirs} and {ours}"
        for key in theirs:
            same(theirs[key], ours[key], shape.value, f"{path}.{key}")
    else:
        theirs = base64.b64encode(theirs).decode() if isinstance(theirs, bytes) else theirs
        assert exact(theirs) == exact(ours), f"{path}: {theirs!r} and {ours!r}"


def same_members(theirs, ours, shape, path):
    assert isinstance(ours, dict), f"{path} is {ours!r}"
    if "SDK_UNKNOWN_MEMBER" in theirs:
        assert theirs["SDK_UNKNOWN_MEMBER"]["name"] in ours, f"{path} lacks {theirs}"
        return
    missing = theirs.keys() - ours.keys()
    assert not missing, f"{path} lacks {missing}"
    more = {name for name in ours.keys() - theirs.keys() if ours[name] is not None} - EXTRA
    assert not more, f"{path} has {more}, which the client does not print"
    for name, value in theirs.items():
        same(value, ours[name], shape.members[name], f"{path}.{name}")


def exact(value):
    """Text that tells apart what Python holds to be equal, such as 1, 1.0 and True."""
    return json.dumps(value, sort_keys=True)


def instant(value):
    if isinstance(value, str):
        value = datetime.datetime.fromisoformat(value)
    if isinstance(value, (int, float)):
        value = datetime.datetime.fromtimestamp(value, datetime.UTC)
    assert value.tzinfo, f"{value} has no time zone"
    return value


def same_events(theirs, ours):
    assert [name for name, _ in theirs] == [name for name, _ in ours], f"{theirs} and {ours}"
    members = operation("bedrock-runtime", "ConverseStream").output_shape.members["stream"].members
    for index, ((name, payload), (_, printed)) in enumerate(zip(theirs, ours)):
        same(payload, printed, members[name], f"event {index}, {name}")
