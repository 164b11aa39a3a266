"""Asks one sandbox the same with the AWS CLI or boto3 and with bedr, and compares what they print.

    BEDR=target/debug/bedr bedr sandbox -- python tests/clients/compare.py

Every member that `aws … --output json` prints must be there and equal in what `bedr … -o json` prints: names, types,
values, the order of lists; timestamps as instants. Nothing is left out: usage and latencies are compared too. The other
way round bedr may hold more only where the client does not know a member (EXTRA) or drops a null. Streams, which the AWS
CLI does not have, are compared with boto3 event by event, and raw bodies byte by byte.

Takes the endpoints, the keys and the region from the environment, as any AWS client does; BEDR is bedr's binary,
AWS_CLI names the AWS CLI when it is not `aws`. Some checks start a sandbox of their own that misbehaves, and end it.
Ends with `N passed, 0 failed`, or with a non-zero exit code.
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
import traceback

import boto3
import botocore.exceptions
import botocore.session

BEDR = os.environ.get("BEDR") or sys.exit("BEDR must name bedr's binary")
AWS = os.environ.get("AWS_CLI", "aws")
MODEL = "sandbox.echo-v1:0"
CLAUDE = "anthropic.claude-sonnet-4-5-20250929-v1:0"
# What bedr adds to a model, what the service pads its events with, and what the sandbox calls a member of tomorrow.
EXTRA = {"callable", "p", "hologram"}
# What the two call a filter, and the member of an entry that it looks at.
FILTERS = {
    "--provider": ("--by-provider", "providerName"),
    "--output-modality": ("--by-output-modality", "outputModalities"),
    "--inference-type": ("--by-inference-type", "inferenceTypesSupported"),
    "--customization": ("--by-customization-type", "customizationsSupported"),
}
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


# The clients


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


@contextlib.contextmanager
def file(content):
    """The path of a file that holds these bytes, or this value as JSON."""
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory, "content")
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode())
        yield str(path)


# The comparison


def output_of(service, operation):
    return botocore.session.get_session().get_service_model(service).operation_model(operation).output_shape


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
    members = output_of("bedrock-runtime", "ConverseStream").members["stream"].members
    for index, ((name, payload), (_, printed)) in enumerate(zip(theirs, ours)):
        same(payload, printed, members[name], f"event {index}, {name}")


# Models


@check
def lists_models():
    theirs = aws("bedrock", "list-foundation-models")
    assert len(theirs["modelSummaries"]) >= 20
    same(theirs, bedr_json("models", "list"), output_of("bedrock", "ListFoundationModels"))


@check
def gets_models():
    listed = aws("bedrock", "list-foundation-models")["modelSummaries"]
    # One of each set of members: they differ in their dates and in whether streaming is spoken of.
    kinds = {(*model, *model["modelLifecycle"]): model for model in listed}
    assert len(kinds) >= 4 and any("publicExtendedAccessTime" in kind for kind in kinds), kinds
    identifiers = [model["modelId"] for model in kinds.values()] + [listed[0]["modelArn"]]
    for identifier in identifiers:
        theirs = aws("bedrock", "get-foundation-model", "--model-identifier", identifier)
        same(theirs, bedr_json("models", "get", identifier), output_of("bedrock", "GetFoundationModel"))


def values_of_filters():
    """Every value that a listed model can be found by, with its filter."""
    listed = aws("bedrock", "list-foundation-models")["modelSummaries"]
    for option, (_, member) in FILTERS.items():
        values = [model[member] if isinstance(model[member], list) else [model[member]] for model in listed]
        for value in dict.fromkeys(value for several in values for value in several):
            yield option, value, [model["modelId"] for model, has in zip(listed, values) if value in has]


def accepted():
    """The values that the service's own filters take; None where any will do."""
    shape = botocore.session.get_session().get_service_model("bedrock").shape_for("ListFoundationModelsRequest")
    members = ("byProvider", "byOutputModality", "byInferenceType", "byCustomizationType")
    return dict(zip(FILTERS, (shape.members[member].enum or None for member in members)))


def same_filtered(*filters):
    """Pairs of an option of bedr and its value; a provider may be written in any case."""
    theirs = aws("bedrock", "list-foundation-models", *(part for option, value in filters for part in (FILTERS[option][0], value)))
    arguments = ["models", "list", *(part for pair in filters for part in pair)]
    ids = [model["modelId"] for model in theirs["modelSummaries"]]
    printed = bedr(*arguments, "--ids")
    assert [line.decode() for line in lines(printed)] == ids, f"{filters}: {printed} and {ids}"
    same(theirs, bedr_json(*arguments), output_of("bedrock", "ListFoundationModels"), str(filters))
    return ids


@check
def filters_as_the_service_does():
    enums = accepted()
    providers = [value for option, value, _ in values_of_filters() if option == "--provider"]
    for option, values in enums.items():
        for value in values or [*providers, providers[0].lower(), providers[1].upper()]:
            # The service model knows values that no model has; the answer to them is an empty list.
            same_filtered((option, value))
    assert same_filtered(("--provider", "Amazon"), ("--customization", "FINE_TUNING"), ("--output-modality", "TEXT"))
    assert same_filtered(("--provider", "Cohere"), ("--inference-type", "PROVISIONED"))
    assert not same_filtered(("--provider", "Nobody"))


@check
def filters_by_values_that_the_service_refuses():
    enums = accepted()
    refused = [(option, value, ids) for option, value, ids in values_of_filters() if enums[option] and value not in enums[option]]
    assert {"VIDEO", "INFERENCE_PROFILE"} <= {value for _, value, _ in refused}
    for option, value, ids in refused:
        assert bedr("models", "list", option, value, "--ids").decode().split() == ids, (option, value)


# Conversations


def turn(role, *content):
    return {"role": role, "content": list(content)}


def text(words):
    return {"text": words}


def plain(**more):
    return {"modelId": MODEL, "messages": [turn("user", text("Grüezi mitenand\nand hello"))]} | more


def everything(binary):
    """A request with a bit of all that a conversation can hold; `binary` writes bytes as the client wants them."""
    schema = {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "number", "minimum": 1.5}}}
    use = {"toolUseId": "t1", "name": "weather", "input": {"city": "Bern", "days": 1.5, "more": [None, {}, True]}}
    image = {"format": "png", "source": {"bytes": binary(b"\x89PNG\r\n\x1a\n\x00\xff")}}
    document = {"format": "txt", "name": "notes (1)", "source": {"bytes": binary(b"some text")}}
    result = {"toolUseId": "t1", "content": [{"json": {"ok": True}}], "status": "success"}
    return {
        "modelId": f"us.{CLAUDE}",
        "system": [text("Be brief."), {"cachePoint": {"type": "default"}}],
        "messages": [
            turn("user", text("hi"), {"image": image}),
            turn("assistant", {"toolUse": use}),
            turn("user", {"toolResult": result}, {"document": document}, text("“and” now\u2009?")),
        ],
        "toolConfig": {
            "tools": [{"toolSpec": {"name": "weather", "description": "w", "inputSchema": {"json": schema}}}],
            "toolChoice": {"auto": {}},
        },
        "inferenceConfig": {"temperature": 0.5, "topP": 0.9, "maxTokens": 500},
        "additionalModelRequestFields": {"top_k": 5},
        "performanceConfig": {"latency": "optimized"},
        "serviceTier": {"type": "flex"},
        "requestMetadata": {"team": "blue"},
    }


# What both clients can read from a file, and the exit code that bedr ends with after printing the whole answer.
REQUESTS = {
    "plain": (plain(), 0),
    "profile": (plain(modelId=f"us.{CLAUDE}", system=[text("Be brief.")]), 0),
    "turns": (plain(messages=[turn("user", text("one"), text("two")), turn("assistant", text("three")), turn("user", text("four"))]), 0),
    "inference": (plain(inferenceConfig={"maxTokens": 400, "temperature": 0, "topP": 0.25, "stopSequences": [", not"]}), 0),
    "cut": (plain(inferenceConfig={"maxTokens": 2}), 10),
    "tier": (plain(performanceConfig={"latency": "optimized"}, serviceTier={"type": "flex"}, requestMetadata={"a": "b"}), 0),
    "guardrail": (plain(guardrailConfig={"guardrailIdentifier": "abc123", "guardrailVersion": "DRAFT", "trace": "enabled"}), 0),
}


def same_reply(theirs, ours):
    for member in ("output", "stopReason", "usage", "metrics"):
        assert member in theirs, f"{member} is not in {theirs}"
    same(theirs, ours, output_of("bedrock-runtime", "Converse"))


@check
def converses_from_the_very_same_file():
    for name, (request, exit_code) in REQUESTS.items():
        with file(request) as path:
            theirs = aws("bedrock-runtime", "converse", "--cli-input-json", f"file://{path}")
            ours = bedr_json("converse", "--request", path, exit_code=exit_code)
        try:
            same_reply(theirs, ours)
        except AssertionError as error:
            raise AssertionError(f"request `{name}`: {error}") from None


@check
def converses_by_flags():
    prompt = "Grüezi mitenand\nand hello"
    messages = json.dumps([turn("user", text(prompt))])
    theirs = aws("bedrock-runtime", "converse", "--model-id", MODEL, "--messages", messages)
    same_reply(theirs, bedr_json("converse", "-m", MODEL, prompt))
    theirs = aws(
        "bedrock-runtime", "converse", "--model-id", MODEL, "--messages", messages, "--system", '[{"text": "Be brief."}]',
        "--inference-config", '{"maxTokens": 300, "temperature": 0.5, "topP": 0.9, "stopSequences": ["words", "on 2"]}',
    )  # fmt: skip
    ours = bedr_json(
        "converse", "-m", MODEL, "-s", "Be brief.", "--max-tokens", "300", "--temperature", "0.5", "--top-p", "0.9",
        "--stop", "words", "--stop", "on 2", prompt,
    )  # fmt: skip
    assert theirs["stopReason"] == "stop_sequence"
    same_reply(theirs, ours)


@check
def converses_with_what_is_piped():
    messages = json.dumps([turn("user", text("a line\n"), text("and a question"))])
    theirs = aws("bedrock-runtime", "converse", "--model-id", MODEL, "--messages", messages)
    same_reply(theirs, bedr_json("converse", "-m", MODEL, "and a question", stdin=b"a line\n"))


@check
def converses_with_everything_as_boto3_does():
    theirs = boto3.client("bedrock-runtime").converse(**everything(bytes))
    del theirs["ResponseMetadata"]
    with file(everything(lambda data: base64.b64encode(data).decode())) as path:
        same_reply(theirs, bedr_json("converse", "--request", path))


@check
def prints_requests_that_the_aws_cli_takes():
    nothing_of_aws = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    options = [
        ["hello"],
        ["-s", "Be “brief”.", "--max-tokens", "300", "--temperature", "0.5", "--top-p", "0.9", "--stop", "zzz", "Grüezi"],
        ["--stop", ", not", "--temperature", "1", "line\nline"],
    ]
    for typed in options:
        arguments = ["converse", "-m", MODEL, *typed]
        request = bedr(*arguments, "--print-request", stdin=b"piped\n", environment=nothing_of_aws)
        with file(request) as path:
            theirs = aws("bedrock-runtime", "converse", "--cli-input-json", f"file://{path}")
            same_reply(theirs, bedr_json("converse", "--request", path))
            assert bedr("converse", "--request", path, "--print-request", environment=nothing_of_aws) == request
        same_reply(theirs, bedr_json(*arguments, stdin=b"piped\n"))


@check
def converses_with_what_models_say_besides_text():
    for fault in ["tool-use", "reasoning", "empty", "stop=guardrail_intervened", "unknown-member", "null-members"]:
        with misbehaving(fault), file(plain()) as path:
            theirs = aws("bedrock-runtime", "converse", "--cli-input-json", f"file://{path}")
            same_reply(theirs, bedr_json("converse", "--request", path, exit_code=11 if "guardrail" in fault else 0))


# Streams


@check
def streams_conversations_event_by_event():
    for request, exit_code in REQUESTS.values():
        theirs, broken = boto3_events(request)
        assert broken is None and [name for name, _ in theirs][-2:] == ["messageStop", "metadata"], theirs
        with file(request) as path:
            same_events(theirs, bedr_events("converse", "--request", path, exit_code=exit_code))
            streamed = bedr("converse", "--request", path, exit_code=exit_code)
            whole = bedr("converse", "--request", path, "--no-stream", exit_code=exit_code)
        said = "".join(payload["delta"]["text"] for name, payload in theirs if name == "contentBlockDelta")
        assert streamed == whole == f"{said}\n".encode(), streamed


@check
def streams_everything():
    theirs, _ = boto3_events(everything(bytes))
    with file(everything(lambda data: base64.b64encode(data).decode())) as path:
        same_events(theirs, bedr_events("converse", "--request", path))


@check
def streams_what_models_say_besides_text():
    for fault in ["tool-use", "reasoning", "empty", "unknown-member", "null-members", "no-usage"]:
        with misbehaving(fault), file(plain()) as path:
            theirs, broken = boto3_events(plain())
            assert broken is None
            same_events(theirs, bedr_events("converse", "--request", path))


@check
def streams_up_to_an_exception():
    exceptions = {"throttling": 7, "validation": 6, "model-stream-error": 9, "internal-server": 9, "service-unavailable": 9}
    for fault, exit_code in exceptions.items():
        fault = fault if fault == "model-stream-error" else f"stream-exception={fault}"
        with misbehaving(fault), file(plain()) as path:
            theirs, broken = boto3_events(plain())
            *ours, (exception, payload) = bedr_events("converse", "--request", path, exit_code=exit_code)
        assert broken and broken == exception and payload["message"], f"{broken} and {exception}: {payload}"
        same_events(theirs, ours)


# Bodies in the providers' formats


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2_000
BODIES = [
    (MODEL, "application/octet-stream", PNG),
    (MODEL, "application/json", b'{"n": 1.10,\r\n "big": 12345678901234567890, "a": "\xc3\xa4", "a": 1e3 }\n\n'),
    (MODEL, "text/plain", b"12345 1"),
    (f"us.{CLAUDE}", "application/json", b'{"anthropic_version":"bedrock-2023-05-31","max_tokens":99,"messages":[{"role":"user","content":"hi"}]}'),
    ("amazon.nova-lite-v1:0", "application/json", b'{"messages":[{"role":"user","content":[{"text":"hi"}]}]}'),
    ("amazon.titan-text-express-v1", "application/json", b'{"inputText":"hi"}'),
    ("meta.llama3-1-8b-instruct-v1:0", "application/json", b'{"prompt":"hi"}'),
    ("mistral.mistral-7b-instruct-v0:2", "application/json", b'{"prompt":"hi"}'),
    ("cohere.command-r-v1:0", "application/json", b'{"message":"hi"}'),
]  # fmt: skip
UNARY_BODIES = [
    ("amazon.titan-embed-text-v2:0", "application/json", b'{"inputText":"hi"}'),
    ("amazon.titan-image-generator-v2:0", "application/json", b'{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"hi"}}'),
]  # fmt: skip


@check
def invokes_to_the_byte():
    for model, kind, body in BODIES + UNARY_BODIES:
        types = ["--content-type", kind, "--accept", kind]
        with file(body) as path, file(b"") as output:
            aws("bedrock-runtime", "invoke-model", "--model-id", model, "--body", f"fileb://{path}", *types, output)
            theirs = pathlib.Path(output).read_bytes()
            assert theirs and theirs == bedr("invoke", "-m", model, "--raw-body", path, *types), model
        assert theirs == bedr("invoke", "-m", model, "--raw-body", *types, stdin=body), model


@check
def streams_bodies_to_the_byte():
    for model, kind, body in BODIES:
        call = boto3.client("bedrock-runtime").invoke_model_with_response_stream
        events = list(call(modelId=model, body=body, contentType=kind, accept=kind)["body"])
        chunks = [event["chunk"]["bytes"] for event in events]
        arguments = ["invoke", "-m", model, "--raw-body", "--content-type", kind, "--accept", kind]
        assert chunks and joined(chunks, kind) == bedr(*arguments, "--stream", stdin=body), model
        lines_of_bedr = bedr_events(*arguments, stdin=body)
        assert [name for name, _ in lines_of_bedr] == ["chunk"] * len(chunks), lines_of_bedr
        assert [base64.b64decode(payload["bytes"]) for _, payload in lines_of_bedr] == chunks, model


def joined(chunks, kind):
    """Chunks as they came, but for a line break between two that are JSON documents each."""
    output = b""
    for index, chunk in enumerate(chunks):
        between = index > 0 and kind == "application/json" and is_json(chunks[index - 1]) and is_json(chunk)
        output += b"\n" + chunk if between else chunk
    return output


def is_json(chunk):
    try:
        json.loads(chunk)
    except ValueError:
        return False
    return True


def main():
    failed = 0
    for function in CHECKS:
        try:
            function()
        except Exception:
            failed += 1
            print(f"FAILED {function.__name__}\n{traceback.format_exc()}", file=sys.stderr)
    print(f"{len(CHECKS) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
