"""What boto3 finds in the sandbox's catalogue: its lists page by page, region by region, and what can be called.

boto3_check.py runs these checks with its own.
"""

import datetime

import botocore.exceptions

from checks import check, client, misbehaving, refused

MODEL = "sandbox.echo-v1:0"
CLAUDE = "anthropic.claude-sonnet-4-5-20250929-v1:0"
ACCOUNT = "123456789012"
PROMPT = [{"role": "user", "content": [{"text": "hello"}]}]
REGIONS = ["us-east-1", "us-west-2", "ca-central-1", "eu-west-1", "eu-west-2", "ap-northeast-1", "us-gov-west-1"]
# Each list with pages, and the member of a reply that it is.
LISTS = {
    "list_inference_profiles": "inferenceProfileSummaries",
    "list_provisioned_model_throughputs": "provisionedModelSummaries",
    "list_custom_model_deployments": "modelDeploymentSummaries",
    "list_imported_models": "modelSummaries",
    "list_prompt_routers": "promptRouterSummaries",
    "list_marketplace_model_endpoints": "marketplaceModelEndpoints",
}
# What the account owns by list: its ARN, its state, and the states in which it can be called.
OWNED = {
    "list_provisioned_model_throughputs": ("provisionedModelArn", {"InService"}),
    "list_custom_model_deployments": ("customModelDeploymentArn", {"Active"}),
    "list_imported_models": ("modelArn", {None}),
    "list_prompt_routers": ("promptRouterArn", {"AVAILABLE"}),
    "list_marketplace_model_endpoints": ("endpointArn", {"REGISTERED"}),
}

bedrock = client("bedrock")
invalid = bedrock.exceptions.ValidationException
missing = bedrock.exceptions.ResourceNotFoundException


def whole(bedrock, name, **arguments):
    return getattr(bedrock, name)(**arguments)[LISTS[name]]


def pages(bedrock, name, **arguments):
    return [page[LISTS[name]] for page in bedrock.get_paginator(name).paginate(**arguments)]


def profiles(region, kind="SYSTEM_DEFINED"):
    return whole(client("bedrock", region), "list_inference_profiles", typeEquals=kind)


def models(region):
    return {model["modelId"]: model for model in client("bedrock", region).list_foundation_models()["modelSummaries"]}


def words(runtime, model):
    """What is said when a model is called: nothing when it answers."""
    try:
        runtime.converse(modelId=model, messages=PROMPT)
    except botocore.exceptions.ClientError as error:
        return error.response["Error"]["Message"]
    return None


@check
def lists_in_pages():
    for name in LISTS:
        entries = whole(bedrock, name)
        assert len(entries) >= 2, name
        for size in (1, 2, 1000):
            paged = pages(bedrock, name, PaginationConfig={"PageSize": size})
            assert [entry for page in paged for entry in page] == entries, (name, size)
            assert [len(page) for page in paged[:-1]] == [size] * ((len(entries) - 1) // size), (name, size)


@check
def lists_in_small_pages_whatever_was_asked():
    expected = {name: whole(bedrock, name) for name in LISTS}
    with misbehaving("page-size=1"):
        for name, entries in expected.items():
            paged = pages(client("bedrock"), name, PaginationConfig={"PageSize": 1000})
            assert [[entry] for entry in entries] == paged, name


@check
def refuses_what_is_no_page():
    for name in LISTS:
        call = getattr(bedrock, name)
        assert refused(invalid, call, nextToken="nonsense")[1] == "The provided nextToken is invalid."
        other = client("bedrock", "us-west-2").list_inference_profiles(maxResults=1)["nextToken"]
        assert refused(invalid, call, nextToken=other)[1] == "The provided nextToken is invalid."
        message = refused(invalid, call, maxResults=1001)[1]
        assert "Value '1001' at 'maxResults'" in message and "less than or equal to 1000" in message, message
    message = refused(invalid, bedrock.list_inference_profiles, typeEquals="MINE")[1]
    assert "enum value set: [SYSTEM_DEFINED, APPLICATION]" in message, message


@check
def profiles_differ_by_region():
    prefixes = {region: {one["inferenceProfileId"].split(".")[0] for one in profiles(region)} for region in REGIONS}
    assert prefixes == {
        "us-east-1": {"us", "global"},
        "us-west-2": {"us", "global"},
        "ca-central-1": {"us", "ca", "global"},
        "eu-west-1": {"eu", "global"},
        "eu-west-2": {"global"},
        "ap-northeast-1": {"apac", "jp", "global"},
        "us-gov-west-1": {"us-gov"},
    }, prefixes


@check
def a_profile_says_where_it_routes_to():
    for region in REGIONS:
        partition = "aws-us-gov" if region.startswith("us-gov") else "aws"
        for one in profiles(region):
            geography, model = one["inferenceProfileId"].split(".", 1)
            arn = f"arn:{partition}:bedrock:{region}:{ACCOUNT}:inference-profile/{geography}.{model}"
            assert one["inferenceProfileArn"] == arn and (one["status"], one["type"]) == ("ACTIVE", "SYSTEM_DEFINED")
            places = [entry["modelArn"].split(":")[3] for entry in one["models"]]
            assert region in places and ("" in places) == (geography == "global"), places
            assert all(entry["modelArn"].endswith(f"::foundation-model/{model}") for entry in one["models"])
            assert all(place in one["description"] for place in places) or geography == "global"
            assert one["createdAt"] <= one["updatedAt"]


@check
def gets_profiles_by_id_and_by_arn():
    for kind in ("SYSTEM_DEFINED", "APPLICATION"):
        for one in profiles("us-east-1", kind):
            for identifier in (one["inferenceProfileId"], one["inferenceProfileArn"]):
                got = bedrock.get_inference_profile(inferenceProfileIdentifier=identifier)
                assert {name: got[name] for name in got if name != "ResponseMetadata"} == one
    for absent in ("us.no.such-model-v1:0", f"eu.{MODEL}", profiles("eu-west-1")[0]["inferenceProfileArn"]):
        code, _, status = refused(missing, bedrock.get_inference_profile, inferenceProfileIdentifier=absent)
        assert (code, status) == ("ResourceNotFoundException", 404), absent


@check
def every_list_agrees_with_what_can_be_called():
    """Every model that is anywhere, in each region: its bare id and all its profiles."""
    everywhere = {}
    for region in REGIONS:
        everywhere |= models(region)
    unsupported = "This action doesn't support the model"
    for region in REGIONS:
        runtime = client("bedrock-runtime", region)
        here = models(region)
        listed = {one["inferenceProfileId"]: one for one in profiles(region)}
        assert 1 < len(here) < len(everywhere), region
        for name in everywhere:
            said = words(runtime, name)
            if name not in here:
                assert said == "The provided model identifier is invalid.", (region, name, said)
            elif "ON_DEMAND" in here[name]["inferenceTypesSupported"]:
                assert said is None or said.startswith(unsupported), (region, name, said)
            else:
                assert said.startswith(f"Invocation of model ID {name} with on-demand throughput"), (region, said)
            for geography in ("us", "ca", "eu", "apac", "jp", "au", "us-gov", "global"):
                profile = f"{geography}.{name}"
                said = words(runtime, profile)
                if profile not in listed:
                    assert said == "The provided model identifier is invalid.", (region, profile, said)
                else:
                    fine = said is None or said.startswith(unsupported) or "as Legacy" in said
                    assert fine, (region, profile, said)
                    assert words(runtime, listed[profile]["inferenceProfileArn"]) == said
        profiled = {one.split(".", 1)[1] for one in listed}
        assert all(name in profiled for name in here if "INFERENCE_PROFILE" in here[name]["inferenceTypesSupported"])


@check
def one_model_has_other_inference_types_elsewhere():
    def types(region):
        reply = client("bedrock", region).get_foundation_model(modelIdentifier="amazon.nova-lite-v1:0")
        details = reply["modelDetails"]
        assert details["modelArn"] == f"arn:aws:bedrock:{region}::foundation-model/amazon.nova-lite-v1:0"
        return details["inferenceTypesSupported"]

    assert types("us-east-1") == ["ON_DEMAND", "INFERENCE_PROFILE"]
    assert types("us-west-2") == ["INFERENCE_PROFILE"]
    assert types("eu-west-2") == ["ON_DEMAND"]
    assert refused(missing, bedrock.get_foundation_model, modelIdentifier="luma.ray-v2:0")[2] == 404


@check
def application_profiles_are_listed_when_asked_for_and_called_by_arn():
    assert {one["type"] for one in profiles("us-east-1")} == {"SYSTEM_DEFINED"}
    own = profiles("us-east-1", "APPLICATION")
    assert len(own) == 2 and not profiles("us-east-2", "APPLICATION")
    runtime, elsewhere = client("bedrock-runtime"), client("bedrock-runtime", "us-west-2")
    assert any("description" not in one for one in own)
    for one in own:
        arn = f"arn:aws:bedrock:us-east-1:{ACCOUNT}:application-inference-profile/{one['inferenceProfileId']}"
        assert one["inferenceProfileArn"] == arn and words(runtime, arn) is None
        for said in (words(runtime, one["inferenceProfileId"]), words(elsewhere, arn)):
            assert said == "The provided model identifier is invalid."


@check
def what_the_account_owns_can_be_called_when_it_is_ready():
    ready = 0
    for region in ("us-east-1", "eu-west-1", "ap-south-1"):
        control, runtime = client("bedrock", region), client("bedrock-runtime", region)
        for name, (arn, callable_states) in OWNED.items():
            for one in whole(control, name):
                assert one[arn].split(":")[3:5] == [region, ACCOUNT]
                said = words(runtime, one[arn])
                if one.get("status") in callable_states:
                    assert said is None or said.startswith("This action doesn't support"), (one, said)
                    ready += said is None
                else:
                    assert said.startswith(("Model is not ready", "The provided model identifier is invalid")), said
    assert ready >= 9, ready
    router = f"arn:aws:bedrock:us-east-1:{ACCOUNT}:default-prompt-router/amazon.nova:1"
    invoked = client("bedrock-runtime").converse(modelId=router, messages=PROMPT)["trace"]["promptRouter"]
    assert invoked["invokedModelId"].endswith("inference-profile/us.amazon.nova-pro-v1:0"), invoked


@check
def filters_what_the_account_owns():
    def names(call, member, name, **filters):
        return [one[name] for one in call(**filters)[member]]

    def throughputs(**filters):
        call = bedrock.list_provisioned_model_throughputs
        return names(call, "provisionedModelSummaries", "provisionedModelName", **filters)

    assert throughputs(statusEquals="Creating") == ["not-there-yet"]
    assert throughputs(nameContains="desk") == ["support-desk"]
    assert throughputs(sortBy="CreationTime", sortOrder="Ascending")[0] == "search-index"
    assert throughputs(sortBy="CreationTime", sortOrder="Descending")[0] == "not-there-yet"
    since = datetime.datetime(2026, 8, 1, tzinfo=datetime.UTC)
    assert throughputs(creationTimeAfter=since) == ["support-desk", "not-there-yet"]
    assert throughputs(creationTimeBefore=since) == ["search-index"]
    routers = names(bedrock.list_prompt_routers, "promptRouterSummaries", "promptRouterName", type="custom")
    assert routers == ["cheap-first"]
    active = bedrock.list_custom_model_deployments(statusEquals="Active")["modelDeploymentSummaries"]
    assert [one["customModelDeploymentName"] for one in active] == ["tone-of-voice"]
    source = bedrock.list_marketplace_model_endpoints()["marketplaceModelEndpoints"][0]["modelSourceIdentifier"]
    assert len(bedrock.list_marketplace_model_endpoints(modelSourceEquals=source)["marketplaceModelEndpoints"]) == 1


@check
def says_what_the_account_may_use():
    def available(model, region="us-east-1"):
        return client("bedrock", region).get_foundation_model_availability(modelId=model)

    fine = available(CLAUDE)
    assert fine["agreementAvailability"] == {"status": "AVAILABLE"} and fine["authorizationStatus"] == "AUTHORIZED"
    assert fine["entitlementAvailability"] == fine["regionAvailability"] == "AVAILABLE"
    assert available("luma.ray-v2:0")["regionAvailability"] == "NOT_AVAILABLE"
    refused_to = available("luma.ray-v2:0", "us-west-2")
    assert refused_to["regionAvailability"] == "AVAILABLE" and refused_to["authorizationStatus"] == "NOT_AUTHORIZED"
    assert refused_to["agreementAvailability"]["errorMessage"]
    assert refused(missing, bedrock.get_foundation_model_availability, modelId="no.such-model-v1:0")[2] == 404


@check
def knows_the_prices_of_what_is_sold():
    offer = bedrock.list_foundation_model_agreement_offers(modelId=CLAUDE)["offers"][0]
    assert offer["offerToken"] and offer["termDetails"]["legalTerm"]["url"].startswith("https://")
    card = {rate["dimension"]: rate for rate in offer["termDetails"]["usageBasedPricingTerm"]["rateCard"]}
    rate = card["USE1_InputTokenCount"]
    assert rate["price"] == "3.3" and rate["description"] == "Million Input Tokens Regional" and rate["unit"] == "Units"
    assert len(card) == 80, "four kinds of tokens in twenty regions"
    none = bedrock.list_foundation_model_agreement_offers(modelId="ai21.jamba-instruct-v1:0", offerType="ALL")
    assert none["offers"] == []
    for free in ("amazon.nova-lite-v1:0", "no.such-model-v1:0"):
        assert refused(missing, bedrock.list_foundation_model_agreement_offers, modelId=free)[2] == 404


@check
def models_end_so_many_days_from_today():
    listed = models("us-east-1")
    today = datetime.datetime.now(datetime.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    for days, status in ((30, "LEGACY"), (400, "ACTIVE")):
        name = f"sandbox.ends-in-{days}-days-v1:0"
        lifecycle = listed[name]["modelLifecycle"]
        left = lifecycle["endOfLifeTime"] - today
        # Midnight may have come in between.
        assert left in (datetime.timedelta(days), datetime.timedelta(days + 1)) and lifecycle["status"] == status
        assert lifecycle["startOfLifeTime"] < lifecycle["legacyTime"] < lifecycle["endOfLifeTime"]
        assert bedrock.get_foundation_model(modelIdentifier=name)["modelDetails"] == listed[name]
        assert words(client("bedrock-runtime"), name) is None


@check
def a_region_that_is_not_enabled_knows_no_token():
    for service, call, arguments in [
        ("bedrock", "list_foundation_models", {}),
        ("bedrock", "list_inference_profiles", {}),
        ("bedrock-runtime", "converse", {"modelId": MODEL, "messages": PROMPT}),
    ]:
        error = botocore.exceptions.ClientError
        code, message, status = refused(error, getattr(client(service, "me-central-1"), call), **arguments)
        assert (code, status) == ("UnrecognizedClientException", 403)
        assert message == "The security token included in the request is invalid."


@check
def one_operation_or_one_region_can_fail():
    error = botocore.exceptions.ClientError
    with misbehaving("denied=ListInferenceProfiles", "denied=ListPromptRouters", "region-denied=eu-west-1",
                     "region-throttled=eu-west-2", "region-silent=eu-west-3", "region-delay=1"):  # fmt: skip
        here = client("bedrock")
        code, message, status = refused(error, here.list_inference_profiles)
        assert (code, status) == ("AccessDeniedException", 403)
        resource = f"arn:aws:bedrock:us-east-1:{ACCOUNT}:inference-profile/*"
        assert f"not authorized to perform: bedrock:ListInferenceProfiles on resource: {resource}" in message, message
        assert refused(error, here.list_prompt_routers)[0] == "AccessDeniedException"
        assert here.list_foundation_models()["modelSummaries"] and here.list_imported_models()["modelSummaries"]
        for region, expected in (("eu-west-1", "AccessDeniedException"), ("eu-west-2", "ThrottlingException")):
            assert refused(error, client("bedrock", region).list_foundation_models)[0] == expected
            call = client("bedrock-runtime", region).converse
            assert refused(error, call, modelId=MODEL, messages=PROMPT)[0] == expected
        silent = client("bedrock", "eu-west-3", read_timeout=1)
        try:
            raise AssertionError(f"eu-west-3 answered {silent.list_foundation_models()}")
        except botocore.exceptions.ReadTimeoutError:
            pass
        assert client("bedrock", "sa-east-1").list_foundation_models()["modelSummaries"]


@check
def every_operation_can_be_throttled():
    error = botocore.exceptions.ClientError
    with misbehaving("throttling"):
        throttled = client("bedrock")
        for name in LISTS:
            assert refused(error, getattr(throttled, name))[0] == "ThrottlingException"
        profile = throttled.get_inference_profile
        assert refused(error, profile, inferenceProfileIdentifier=f"us.{MODEL}")[0] == "ThrottlingException"
        for call in (throttled.get_foundation_model_availability, throttled.list_foundation_model_agreement_offers):
            assert refused(error, call, modelId=CLAUDE)[0] == "ThrottlingException"
