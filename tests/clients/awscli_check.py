"""Drives every operation of a running sandbox that the AWS CLI has (it cannot stream), and says what it found.

    bedr sandbox -- python tests/clients/awscli_check.py

Takes the endpoints, the keys and the region from the environment, as the AWS CLI does; AWS_CLI names the program
when it is not `aws`. Ends with `N passed, 0 failed`, or with a non-zero exit code.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import traceback

MODEL = "sandbox.echo-v1:0"
CLAUDE = "anthropic.claude-sonnet-4-5-20250929-v1:0"
MESSAGES = json.dumps([{"role": "user", "content": [{"text": "hello there"}]}])
CHECKS = []


def aws(*arguments):
    """Runs the AWS CLI; gives its exit code, the JSON on its stdout, and its stderr."""
    environment = os.environ | {"AWS_PAGER": "", "AWS_MAX_ATTEMPTS": "1"}
    command = [os.environ.get("AWS_CLI", "aws"), *arguments, "--output", "json"]
    ended = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)
    return ended.returncode, json.loads(ended.stdout) if ended.stdout.strip() else None, ended.stderr


def answered(*arguments):
    code, reply, errors = aws(*arguments)
    assert code == 0, errors
    return reply


def refused(*arguments):
    code, _, errors = aws(*arguments)
    assert code != 0, arguments
    return errors


def check(function):
    CHECKS.append(function)
    return function


@check
def lists_models():
    models = answered("bedrock", "list-foundation-models")["modelSummaries"]
    assert MODEL in [model["modelId"] for model in models] and len(models) >= 20


@check
def filters_models():
    models = answered("bedrock", "list-foundation-models", "--by-provider", "cohere", "--by-output-modality", "EMBEDDING")
    ids = [model["modelId"] for model in models["modelSummaries"]]
    assert ids == ["cohere.embed-english-v3", "cohere.embed-english-v3:0:512"], ids
    errors = refused("bedrock", "list-foundation-models", "--by-output-modality", "VIDEO")
    assert "ValidationException" in errors and "at 'byOutputModality'" in errors, errors


@check
def gets_a_model():
    details = answered("bedrock", "get-foundation-model", "--model-identifier", MODEL)["modelDetails"]
    assert details["modelId"] == MODEL
    by_arn = answered("bedrock", "get-foundation-model", "--model-identifier", details["modelArn"])
    assert by_arn["modelDetails"] == details
    errors = refused("bedrock", "get-foundation-model", "--model-identifier", "no.such-model-v1:0")
    assert "ResourceNotFoundException" in errors, errors


@check
def converses():
    reply = answered("bedrock-runtime", "converse", "--model-id", MODEL, "--messages", MESSAGES)
    text = reply["output"]["message"]["content"][0]["text"]
    assert text.startswith("This is bedr's sandbox, not a model.") and "“hello there”" in text
    assert reply["stopReason"] == "end_turn" and reply["usage"]["totalTokens"] > 0


@check
def converses_from_an_input_file():
    request = {"modelId": f"us.{CLAUDE}", "messages": json.loads(MESSAGES), "inferenceConfig": {"maxTokens": 2}}
    reply = answered("bedrock-runtime", "converse", "--cli-input-json", json.dumps(request))
    assert reply["stopReason"] == "max_tokens" and reply["usage"]["outputTokens"] == 2


@check
def says_why_a_conversation_is_refused():
    def errors(model, *more):
        return refused("bedrock-runtime", "converse", "--model-id", model, "--messages", MESSAGES, *more)

    assert "on-demand throughput isn’t supported" in errors(CLAUDE)
    assert "The provided model identifier is invalid." in errors("no.such-model-v1:0")
    assert "at 'inferenceConfig.temperature'" in errors(MODEL, "--inference-config", '{"temperature": 2}')


@check
def invokes_with_any_bytes():
    with tempfile.TemporaryDirectory() as directory:
        body, output = pathlib.Path(directory, "body"), pathlib.Path(directory, "output")
        body.write_bytes(bytes(range(256)) * 100)
        kind = answered(
            "bedrock-runtime", "invoke-model", "--model-id", MODEL, "--body", f"fileb://{body}",
            "--content-type", "application/octet-stream", "--accept", "application/octet-stream",
            "--service-tier", "flex", str(output),
        )  # fmt: skip
        assert output.read_bytes() == body.read_bytes()
        assert kind["contentType"] == "application/octet-stream" and kind["serviceTier"] == "flex"
        body.write_text(json.dumps({"inputText": "hello"}))
        answered(
            "bedrock-runtime", "invoke-model", "--model-id", "amazon.titan-embed-text-v2:0",
            "--body", f"fileb://{body}", str(output),
        )  # fmt: skip
        assert len(json.loads(output.read_text())["embedding"]) == 1024


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
