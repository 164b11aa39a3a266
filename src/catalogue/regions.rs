//! The regions that have Amazon Bedrock, for `--region all`: the SDK has no list

/// As of November 2026. A region that is missing can be typed, or listed in `regions` of the configuration; one that has
/// no Bedrock any more is noticed when it is asked.
/// Source: <https://docs.aws.amazon.com/general/latest/gr/bedrock.html>
pub const REGIONS: &[&str] = &[
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "ca-central-1",
    "ca-west-1",
    "mx-central-1",
    "sa-east-1",
    "eu-central-1",
    "eu-central-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-7",
    "ap-east-2",
    "af-south-1",
    "il-central-1",
    "me-central-1",
    "me-south-1",
];

/// The regions that `--region` names: one, several with commas between, or `all`.
pub fn named(typed: &str, all: Option<&[String]>) -> Vec<String> {
    if typed.split(',').any(|region| region.trim().eq_ignore_ascii_case("all")) {
        return match all {
            Some(configured) => named(&configured.join(","), None),
            None => REGIONS.iter().map(|region| (*region).to_owned()).collect(),
        };
    }
    let mut regions: Vec<String> = Vec::new();
    for region in typed.split(',').map(str::trim).filter(|region| !region.is_empty()) {
        if !regions.iter().any(|known| known == region) {
            regions.push(region.to_owned());
        }
    }
    regions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_one_several_and_all() {
        assert_eq!(named("us-east-1", None), ["us-east-1"]);
        assert_eq!(named("us-east-1, eu-west-1,us-east-1,", None), ["us-east-1", "eu-west-1"]);
        assert_eq!(named("all", None).len(), REGIONS.len());
        assert_eq!(named("us-east-1,all", None).len(), REGIONS.len());
        assert_eq!(named("all", Some(&["x".to_owned()])), ["x"]);
    }
}
