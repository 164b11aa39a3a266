"""What compare.py asks about the catalogue: profiles, other kinds, availability, prices, several regions."""

import boto3

from both import aws, bedr, bedr_json, operation, same
from checks import check

CLAUDE = "anthropic.claude-sonnet-4-5-20250929-v1:0"
REGIONS = ("us-east-1", "eu-west-1", "ap-northeast-1")
# The member of an answer with --all-kinds, and what the AWS CLI calls its list.
KINDS = {
    "provisionedModelSummaries": "list-provisioned-model-throughputs",
    "modelDeploymentSummaries": "list-custom-model-deployments",
    "modelSummaries": "list-imported-models",
    "promptRouterSummaries": "list-prompt-routers",
    "marketplaceModelEndpoints": "list-marketplace-model-endpoints",
}


def output(name):
    return operation("bedrock", name).output_shape


def profiles(region):
    """The entries of both types, as two calls of the AWS CLI give them."""
    both = [
        aws("bedrock", "list-inference-profiles", "--type-equals", kind, "--region", region)
        for kind in ("SYSTEM_DEFINED", "APPLICATION")
    ]
    return [entry for one in both for entry in one["inferenceProfileSummaries"]]


@check
def lists_inference_profiles():
    for region in REGIONS:
        theirs = {"inferenceProfileSummaries": profiles(region)}
        assert theirs["inferenceProfileSummaries"], region
        ours = bedr_json("inference-profiles", "list", "--region", region)
        same(theirs, ours, output("ListInferenceProfiles"), region)
    kinds = {entry["type"] for entry in profiles(REGIONS[0])}
    assert kinds == {"SYSTEM_DEFINED", "APPLICATION"}, kinds


@check
def gets_inference_profiles_by_id_and_by_arn():
    for entry in profiles(REGIONS[0]):
        for identifier in (entry["inferenceProfileId"], entry["inferenceProfileArn"]):
            theirs = aws("bedrock", "get-inference-profile", "--inference-profile-identifier", identifier)
            same(theirs, bedr_json("inference-profiles", "get", identifier), output("GetInferenceProfile"), identifier)
        whole = answer(boto3.client("bedrock").get_inference_profile, inferenceProfileIdentifier=identifier)
        same(whole, bedr_json("profiles", "get", identifier), output("GetInferenceProfile"), identifier)


@check
def lists_every_kind_with_its_members():
    ours = bedr_json("models", "list", "--all-kinds")
    models = aws("bedrock", "list-foundation-models")["modelSummaries"]
    ids = [model["modelId"] for model in ours["modelSummaries"]]
    assert ids == [model["modelId"] for model in models], ids
    same(models, ours.pop("modelSummaries"), output("ListFoundationModels").members["modelSummaries"], "models")
    lists = {}
    for member, command in KINDS.items():
        shape = output("".join(word.capitalize() for word in command.split("-")))
        lists[command] = (aws("bedrock", command)[member], shape.members[member])
        assert lists[command][0], f"{command} is empty: nothing is compared"
    # Each list under a name of its own, whatever the service calls its member.
    assert len(ours) == len(lists), ours.keys()
    for theirs, shape in lists.values():
        arns = [next(entry[name] for name in entry if name.endswith("Arn")) for entry in theirs]
        (name,) = [name for name, entries in ours.items() if str(arns[0]) in str(entries[0])]
        same(theirs, ours.pop(name), shape, name)


def answer(call, **arguments):
    """What boto3 gives, without what it adds."""
    reply = call(**arguments)
    del reply["ResponseMetadata"]
    return reply


@check
def gets_availability_and_offers():
    bedrock = boto3.client("bedrock")
    listed = [model["modelId"] for model in bedrock.list_foundation_models()["modelSummaries"]]
    with_offers = 0
    for model in listed:
        ours = bedr_json("models", "get", model, "--availability", "--pricing")
        availability, offers = ours.pop("availability"), ours.pop("agreementOffers")
        theirs = answer(bedrock.get_foundation_model, modelIdentifier=model)
        same(theirs, ours, output("GetFoundationModel"), model)
        theirs = answer(bedrock.get_foundation_model_availability, modelId=model)
        same(theirs, availability, output("GetFoundationModelAvailability"), model)
        try:
            theirs = answer(bedrock.list_foundation_model_agreement_offers, modelId=model)
        except bedrock.exceptions.ResourceNotFoundException:
            # Models without a rate card: bedr says that there is no offer.
            assert offers == {"offers": []}, offers
            continue
        with_offers += 1
        same(theirs, offers, output("ListFoundationModelAgreementOffers"), model)
    assert with_offers, "no model has an offer: nothing is compared"


@check
def gets_availability_and_offers_as_the_aws_cli_does():
    ours = bedr_json("models", "get", CLAUDE, "--availability", "--pricing")
    for member, name, command in [
        ("availability", "GetFoundationModelAvailability", "get-foundation-model-availability"),
        ("agreementOffers", "ListFoundationModelAgreementOffers", "list-foundation-model-agreement-offers"),
    ]:
        same(aws("bedrock", command, "--model-id", CLAUDE), ours.pop(member), output(name), member)
    theirs = aws("bedrock", "get-foundation-model", "--model-identifier", CLAUDE)
    same(theirs, ours, output("GetFoundationModel"))


@check
def lists_several_regions():
    ours = bedr_json("models", "list", "--region", ",".join(REGIONS))
    theirs = []
    for region in REGIONS:
        models = aws("bedrock", "list-foundation-models", "--region", region)["modelSummaries"]
        theirs += [(region, model) for model in models]
    entries = ours["modelSummaries"]
    assert [entry.pop("region") for entry in entries] == [region for region, _ in theirs]
    models = [model for _, model in theirs]
    same(models, entries, output("ListFoundationModels").members["modelSummaries"], "models")


@check
def names_every_id_that_can_be_called():
    for region in REGIONS:
        models = aws("bedrock", "list-foundation-models", "--region", region)["modelSummaries"]
        entries = profiles(region)
        expected = {}
        for model in models:
            own = [model["modelId"]] if "ON_DEMAND" in model["inferenceTypesSupported"] else []
            calling = [entry for entry in entries if any(calls(one, model) for one in entry["models"])]
            expected[model["modelId"]] = own + [callable_id(entry) for entry in calling]
        ours = bedr_json("models", "list", "--callable", "--region", region)["modelSummaries"]
        found = {model["modelId"]: [one["id"] for one in model["callable"]] for model in ours}
        assert found == {model: ids for model, ids in expected.items() if ids}, region
        printed = bedr("models", "list", "--callable", "--ids", "--region", region).decode().split()
        assert printed == [one for ids in found.values() for one in ids], region


def calls(one, model):
    return one["modelArn"].endswith(f"foundation-model/{model['modelId']}")


def callable_id(entry):
    return entry["inferenceProfileArn" if entry["type"] == "APPLICATION" else "inferenceProfileId"]
