"""Asks one sandbox the same with the AWS CLI or boto3 and with bedr, and compares what they print.

    BEDR=target/debug/bedr bedr sandbox -- python tests/clients/compare.py

Every member that `aws … --output json` prints must be there and equal in what `bedr … -o json` prints: names, types,
values, the order of lists; timestamps as instants. Nothing is left out: usage and latencies, which the sandbox keeps
steady, are compared too. The other way round bedr may hold more only where the client does not know a member (EXTRA in
both.py) or drops a null. Streams, which the AWS CLI does not have, are compared with boto3 event by event, and raw
bodies byte by byte.

Takes the endpoints, the keys and the region from the environment, as any AWS client does; BEDR is bedr's binary,
AWS_CLI names the AWS CLI when it is not `aws`. Some checks start a sandbox of their own that misbehaves, and end it.
Ends with `N passed, 0 failed`, or with a non-zero exit code.
"""

import base64
import json
import os
import pathlib
import signal
import sys

import boto3

# Before the other files beside this one are imported: nothing is written into the checkout.
sys.dont_write_bytecode = True
import compare_catalogue  # noqa: E402, F401
from both import aws, bedr, bedr_events, bedr_json, boto3_events, file, lines, misbehaving  # noqa: E402
from both import operation, same, same_events  # noqa: E402
from checks import check, run  # noqa: E402

MODEL = "sandbox.echo-v1:0"
CLAUDE = "anthropic.claude-sonnet-4-5-20250929-v1:0"
# What the two call a filter, and the member of an entry that it looks at.
FILTERS = {
    "--provider": ("--by-provider", "providerName"),
    "--output-modality": ("--by-output-modality", "outputModalities"),
    "--inference-type": ("--by-inference-type", "inferenceTypesSupported"),
    "--customization": ("--by-customization-type", "customizationsSupported"),
}


# Models


@check
def lists_models():
    theirs = aws("bedrock", "list-foundation-models")
    assert len(theirs["modelSummaries"]) >= 20
    same(theirs, bedr_json("models", "list"), operation("bedrock", "ListFoundationModels").output_shape)


@check
def gets_models():
    listed = aws("bedrock", "list-foundation-models")["modelSummaries"]
    # One of each set of members: they differ in their dates and in whether streaming is spoken of.
    kinds = {(*model, *model["modelLifecycle"]): model for model in listed}
    assert len(kinds) >= 4 and any("publicExtendedAccessTime" in kind for kind in kinds), kinds
    identifiers = [model["modelId"] for model in kinds.values()] + [listed[0]["modelArn"]]
    for identifier in identifiers:
        theirs = aws("bedrock", "get-foundation-model", "--model-identifier", identifier)
        same(theirs, bedr_json("models", "get", identifier), operation("bedrock", "GetFoundationModel").output_shape)


def values_of_filters():
    """Every value that a listed model can be found by, with its filter."""
    listed = aws("bedrock", "list-foundation-models")["modelSummaries"]
    for option, (_, member) in FILTERS.items():
        values = [model[member] if isinstance(model[member], list) else [model[member]] for model in listed]
        for value in dict.fromkeys(value for several in values for value in several):
            yield option, value, [model["modelId"] for model, has in zip(listed, values) if value in has]


def accepted():
    """The values that the service's own filters take; None where any will do."""
    shape = operation("bedrock", "ListFoundationModels").input_shape
    members = ("byProvider", "byOutputModality", "byInferenceType", "byCustomizationType")
    return dict(zip(FILTERS, (shape.members[member].enum or None for member in members)))


def same_filtered(*filters):
    """Pairs of an option of bedr and its value; a provider may be written in any case."""
    arguments = ["models", "list", *(part for pair in filters for part in pair)]
    theirs = aws("bedrock", "list-foundation-models", *(FILTERS.get(part, [part])[0] for part in arguments[2:]))
    ids = [model["modelId"] for model in theirs["modelSummaries"]]
    printed = bedr(*arguments, "--ids")
    assert [line.decode() for line in lines(printed)] == ids, f"{filters}: {printed} and {ids}"
    same(theirs, bedr_json(*arguments), operation("bedrock", "ListFoundationModels").output_shape, str(filters))
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
    refused = [one for one in values_of_filters() if enums[one[0]] and one[1] not in enums[one[0]]]
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


# What both clients can read from a file.
REQUESTS = {
    "plain": plain(),
    "profile": plain(modelId=f"us.{CLAUDE}", system=[text("Be brief.")]),
    "turns": plain(
        messages=[turn("user", text("a"), text("b")), turn("assistant", text("c")), turn("user", text("d"))]
    ),
    "inference": plain(inferenceConfig={"maxTokens": 400, "temperature": 0, "topP": 0.25, "stopSequences": [", not"]}),
    "cut": plain(inferenceConfig={"maxTokens": 2}),
    "tier": plain(performanceConfig={"latency": "optimized"}, serviceTier={"type": "flex"}, requestMetadata={"a": "b"}),
    "prompt": {
        "modelId": "arn:aws:bedrock:us-east-1:123456789012:prompt/SANDBOXPR1",
        "promptVariables": {"form": text("haiku"), "topic": text("the sea")},
    },
    "guardrail": plain(guardrailConfig={"guardrailIdentifier": "abc123", "guardrailVersion": "1", "trace": "enabled"}),
}
# bedr prints an answer that was cut, and fails.
EXIT_CODES = {"cut": 10}


def same_reply(theirs, ours, name="reply"):
    for member in ("output", "stopReason", "usage", "metrics"):
        assert member in theirs, f"{member} is not in {theirs}"
    same(theirs, ours, operation("bedrock-runtime", "Converse").output_shape, name)


@check
def converses_from_the_very_same_file():
    for name, request in REQUESTS.items():
        with file(request) as path:
            theirs = aws("bedrock-runtime", "converse", "--cli-input-json", f"file://{path}")
            ours = bedr_json("converse", "--request", path, exit_code=EXIT_CODES.get(name, 0))
        same_reply(theirs, ours, name)


@check
def converses_by_flags():
    prompt = "Grüezi mitenand\nand hello"
    messages = json.dumps([turn("user", text(prompt))])
    theirs = aws("bedrock-runtime", "converse", "--model-id", MODEL, "--messages", messages)
    same_reply(theirs, bedr_json("converse", "-m", MODEL, prompt))
    theirs = aws(
        "bedrock-runtime", "converse", "--model-id", MODEL, "--messages", messages,
        "--system", '[{"text": "Be brief."}]',
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
    # The first one writes the cache that the others read.
    boto3.client("bedrock-runtime").converse(**everything(bytes))
    theirs = boto3.client("bedrock-runtime").converse(**everything(bytes))
    del theirs["ResponseMetadata"]
    with file(everything(lambda data: base64.b64encode(data).decode())) as path:
        same_reply(theirs, bedr_json("converse", "--request", path))


@check
def prints_requests_that_the_aws_cli_takes():
    nothing_of_aws = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    tool = {"name": "a", "inputSchema": {"json": {"type": "object"}}}
    options = [
        ["hello"],
        ["-s", "Be “brief”.", "--max-tokens", "300", "--temperature", "0.5", "--top-p", "0.9", "--stop", "z", "Grüezi"],
        ["--stop", ", not", "--temperature", "1", "line\nline"],
        ["--guardrail", "abc123", "--guardrail-trace", "--service-tier", "flex", "--latency", "optimized", "hello"],
        ["--request-metadata", "a=b", "--field", "thinking.on=true", "--response-field", "/stop_sequence", "hello"],
        ["--set", f"toolConfig.tools[0].toolSpec={json.dumps(tool)}", "hello"],
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
    for fault in ["tool-use", "tool-use=text", "reasoning", "reasoning=redacted", "empty", "stop=guardrail_intervened", "unknown-member", "null-members"]:
        with misbehaving(fault), file(plain()) as path:
            theirs = aws("bedrock-runtime", "converse", "--cli-input-json", f"file://{path}")
            same_reply(theirs, bedr_json("converse", "--request", path, exit_code=11 if "guardrail" in fault else 0))


# Counting


def same_count(theirs, *arguments, **settings):
    ours = bedr_json("count-tokens", *arguments, **settings)
    same(theirs, ours, operation("bedrock-runtime", "CountTokens").output_shape, str(arguments))
    assert bedr("count-tokens", *arguments, **settings) == f"{theirs['inputTokens']}\n".encode()


def countable(request):
    members = operation("bedrock-runtime", "CountTokens").input_shape.members["input"].members["converse"].members
    return {"converse": {name: value for name, value in request.items() if name in members}}


@check
def counts_requests():
    for name, request in REQUESTS.items():
        # The text of a prompt is in another service, and nobody counts it.
        if ":prompt/" in request["modelId"]:
            continue
        # What is called through a profile is counted by the id of its model.
        model = request["modelId"].removeprefix("us.")
        typed = json.dumps(countable(request))
        theirs = aws("bedrock-runtime", "count-tokens", "--model-id", model, "--input", typed)
        assert theirs["inputTokens"] == boto3.client("bedrock-runtime").converse(**request)["usage"]["inputTokens"], name
        with file(request) as path:
            same_count(theirs, "--request", path)


@check
def counts_everything_as_boto3_does():
    request = everything(bytes)
    theirs = boto3.client("bedrock-runtime").count_tokens(modelId=CLAUDE, input=countable(request))
    del theirs["ResponseMetadata"]
    with file(everything(lambda data: base64.b64encode(data).decode())) as path:
        same_count(theirs, "--request", path)


@check
def counts_bodies():
    for model, body in [(MODEL, b'{"a": 1.10}'), (MODEL, bytes(range(256)) * 2_000), (CLAUDE, TALK)]:
        theirs = boto3.client("bedrock-runtime").count_tokens(modelId=model, input={"invokeModel": {"body": body}})
        del theirs["ResponseMetadata"]
        same_count(theirs, "-m", model, "--raw-body", stdin=body)
        with file(body) as path:
            same_count(theirs, "-m", f"us.{model}", "--raw-body", path)


# Streams


@check
def streams_conversations_event_by_event():
    for name, request in REQUESTS.items():
        exit_code = EXIT_CODES.get(name, 0)
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
    for fault in ["tool-use", "tool-use=text", "reasoning", "reasoning=redacted", "empty", "unknown-member", "null-members", "no-usage"]:
        with misbehaving(fault), file(plain()) as path:
            theirs, broken = boto3_events(plain())
            assert broken is None
            same_events(theirs, bedr_events("converse", "--request", path))


@check
def streams_up_to_an_exception():
    exceptions = {"throttling": 7, "validation": 6, "internal-server": 9, "service-unavailable": 9}
    faults = {f"stream-exception={kind}": exit_code for kind, exit_code in exceptions.items()}
    for fault, exit_code in {**faults, "model-stream-error": 9}.items():
        with misbehaving(fault), file(plain()) as path:
            theirs, broken = boto3_events(plain())
            *ours, (exception, payload) = bedr_events("converse", "--request", path, exit_code=exit_code)
        assert broken and broken == exception and payload["message"], f"{broken} and {exception}: {payload}"
        same_events(theirs, ours)


# Bodies in the providers' formats

JSON = "application/json"
TALK = b'{"anthropic_version":"bedrock-2023-05-31","max_tokens":99,"messages":[{"role":"user","content":"hi"}]}'
BODIES = [
    (MODEL, "application/octet-stream", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2_000),
    (MODEL, JSON, b'{"n": 1.10,\r\n "big": 12345678901234567890, "a": "\xc3\xa4", "a": 1e3 }\n\n'),
    # A third of it is a chunk, and JSON by chance.
    (MODEL, "text/plain", b"12345 1"),
    (f"us.{CLAUDE}", JSON, TALK),
    ("amazon.nova-lite-v1:0", JSON, b'{"messages":[{"role":"user","content":[{"text":"hi"}]}]}'),
    ("amazon.titan-text-express-v1", JSON, b'{"inputText":"hi"}'),
    ("meta.llama3-1-8b-instruct-v1:0", JSON, b'{"prompt":"hi"}'),
    ("mistral.mistral-7b-instruct-v0:2", JSON, b'{"prompt":"hi"}'),
    ("cohere.command-r-v1:0", JSON, b'{"message":"hi"}'),
]
UNARY_BODIES = [
    ("amazon.titan-embed-text-v2:0", JSON, b'{"inputText":"hi"}'),
    ("amazon.titan-image-generator-v2:0", JSON, b'{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"hi"}}'),
]


@check
def invokes_to_the_byte():
    for model, kind, body in BODIES + UNARY_BODIES:
        types = ["--content-type", kind, "--accept", kind]
        with file(body) as path, file(b"") as output:
            aws("bedrock-runtime", "invoke-model", "--model-id", model, "--body", f"fileb://{path}", *types, output)
            theirs = pathlib.Path(output).read_bytes()
            assert theirs and theirs == bedr("invoke", "-m", model, "--raw-body", path, *types), (model, kind)
        assert theirs == bedr("invoke", "-m", model, "--raw-body", *types, stdin=body), (model, kind)


@check
def streams_bodies_to_the_byte():
    for model, kind, body in BODIES:
        call = boto3.client("bedrock-runtime").invoke_model_with_response_stream
        events = list(call(modelId=model, body=body, contentType=kind, accept=kind)["body"])
        chunks = [event["chunk"]["bytes"] for event in events]
        arguments = ["invoke", "-m", model, "--raw-body", "--content-type", kind, "--accept", kind]
        assert chunks and joined(chunks, kind) == bedr(*arguments, "--stream", stdin=body), (model, kind)
        lines_of_bedr = bedr_events(*arguments, stdin=body)
        assert [name for name, _ in lines_of_bedr] == ["chunk"] * len(chunks), lines_of_bedr
        assert [base64.b64decode(payload["bytes"]) for _, payload in lines_of_bedr] == chunks, (model, kind)


def joined(chunks, kind):
    """Chunks as they came, but for a line break between two that are JSON documents each."""
    output = b""
    for index, chunk in enumerate(chunks):
        between = index > 0 and kind == JSON and is_json(chunks[index - 1]) and is_json(chunk)
        output += b"\n" + chunk if between else chunk
    return output


def is_json(chunk):
    try:
        json.loads(chunk)
    except ValueError:
        return False
    return True


def main():
    # An exception, other than a signal, ends the sandboxes that were started here.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    run()


if __name__ == "__main__":
    main()
