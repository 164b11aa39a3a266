"""Drives every operation of a running sandbox with boto3, streams included, and says what it found.

    bedr sandbox -- python tests/clients/boto3_check.py

Takes the endpoints from AWS_ENDPOINT_URL_BEDROCK and AWS_ENDPOINT_URL_BEDROCK_RUNTIME and the keys from the
environment, as any AWS client does. Some checks start a sandbox of their own that misbehaves, and end it; BEDR is
bedr's binary when it is not `bedr`. Ends with `N passed, 0 failed`, or with a non-zero exit code.
"""

import base64
import datetime
import json
import os
import sys

import botocore.exceptions

# Before the files beside this one are imported: nothing is written into the checkout.
sys.dont_write_bytecode = True
import boto3_catalogue  # noqa: E402, F401
from checks import check, client, refused, run  # noqa: E402

MODEL = "sandbox.echo-v1:0"
CLAUDE = "anthropic.claude-sonnet-4-5-20250929-v1:0"
PROMPT = [{"role": "user", "content": [{"text": "Grüezi mitenand\nand hello"}]}]
SAID = "This is bedr's sandbox, not a model. Your prompt has 4 words on 2 lines and begins with “Grüezi mitenand”."

bedrock = client("bedrock")
runtime = client("bedrock-runtime")
invalid = runtime.exceptions.ValidationException


@check
def lists_models_with_instants():
    models = bedrock.list_foundation_models()["modelSummaries"]
    assert len(models) >= 20
    by_id = {model["modelId"]: model for model in models}
    assert by_id[MODEL]["responseStreamingSupported"] is True
    legacy = [model for model in models if model["modelLifecycle"]["status"] == "LEGACY"]
    assert legacy and all(isinstance(model["modelLifecycle"]["endOfLifeTime"], datetime.datetime) for model in legacy)
    assert by_id[CLAUDE]["inferenceTypesSupported"] == ["INFERENCE_PROFILE"]


@check
def honours_the_filters_of_the_service():
    def ids(**filters):
        return [model["modelId"] for model in bedrock.list_foundation_models(**filters)["modelSummaries"]]

    assert all(name.startswith("anthropic.") for name in ids(byProvider="Anthropic")) and ids(byProvider="anthropic")
    assert "cohere.embed-english-v3" in ids(byOutputModality="EMBEDDING")
    assert MODEL not in ids(byOutputModality="EMBEDDING")
    assert CLAUDE not in ids(byInferenceType="ON_DEMAND")
    assert "amazon.nova-lite-v1:0" in ids(byCustomizationType="FINE_TUNING", byProvider="Amazon")
    assert ids(byProvider="Nobody") == []


@check
def refuses_filter_values_that_it_answers_itself():
    for name, value in [("byOutputModality", "VIDEO"), ("byInferenceType", "INFERENCE_PROFILE")]:
        code, message, status = refused(
            bedrock.exceptions.ValidationException, bedrock.list_foundation_models, **{name: value}
        )
        assert (code, status) == ("ValidationException", 400)
        assert f"Value '{value}' at '{name}' failed to satisfy constraint: Member must satisfy enum" in message, message


@check
def gets_a_model_by_id_and_by_arn():
    details = bedrock.get_foundation_model(modelIdentifier=MODEL)["modelDetails"]
    assert bedrock.get_foundation_model(modelIdentifier=details["modelArn"])["modelDetails"] == details
    listed = [model for model in bedrock.list_foundation_models()["modelSummaries"] if model["modelId"] == MODEL]
    assert listed == [details]


@check
def says_that_a_model_is_not_there():
    error = bedrock.exceptions.ResourceNotFoundException
    code, _, status = refused(error, bedrock.get_foundation_model, modelIdentifier="no.such-model-v1:0")
    assert (code, status) == ("ResourceNotFoundException", 404)


@check
def converses():
    reply = runtime.converse(modelId=MODEL, messages=PROMPT)
    assert reply["output"]["message"] == {"role": "assistant", "content": [{"text": SAID}]}
    assert reply["stopReason"] == "end_turn"
    usage = reply["usage"]
    assert usage["totalTokens"] == usage["inputTokens"] + usage["outputTokens"]
    assert reply["metrics"]["latencyMs"] > 0


@check
def streams_a_conversation():
    events = list(runtime.converse_stream(modelId=MODEL, messages=PROMPT)["stream"])
    kinds = [next(iter(event)) for event in events]
    assert kinds[0] == "messageStart" and kinds[-3:] == ["contentBlockStop", "messageStop", "metadata"], kinds
    text = "".join(event["contentBlockDelta"]["delta"]["text"] for event in events if "contentBlockDelta" in event)
    assert text == SAID and kinds.count("contentBlockDelta") > 3
    assert events[-1]["metadata"]["usage"] == runtime.converse(modelId=MODEL, messages=PROMPT)["usage"]


@check
def follows_a_schema_or_refuses_it():
    def asked(schema):
        structure = {"jsonSchema": {"schema": json.dumps(schema), "name": "invoice", "description": "d"}}
        config = {"textFormat": {"type": "json_schema", "structure": structure}}
        reply = runtime.converse(modelId=MODEL, messages=PROMPT, outputConfig=config)
        return json.loads(reply["output"]["message"]["content"][0]["text"])

    item = {"type": "object", "properties": {"name": {"type": "string"}}, "additionalProperties": False}
    schema = {"type": "object", "properties": {"items": {"type": "array", "items": item}}, "additionalProperties": False}
    assert asked(schema) == {"items": [{"name": "sandbox"}]}
    _, message, status = refused(invalid, asked, schema={"type": "object"})
    assert status == 400 and message.endswith("'additionalProperties' must be explicitly set to false"), message


@check
def cites_documents_that_ask_for_it():
    document = {"name": "Report", "format": "txt", "source": {"bytes": b"It grew."}, "citations": {"enabled": True}}
    messages = [{"role": "user", "content": [{"document": document}, {"text": "hi"}]}]
    content = runtime.converse(modelId=MODEL, messages=messages)["output"]["message"]["content"]
    cited = content[-1]["citationsContent"]
    location = {"documentChar": {"documentIndex": 0, "start": 0, "end": 8}}
    citation = {"title": "Report", "sourceContent": [{"text": "It grew."}], "location": location}
    assert cited["citations"] == [citation], cited
    events = runtime.converse_stream(modelId=MODEL, messages=messages)["stream"]
    deltas = [event["contentBlockDelta"]["delta"] for event in events if "contentBlockDelta" in event]
    assert [delta["citation"] for delta in deltas if "citation" in delta] == [citation], deltas


@check
def obeys_limits_and_stop_sequences():
    cut = runtime.converse(modelId=MODEL, messages=PROMPT, inferenceConfig={"maxTokens": 2})
    assert (cut["stopReason"], cut["usage"]["outputTokens"]) == ("max_tokens", 2)
    stopped = runtime.converse(modelId=MODEL, messages=PROMPT, inferenceConfig={"stopSequences": [", not"]})
    assert stopped["stopReason"] == "stop_sequence"
    assert stopped["output"]["message"]["content"][0]["text"] == "This is bedr's sandbox"


@check
def takes_everything_that_a_conversation_can_hold():
    schema = {"type": "object", "properties": {"city": {"type": "string"}}}
    use = {"toolUseId": "t1", "name": "weather", "input": {"city": "Bern", "days": 1.5, "more": [None, {}]}}
    reply = runtime.converse(
        modelId=f"us.{CLAUDE}",
        system=[{"text": "Be brief."}, {"cachePoint": {"type": "default"}}],
        messages=[
            {"role": "user", "content": [{"text": "hi"}, {"image": {"format": "png", "source": {"bytes": b"\x89PNG"}}}]},
            {"role": "assistant", "content": [{"toolUse": use}]},
            {
                "role": "user",
                "content": [
                    {"toolResult": {"toolUseId": "t1", "content": [{"json": {"ok": True}}], "status": "success"}},
                    {"document": {"format": "txt", "name": "notes (1)", "source": {"bytes": b"text"}}},
                    {"text": "and now?"},
                ],
            },
        ],
        toolConfig={
            "tools": [{"toolSpec": {"name": "weather", "description": "w", "inputSchema": {"json": schema}}}],
            "toolChoice": {"auto": {}},
        },
        inferenceConfig={"temperature": 0.5, "topP": 0.9, "maxTokens": 500},
        additionalModelRequestFields={"top_k": 5},
        performanceConfig={"latency": "optimized"},
        serviceTier={"type": "flex"},
        requestMetadata={"team": "blue"},
    )
    assert reply["performanceConfig"] == {"latency": "optimized"} and reply["serviceTier"] == {"type": "flex"}
    assert "1 system prompt, 2 earlier messages, 1 document, 1 tool result, 1 tool" in str(reply["output"])


@check
def asks_for_tools_and_takes_what_they_answer():
    schema = {"type": "object", "properties": {"city": {"type": "string"}, "next": {"$ref": "#"}}}
    tools = {"tools": [{"toolSpec": {"name": "weather", "inputSchema": {"json": schema}}}, {"cachePoint": {"type": "default"}}]}
    forced = runtime.converse(modelId=MODEL, messages=PROMPT, toolConfig=tools | {"toolChoice": {"any": {}}})
    assert forced["stopReason"] == "tool_use"
    use = forced["output"]["message"]["content"][0]["toolUse"]
    assert (use["name"], use["input"]["city"]) == ("weather", "sandbox")
    assert forced["usage"]["cacheWriteInputTokens"] > 0
    assert forced["usage"]["cacheDetails"] == [{"ttl": "5m", "inputTokens": forced["usage"]["cacheWriteInputTokens"]}]

    def answered(*results):
        turns = [*PROMPT, forced["output"]["message"], {"role": "user", "content": list(results)}]
        return {"modelId": MODEL, "messages": turns, "toolConfig": tools}

    result = {"toolResult": {"toolUseId": use["toolUseId"], "content": [{"json": {"sun": True}}]}}
    reply = runtime.converse(**answered(result))
    assert reply["stopReason"] == "end_turn" and reply["usage"]["cacheReadInputTokens"] > 0
    message = refused(invalid, runtime.converse, **answered({"text": "sun"}))[1]
    assert message == f"Expected toolResult blocks at messages.2.content for the following Ids: {use['toolUseId']}"
    name = {"toolChoice": {"tool": {"name": "other"}}}
    message = refused(invalid, runtime.converse, modelId=MODEL, messages=PROMPT, toolConfig=tools | name)[1]
    assert message.endswith("Tool 'other' not found in provided tools")


@check
def calls_prompts_and_guardrails():
    prompt = "arn:aws:bedrock:us-east-1:123456789012:prompt/SANDBOXPR1:1"
    variables = {"form": {"text": "haiku"}, "topic": {"text": "the sea"}}
    reply = runtime.converse(modelId=prompt, promptVariables=variables)
    assert "Write a haiku about the sea" in reply["output"]["message"]["content"][0]["text"]
    refused(invalid, runtime.converse, modelId=prompt, promptVariables=variables, inferenceConfig={"maxTokens": 5})
    reply = runtime.converse(modelId=prompt, promptVariables=variables, messages=PROMPT)
    assert "10 words on 3 lines and begins with “Write a haiku" in reply["output"]["message"]["content"][0]["text"]
    guardrail = {"guardrailIdentifier": "abc123", "guardrailVersion": "1", "trace": "enabled"}
    blocked = runtime.converse(
        modelId=MODEL, messages=[{"role": "user", "content": [{"text": "blockme"}]}], guardrailConfig=guardrail
    )
    assert blocked["stopReason"] == "guardrail_intervened" and blocked["usage"]["inputTokens"] == 0
    assert blocked["trace"]["guardrail"]["inputAssessment"]["abc123"]["wordPolicy"]["customWords"]
    stopped = runtime.converse(
        modelId=MODEL,
        messages=PROMPT,
        inferenceConfig={"stopSequences": [", not"]},
        additionalModelResponseFieldPaths=["/stop_sequence", "/none"],
    )
    assert stopped["additionalModelResponseFields"] == {"stop_sequence": ", not"}


@check
def refuses_a_conversation_as_the_service_does():
    def words(**arguments):
        code, message, status = refused(invalid, runtime.converse, modelId=MODEL, **arguments)
        assert (code, status) == ("ValidationException", 400)
        return message

    assert words(messages=[]).startswith("A conversation must start with a user message")
    blank = [{"role": "user", "content": [{"text": " "}]}]
    assert words(messages=blank).startswith("The text field in the ContentBlock object at messages.0.content.0 is blank")
    assert words(messages=PROMPT + PROMPT).startswith("A conversation must alternate between user and assistant roles")
    assert (
        words(messages=PROMPT, inferenceConfig={"temperature": 1.5})
        == "1 validation error detected: Value '1.5' at 'inferenceConfig.temperature' failed to satisfy constraint: "
        "Member must have value less than or equal to 1"
    )
    image = [{"role": "user", "content": [{"image": {"format": "bmp", "source": {"bytes": b"BM"}}}]}]
    assert "Member must satisfy enum value set: [png, jpeg, gif, webp]" in words(messages=image)
    tools = {"tools": [{"toolSpec": {"name": "a b", "inputSchema": {"json": {}}}}]}
    assert "regular expression pattern: [a-zA-Z0-9_-]+" in words(messages=PROMPT, toolConfig=tools)


@check
def refuses_files_as_the_service_does():
    def words(*blocks):
        messages = [{"role": "user", "content": [*blocks, {"text": "hi"}]}]
        return refused(invalid, runtime.converse, modelId=MODEL, messages=messages)[1]

    def document(name, form="txt", content=b"text"):
        return {"document": {"format": form, "name": name, "source": {"bytes": content}}}

    png = {"format": "png", "source": {"bytes": b"\x89PNG"}}
    assert words(document("a"), document("a")).startswith("Messages can't contain duplicate document names.")
    assert words(*map(document, "abcdef")) == "You can't include more than 5 documents in a request."
    assert words(document("a.b")).startswith("The document file name can only contain alphanumeric characters")
    assert words(document("a", "pdf")) == "The detected filetype is PLAIN_TEXT, but the provided filetype was PDF."
    assert "does not match the specified image format" in words({"image": {**png, "format": "gif"}})
    large = {**png, "source": {"bytes": b"\x89PNG".ljust(5 * 1024 * 1024)}}
    assert "image exceeds 5 MB maximum: 6990508 bytes > 5242880 bytes" in words({"image": large})
    alone = [{"role": "user", "content": [document("a")]}]
    message = refused(invalid, runtime.converse, modelId=MODEL, messages=alone)[1]
    assert message.startswith("A text block must be included when using documents.")


@check
def refuses_what_a_model_or_a_role_cannot_have():
    image = {"image": {"format": "png", "source": {"bytes": b"\x89PNG"}}}
    use = {"toolUse": {"toolUseId": "a", "name": "t", "input": {}}}
    tools = {"tools": [{"toolSpec": {"name": "t", "inputSchema": {"json": {"type": "object"}}}}]}

    def words(*blocks, call=runtime.converse, model=MODEL, before=(), **arguments):
        messages = [*before, {"role": "user", "content": [{"text": "hi"}, *blocks]}]
        return refused(invalid, call, modelId=model, messages=messages, **arguments)[1]

    micro = "us.amazon.nova-micro-v1:0"
    kind = "This model doesn't support the {} content block that you provided. Update the content block and try again."
    assert words(image, model=micro) == kind.format("image")
    video = {"video": {"format": "mp4", "source": {"bytes": b"a"}}}
    assert words(video, model=f"us.{CLAUDE}") == kind.format("video")
    document = {"document": {"format": "txt", "name": "a", "source": {"bytes": b"text"}}}
    assert words(document, model=micro) == "This model doesn't support documents."
    stored = {"document": {"format": "pdf", "name": "a", "source": {"s3Location": {"uri": "s3://bucket/a.pdf"}}}}
    assert words(stored, model=f"us.{CLAUDE}").endswith("messages.0.content.1.document.source.type: Field required")
    titan = "amazon.titan-text-express-v1"
    assert words(model=titan, system=[{"text": "x"}]).startswith("This model doesn't support system messages.")
    assert words(model=titan, toolConfig=tools) == "This model doesn't support tool use."
    llama = words(model="meta.llama3-1-8b-instruct-v1:0", call=runtime.converse_stream, toolConfig=tools)
    assert llama == "This model doesn't support tool use in streaming mode."

    assert words(use, toolConfig=tools).endswith("messages.0: `tool_use` blocks can only be in `assistant` messages")
    asked = [*PROMPT, {"role": "assistant", "content": [use, use]}]
    message = words(before=asked, toolConfig=tools)
    assert message == "The toolUse blocks at messages.1.content contain duplicate Ids: a"
    shown = [*PROMPT, {"role": "assistant", "content": [image]}]
    assert words(before=shown).startswith("This model doesn't support the image field for assistant messages.")
    garbled = {"toolUse": use["toolUse"] | {"input": "{}"}}
    message = words(before=[*PROMPT, {"role": "assistant", "content": [garbled]}], toolConfig=tools)
    assert message.startswith("The format of the value at messages.1.content.0.toolUse.input is invalid.")
    assert words(additionalModelRequestFields="x").startswith("The format of the additionalModelRequestFields field is")
    thinking = {"thinking": {"type": "enabled", "budget_tokens": 1000}}
    message = words(model=f"us.{CLAUDE}", additionalModelRequestFields=thinking)
    assert message.endswith("thinking.enabled.budget_tokens: Input should be greater than or equal to 1024")


@check
def knows_which_identifiers_can_be_called():
    def words(model, error=invalid):
        return refused(error, runtime.converse, modelId=model, messages=PROMPT)[1]

    assert "with on-demand throughput isn’t supported" in words(CLAUDE)
    assert words("no.such-model-v1:0") == "The provided model identifier is invalid."
    assert "at 'modelId' failed to satisfy constraint" in words("no such model")
    gone = runtime.exceptions.ResourceNotFoundException
    assert "reached the end of its life" in words("us.anthropic.claude-3-5-sonnet-20241022-v2:0", gone)
    assert "marked by provider as Legacy" in words("us.amazon.nova-premier-v1:0", gone)
    assert "supported text or chat model" in words("cohere.embed-english-v3")
    profile = f"arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.{CLAUDE}"
    for model in [f"us.{CLAUDE}", f"global.{CLAUDE}", profile, f"arn:aws:bedrock:us-east-1::foundation-model/{MODEL}"]:
        assert runtime.converse(modelId=model, messages=PROMPT)["stopReason"] == "end_turn"


@check
def says_when_a_model_does_not_stream():
    call = runtime.converse_stream
    code, message, _ = refused(invalid, call, modelId="ai21.jamba-instruct-v1:0", messages=PROMPT)
    assert (code, message) == ("ValidationException", "The model is unsupported for streaming.")


@check
def gives_a_raw_body_back_to_the_byte():
    for body in [b'{"n": 1.10, "a": "\xc3\xa4"}', bytes(range(256)) * 3_000, b""]:
        reply = runtime.invoke_model(modelId=MODEL, body=body, contentType="application/octet-stream", accept="x/y")
        assert reply["body"].read() == body and reply["contentType"] == "x/y"
        headers = reply["ResponseMetadata"]["HTTPHeaders"]
        for name in ["invocation-latency", "input-token-count", "output-token-count"]:
            assert headers[f"x-amzn-bedrock-{name}"].isdigit(), headers
        stream = runtime.invoke_model_with_response_stream(modelId=MODEL, body=body, accept="x/y")
        chunks = [event["chunk"]["bytes"] for event in stream["body"]]
        assert b"".join(chunks) == body and stream["contentType"] == "x/y"
        assert len(chunks) >= 3 or not body


@check
def answers_each_family_in_its_own_format():
    text = "hello"
    formats = {
        f"us.{CLAUDE}": (
            {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 99, "messages": [{"role": "user", "content": text}]},
            lambda reply: reply["content"][0]["text"],
            lambda chunk: chunk.get("delta", {}).get("text", ""),
        ),
        "amazon.nova-lite-v1:0": (
            {"messages": [{"role": "user", "content": [{"text": text}]}]},
            lambda reply: reply["output"]["message"]["content"][0]["text"],
            lambda chunk: chunk.get("contentBlockDelta", {}).get("delta", {}).get("text", ""),
        ),
        "amazon.titan-text-express-v1": (
            {"inputText": text},
            lambda reply: reply["results"][0]["outputText"],
            lambda chunk: chunk["outputText"],
        ),
        "meta.llama3-1-8b-instruct-v1:0": (
            {"prompt": text},
            lambda reply: reply["generation"],
            lambda chunk: chunk["generation"],
        ),
        "mistral.mistral-7b-instruct-v0:2": (
            {"prompt": text},
            lambda reply: reply["outputs"][0]["text"],
            lambda chunk: chunk["outputs"][0]["text"],
        ),
    }
    for model, (request, of_reply, of_chunk) in formats.items():
        body = json.dumps(request)
        reply = runtime.invoke_model(modelId=model, body=body)
        said = of_reply(json.loads(reply["body"].read()))
        assert said.startswith("This is bedr's sandbox"), said
        stream = runtime.invoke_model_with_response_stream(modelId=model, body=body)["body"]
        chunks = [json.loads(event["chunk"]["bytes"]) for event in stream]
        assert "".join(of_chunk(chunk) for chunk in chunks) == said
        metrics = chunks[-1]["amazon-bedrock-invocationMetrics"]
        assert metrics["inputTokenCount"] == 2 and metrics["outputTokenCount"] > 20
        assert "required" in refused(invalid, runtime.invoke_model, modelId=model, body=b"{}")[1]


@check
def embeds_and_draws():
    def invoke(model, **request):
        return json.loads(runtime.invoke_model(modelId=model, body=json.dumps(request))["body"].read())

    titan = invoke("amazon.titan-embed-text-v2:0", inputText="hello", dimensions=256)
    assert len(titan["embedding"]) == 256 and titan["inputTextTokenCount"] == 2
    cohere = invoke("cohere.embed-english-v3", texts=["a", "b"], input_type="search_query")
    assert [len(vector) for vector in cohere["embeddings"]] == [1024, 1024]
    drawn = invoke("amazon.titan-image-generator-v2:0", taskType="TEXT_IMAGE", textToImageParams={"text": "a"})
    assert base64.b64decode(drawn["images"][0]).startswith(b"\x89PNG")


@check
def checks_what_invoke_says_in_headers():
    reply = runtime.invoke_model(
        modelId=MODEL,
        body=b"{}",
        guardrailIdentifier="abc123",
        guardrailVersion="DRAFT",
        trace="ENABLED",
        performanceConfigLatency="optimized",
        serviceTier="priority",
    )
    assert (reply["performanceConfigLatency"], reply["serviceTier"]) == ("optimized", "priority")
    for wrong in [{"trace": "LOUD"}, {"serviceTier": "free"}, {"performanceConfigLatency": "fast"}]:
        (name,) = wrong
        message = refused(invalid, runtime.invoke_model, modelId=MODEL, body=b"{}", **wrong)[1]
        assert f"at '{name}' failed to satisfy constraint: Member must satisfy enum value set" in message, message


@check
def counts_tokens_as_the_calls_do():
    call = runtime.converse(modelId=MODEL, messages=PROMPT, system=[{"text": "Be brief."}])
    converse = {"messages": PROMPT, "system": [{"text": "Be brief."}], "additionalModelRequestFields": {"top_k": 5}}
    counted = runtime.count_tokens(modelId=MODEL, input={"converse": converse})
    assert counted["inputTokens"] == call["usage"]["inputTokens"] > 0
    talk = [{"role": "user", "content": "hello"}]
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": talk}
    for model, body in [(CLAUDE, json.dumps(body).encode()), (MODEL, bytes(range(256)))]:
        caller = MODEL if model == MODEL else f"us.{model}"
        headers = runtime.invoke_model(modelId=caller, body=body)["ResponseMetadata"]["HTTPHeaders"]
        counted = runtime.count_tokens(modelId=model, input={"invokeModel": {"body": body}})
        assert counted["inputTokens"] == int(headers["x-amzn-bedrock-input-token-count"]), model


@check
def refuses_to_count_as_the_service_does():
    def words(model, **converse):
        request = {"converse": {"messages": PROMPT} | converse}
        code, message, status = refused(invalid, runtime.count_tokens, modelId=model, input=request)
        assert (code, status) == ("ValidationException", 400)
        return message

    profile = f"arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.{CLAUDE}"
    own = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/apsandbox001"
    for model in [f"us.{CLAUDE}", profile, own, "amazon.nova-lite-v1:0", "meta.llama3-1-8b-instruct-v1:0"]:
        assert words(model) == "The provided model doesn't support counting tokens.", model
    assert words("no.such-model-v1:0") == "The provided model identifier is invalid."
    assert "at 'modelId' failed to satisfy constraint" in words("no such model")
    assert words(MODEL, messages=[]).startswith("A conversation must start with a user message")
    image = [{"role": "user", "content": [{"image": {"format": "bmp", "source": {"bytes": b"BM"}}}]}]
    assert "at 'input.converse.messages.1.member.content.1.member.image.format'" in words(MODEL, messages=image)


@check
def takes_a_large_prompt():
    text = "word " * 1_000_000
    reply = runtime.converse(modelId=MODEL, messages=[{"role": "user", "content": [{"text": text}]}])
    assert "1000000 words on 1 line" in reply["output"]["message"]["content"][0]["text"]


@check
def verifies_signatures():
    error = botocore.exceptions.ClientError
    forged = client("bedrock-runtime", aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"], aws_secret_access_key="no")
    code, message, status = refused(error, forged.converse, modelId=MODEL, messages=PROMPT)
    assert (code, status) == ("InvalidSignatureException", 403)
    assert message.startswith("The request signature we calculated does not match the signature you provided.")
    stranger = client("bedrock", aws_access_key_id="AKIA0000000000000000", aws_secret_access_key="no")
    assert stranger.list_foundation_models()["modelSummaries"]


@check
def takes_a_bearer_token():
    os.environ["AWS_BEARER_TOKEN_BEDROCK"] = "sandbox"
    try:
        assert client("bedrock").list_foundation_models()["modelSummaries"]
        assert client("bedrock-runtime").converse(modelId=MODEL, messages=PROMPT)["stopReason"] == "end_turn"
    finally:
        del os.environ["AWS_BEARER_TOKEN_BEDROCK"]


if __name__ == "__main__":
    run()
