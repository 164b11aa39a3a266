"""Writes src/sandbox/shapes.json, the constraints that the sandbox checks, from botocore's service models.

    python tests/clients/shapes.py            write the file
    python tests/clients/shapes.py --check    compare it with what the installed botocore says

Facts only: names, types, limits. The versions of requirements.txt are the ones to run it with.
"""

import json
import pathlib
import sys

import botocore
import botocore.loaders

FILE = pathlib.Path(__file__).resolve().parents[2] / "src" / "sandbox" / "shapes.json"
OPERATIONS = {
    "bedrock": [
        "ListFoundationModels",
        "GetFoundationModel",
        "GetFoundationModelAvailability",
        "ListFoundationModelAgreementOffers",
        "ListInferenceProfiles",
        "GetInferenceProfile",
        "ListProvisionedModelThroughputs",
        "ListCustomModelDeployments",
        "ListImportedModels",
        "ListPromptRouters",
        "ListMarketplaceModelEndpoints",
    ],
    "bedrock-runtime": ["Converse", "ConverseStream", "InvokeModel", "InvokeModelWithResponseStream", "CountTokens"],
}
LIMITS = ["min", "max", "pattern", "enum", "required", "sensitive", "union", "document"]


def reduced(shape):
    """What the validator needs to know of a shape."""
    new = {"type": shape["type"]}
    new |= {key: shape[key] for key in LIMITS if key in shape}
    # The payload of an HTTP body is not JSON: InvokeModel's is the model's own affair.
    members = {name: member for name, member in shape.get("members", {}).items() if name != shape.get("payload")}
    if members:
        new["members"] = {name: placed(member) for name, member in members.items()}
    for part in ("member", "key", "value"):
        if part in shape:
            new[part] = shape[part]["shape"]
    return new


def placed(member):
    """A member's shape, and where in the request it is when that is not the body."""
    if "location" not in member:
        return member["shape"]
    return {"shape": member["shape"], "in": member["location"], "name": member["locationName"]}


def collect(name, shapes, into):
    if name in into:
        return
    shape = shapes[name]
    into[name] = reduced(shape)
    for member, target in shape.get("members", {}).items():
        if member != shape.get("payload"):
            collect(target["shape"], shapes, into)
    for part in ("member", "key", "value"):
        if part in shape:
            collect(shape[part]["shape"], shapes, into)


def table():
    loader = botocore.loaders.create_loader()
    operations, shapes, exceptions = {}, {}, {}
    for service, names in OPERATIONS.items():
        model = loader.load_service_model(service, "service-2")
        for name in names:
            operation = model["operations"][name]
            errors = [error["shape"] for error in operation["errors"]]
            operations[name] = {"input": operation["input"]["shape"], "errors": errors}
            collect(operation["input"]["shape"], model["shapes"], shapes)
            for error in errors:
                exceptions[error] = model["shapes"][error]["error"]["httpStatusCode"]
    return {
        "botocore": botocore.__version__,
        "operations": operations,
        "exceptions": dict(sorted(exceptions.items())),
        "shapes": dict(sorted(shapes.items())),
    }


def lines(value):
    """JSON with a line for every entry, so that a change of the service model reads as one in a diff."""
    parts = []
    for section, content in value.items():
        if isinstance(content, dict):
            rows = [f"    {json.dumps(key)}: {json.dumps(row)}" for key, row in content.items()]
            parts.append(f"  {json.dumps(section)}: {{\n" + ",\n".join(rows) + "\n  }")
        else:
            parts.append(f"  {json.dumps(section)}: {json.dumps(content)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main():
    text = lines(table())
    if sys.argv[1:] == ["--check"]:
        if FILE.read_text() != text:
            sys.exit(f"{FILE} is not what botocore {botocore.__version__} says; run {sys.argv[0]}")
        print("src/sandbox/shapes.json agrees with botocore", botocore.__version__)
    else:
        FILE.write_text(text)


if __name__ == "__main__":
    main()
