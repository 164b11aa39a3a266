"""Drives every operation of a running sandbox that the AWS CLI has (it cannot stream), and says what it found.

    bedr sandbox -- python tests/clients/awscli_check.py

Takes the endpoints, the keys and the region from the environment, as the AWS CLI does; AWS_CLI names the program
when it is not `aws`. Some checks start a sandbox of their own that misbehaves, and end it; BEDR is bedr's binary when
it is not `bedr`. Ends with `N passed, 0 failed`, or with a non-zero exit code.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

# Before the file beside this one is imported: nothing is written into the checkout.
sys.dont_write_bytecode = True
from checks import check, misbehaving, run  # noqa: E402

MODEL = "sandbox.echo-v1:0"
CLAUDE = "anthropic.claude-sonnet-4-5-20250929-v1:0"
MESSAGES = json.dumps([{"role": "user", "content": [{"text": "hello there"}]}])


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
def takes_a_conversation_that_bedr_keeps():
    with tempfile.TemporaryDirectory() as directory:
        file = pathlib.Path(directory, "c.json")
        bedr = [os.environ.get("BEDR", "bedr"), "converse", "--no-stdin", "-m", MODEL, "--conversation", str(file)]
        for words in ["hello there", "and again"]:
            subprocess.run([*bedr, "-s", "be brief", "--temperature", "0.5", words], check=True, capture_output=True)
        kept = json.loads(file.read_text())
        file.write_text(json.dumps(kept | {"messages": kept["messages"][:3]}))
        reply = answered("bedrock-runtime", "converse", "--cli-input-json", f"file://{file}")
        assert reply["output"]["message"] == kept["messages"][3]


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


@check
def counts_tokens():
    def count(model, value):
        return ("bedrock-runtime", "count-tokens", "--model-id", model, "--input", json.dumps(value))

    converse = {"converse": {"messages": json.loads(MESSAGES)}}
    assert answered(*count(MODEL, converse)) == {"inputTokens": 3}
    # The AWS CLI takes bytes inside JSON as text, and encodes them itself.
    assert answered(*count(MODEL, {"invokeModel": {"body": "12345678"}})) == {"inputTokens": 2}
    assert answered(*count(CLAUDE, converse)) == {"inputTokens": 3}
    for model in (f"us.{CLAUDE}", "amazon.nova-lite-v1:0"):
        assert "The provided model doesn't support counting tokens." in refused(*count(model, converse)), model


# The catalogue: each list with pages, the member of a reply that it is, and the ARN of an entry.
LISTS = {
    "list-inference-profiles": ("inferenceProfileSummaries", "inferenceProfileArn"),
    "list-provisioned-model-throughputs": ("provisionedModelSummaries", "provisionedModelArn"),
    "list-custom-model-deployments": ("modelDeploymentSummaries", "customModelDeploymentArn"),
    "list-imported-models": ("modelSummaries", "modelArn"),
    "list-prompt-routers": ("promptRouterSummaries", "promptRouterArn"),
    "list-marketplace-model-endpoints": ("marketplaceModelEndpoints", "endpointArn"),
}


def arns(name, *arguments):
    member, arn = LISTS[name]
    return [entry[arn] for entry in answered("bedrock", name, *arguments)[member]]


@check
def lists_in_pages():
    expected = {name: arns(name) for name in LISTS}
    for name, whole in expected.items():
        assert len(whole) >= 2 and arns(name, "--page-size", "1") == whole, name
        first = answered("bedrock", name, "--no-paginate", "--max-results", "1")
        assert len(first[LISTS[name][0]]) == 1 and first["nextToken"]
        assert "ValidationException" in refused("bedrock", name, "--no-paginate", "--next-token", "nonsense")
        assert "at 'maxResults'" in refused("bedrock", name, "--no-paginate", "--max-results", "1001")
    with misbehaving("page-size=1"):
        assert {name: arns(name) for name in LISTS} == expected


@check
def profiles_differ_by_region():
    def ids(region, *more):
        return [arn.rsplit("/", 1)[1] for arn in arns("list-inference-profiles", "--region", region, *more)]

    assert f"us.{CLAUDE}" in ids("us-east-1") and f"eu.{CLAUDE}" in ids("eu-west-1")
    assert not {one.split(".")[0] for one in ids("eu-west-1")} - {"eu", "global"}
    assert ids("eu-west-1", "--type-equals", "APPLICATION") == ["apsandbox003"]
    for region, profile in (("us-east-1", f"us.{CLAUDE}"), ("eu-west-1", "apsandbox003")):
        got = answered(
            "bedrock", "get-inference-profile", "--region", region, "--inference-profile-identifier", profile
        )
        assert got["inferenceProfileId"] == profile and got["inferenceProfileArn"].split(":")[3] == region
        answered(
            "bedrock-runtime", "converse", "--region", region, "--model-id", got["inferenceProfileArn"],
            "--messages", MESSAGES,
        )  # fmt: skip
    absent = ("bedrock", "get-inference-profile", "--inference-profile-identifier", f"eu.{CLAUDE}")
    assert "ResourceNotFoundException" in refused(*absent)
    elsewhere = ("--region", "eu-west-1", "--model-id", f"us.{CLAUDE}", "--messages", MESSAGES)
    assert "The provided model identifier is invalid." in refused("bedrock-runtime", "converse", *elsewhere)


@check
def says_what_may_be_used_and_at_what_price():
    fine = answered("bedrock", "get-foundation-model-availability", "--model-id", CLAUDE)
    assert (fine["authorizationStatus"], fine["regionAvailability"]) == ("AUTHORIZED", "AVAILABLE")
    offers = answered("bedrock", "list-foundation-model-agreement-offers", "--model-id", CLAUDE)["offers"]
    assert offers[0]["termDetails"]["usageBasedPricingTerm"]["rateCard"][0]["price"] == "3.3"
    unsold = refused("bedrock", "list-foundation-model-agreement-offers", "--model-id", "amazon.nova-lite-v1:0")
    assert "ResourceNotFoundException" in unsold, unsold


@check
def a_region_that_is_not_enabled_knows_no_token():
    errors = refused("bedrock", "list-inference-profiles", "--region", "me-central-1")
    assert "UnrecognizedClientException" in errors and "The security token included in the request is invalid" in errors


@check
def one_operation_or_one_region_can_fail():
    with misbehaving("denied=ListImportedModels", "region-throttled=eu-west-1"):
        assert "bedrock:ListImportedModels" in refused("bedrock", "list-imported-models")
        assert arns("list-prompt-routers")
        assert "ThrottlingException" in refused("bedrock", "list-prompt-routers", "--region", "eu-west-1")


if __name__ == "__main__":
    run()
