//! `bedr config`: each value, and where it was said

use bedr::sandbox;

use super::{ALIASES, FILE};
use crate::program::{Run, bedr};

#[test]
fn config_shows_each_value_and_where_it_was_said() {
    let file = format!(
        "model = 'echo'\nregion = 'eu-west-1'\nregions = ['us-east-1', 'eu-west-1']\nresolve = true\n{ALIASES}"
    );
    bedr(["config", "--config", "c.toml"])
        .file("c.toml", file)
        .stdout(concat!(
            "config\tc.toml\t--config\n",
            "model\tsandbox.echo-v1:0\tc.toml:1, alias echo\n",
            "region\teu-west-1\tc.toml:2\n",
            "profile\tdefault\tdefault\n",
            "max_attempts\t3\tdefault\n",
            "endpoint_bedrock\thttps://bedrock.eu-west-1.amazonaws.com\tdefault\n",
            "endpoint_bedrock_runtime\thttps://bedrock-runtime.eu-west-1.amazonaws.com\tdefault\n",
            "use_fips_endpoint\tfalse\tdefault\n",
            "use_dualstack_endpoint\tfalse\tdefault\n",
            "ca_bundle\t\tunset\n",
            "https_proxy\t\tunset\n",
            "http_proxy\t\tunset\n",
            "no_proxy\t\tunset\n",
            "regions\tus-east-1,eu-west-1\tc.toml:3\n",
            "resolve\ttrue\tc.toml:4\n",
            "aliases.sonnet\tus.anthropic.x-v1:0\tc.toml:6\n",
            "aliases.echo\tsandbox.echo-v1:0\tc.toml:7\n",
            "usage_log\t\tunset\n",
            "error_format\ttext\tdefault\n",
        ))
        .run_alone();
}

/// `bedr config -o json`: the value and the source of each.
fn shown(run: Run) -> impl Fn(&str) -> (serde_json::Value, String) {
    let output = run.output();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let shown: serde_json::Value = serde_json::from_slice(&output.stdout).expect(&said);
    move |name| {
        let setting = &shown[name];
        (setting["value"].clone(), setting["source"].as_str().expect("a source").to_owned())
    }
}

fn is(value: impl Into<serde_json::Value>, source: &str) -> (serde_json::Value, String) {
    (value.into(), source.to_owned())
}

#[test]
fn config_names_flags_and_variables() {
    let flags =
        ["--region", "us-west-2", "--profile", "work", "--max-attempts", "5", "--endpoint-url", "http://u:p@h/x"];
    let run = bedr(["config", "-o", "json", "--error-format", "text"].into_iter().chain(flags));
    let flags = shown(run.file(".aws/config", "[profile work]\n"));
    assert_eq!(flags("region"), is("us-west-2", "--region"));
    assert_eq!(flags("profile"), is("work", "--profile"));
    assert_eq!(flags("max_attempts"), is(5, "--max-attempts"));
    assert_eq!(flags("endpoint_bedrock"), is("http://***@h/x", "--endpoint-url"));
    assert_eq!(flags("error_format"), is("text", "--error-format"));
    let run = bedr(["config", "-o", "json"]).env("AWS_REGION", "us-east-2").env("BEDR_MODEL", "a.b");
    let run = run.env("AWS_MAX_ATTEMPTS", "4").env("BEDR_USAGE_LOG", "u.jsonl").env("BEDR_ERROR_FORMAT", "json");
    let run = run.env("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "http://r").env("AWS_ENDPOINT_URL", "http://b");
    let variables = shown(run.env("BEDR_CONFIG", "c.toml").file("c.toml", ""));
    assert_eq!(variables("config"), is("c.toml", "BEDR_CONFIG"));
    assert_eq!(variables("model"), is("a.b", "BEDR_MODEL"));
    assert_eq!(variables("region"), is("us-east-2", "AWS_REGION"));
    assert_eq!(variables("max_attempts"), is(4, "AWS_MAX_ATTEMPTS"));
    assert_eq!(variables("endpoint_bedrock"), is("http://b", "AWS_ENDPOINT_URL"));
    assert_eq!(variables("endpoint_bedrock_runtime"), is("http://r", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME"));
    assert_eq!(variables("usage_log"), is("u.jsonl", "BEDR_USAGE_LOG"));
    assert_eq!(variables("error_format"), is("json", "BEDR_ERROR_FORMAT"));
}

#[test]
fn config_names_the_profile() {
    let profiles = concat!(
        "[profile work]\nregion = cn-north-1\nmax_attempts = 7\nservices = local\n",
        "[services local]\nbedrock_runtime =\n  endpoint_url = http://local\n",
    );
    let run = bedr(["config", "-o", "json"]).file(".aws/config", profiles).file(FILE, "profile = 'work'\n");
    let path = run.path(FILE).display().to_string();
    let shown = shown(run);
    let source = "profile work in ~/.aws/config";
    assert_eq!(shown("config"), is(path.as_str(), "default"));
    assert_eq!(shown("profile"), is("work", &format!("{path}:1")));
    assert_eq!(shown("region"), is("cn-north-1", source));
    assert_eq!(shown("max_attempts"), is(7, source));
    assert_eq!(shown("endpoint_bedrock_runtime"), is("http://local", source));
    assert_eq!(shown("endpoint_bedrock"), is("https://bedrock.cn-north-1.amazonaws.com.cn", "default"));
}

#[test]
fn config_says_what_nobody_said() {
    let run = bedr(["config", "-o", "json"]);
    let path = run.path(FILE).display().to_string();
    let empty = shown(run);
    assert_eq!(empty("config"), is(path.as_str(), "default, not there"));
    for name in ["model", "region", "endpoint_bedrock", "endpoint_bedrock_runtime", "regions", "aliases", "usage_log"] {
        assert_eq!(empty(name), is(serde_json::Value::Null, "unset"), "{name}");
    }
    assert_eq!(empty("resolve"), is(false, "default"));
    assert_eq!(shown(bedr(["config", "-o", "json"]).env("HOME", ""))("config"), is(serde_json::Value::Null, "unset"));
    let aliases = shown(bedr(["config", "-o", "json", "--config", "c.toml"]).file("c.toml", ALIASES))("aliases");
    assert_eq!(aliases.0, serde_json::json!({ "sonnet": "us.anthropic.x-v1:0", "echo": "sandbox.echo-v1:0" }));
    assert_eq!(aliases.1, "c.toml");
}

/// What is shown of the two endpoints in `us-west-2`, and of both switches.
fn endpoints(run: Run) -> [serde_json::Value; 4] {
    let shown = shown(run.env("AWS_REGION", "us-west-2"));
    ["endpoint_bedrock", "endpoint_bedrock_runtime", "use_fips_endpoint", "use_dualstack_endpoint"]
        .map(|name| if name.starts_with("use") { shown(name).1.into() } else { shown(name).0 })
}

#[test]
fn fips_and_dual_stack_come_from_flag_environment_and_profile() {
    let json = ["config", "-o", "json"];
    let flag = |name| bedr(json.into_iter().chain([name]));
    let variable = |name| bedr(json).env(name, "true");
    let profile = |key| bedr(json).file(".aws/config", format!("[default]\n{key} = true\n"));
    let of_profile = "profile default in ~/.aws/config";
    let fips = ["https://bedrock-fips.us-west-2.amazonaws.com", "https://bedrock-runtime-fips.us-west-2.amazonaws.com"];
    for (run, source) in [
        (flag("--fips"), "--fips"),
        (variable("AWS_USE_FIPS_ENDPOINT"), "AWS_USE_FIPS_ENDPOINT"),
        (profile("use_fips_endpoint"), of_profile),
    ] {
        assert_eq!(endpoints(run), [fips[0], fips[1], source, "default"]);
    }
    let both = ["https://bedrock.us-west-2.api.aws", "https://bedrock-runtime.us-west-2.api.aws"];
    for (run, source) in [
        (flag("--dual-stack"), "--dual-stack"),
        (variable("AWS_USE_DUALSTACK_ENDPOINT"), "AWS_USE_DUALSTACK_ENDPOINT"),
        (profile("use_dualstack_endpoint"), of_profile),
    ] {
        assert_eq!(endpoints(run), [both[0], both[1], "default", source]);
    }
    let off = profile("use_fips_endpoint").env("AWS_USE_FIPS_ENDPOINT", "False");
    let plain = ["https://bedrock.us-west-2.amazonaws.com", "https://bedrock-runtime.us-west-2.amazonaws.com"];
    assert_eq!(endpoints(off), [plain[0], plain[1], "AWS_USE_FIPS_ENDPOINT", "default"]);
}

#[test]
fn a_switch_that_is_neither_on_nor_off_is_refused() {
    bedr(["converse", "hi"])
        .env("AWS_USE_FIPS_ENDPOINT", "yes")
        .exit(2)
        .stderr("error: `AWS_USE_FIPS_ENDPOINT` is neither `true` nor `false`: `yes`")
        .requests(0)
        .run();
}

#[test]
fn an_endpoint_of_ones_own_has_no_fips_variant() {
    bedr(["converse", "hi", "--fips"])
        .exit(2)
        .stderr("error: `--fips` asks for AWS's FIPS endpoint, and the endpoint in [..] names another\nhint: leave one of the two out")
        .requests(0)
        .run();
    bedr(["converse", "hi", "--endpoint-url", "http://127.0.0.1:1"])
        .file(".aws/config", "[default]\nuse_dualstack_endpoint = true\n")
        .exit(2)
        .stderr("error: the profile's `use_dualstack_endpoint` asks for AWS's dual-stack endpoint, and `--endpoint-url` names another\nhint: [..]")
        .requests(0)
        .run();
}

#[test]
fn config_names_proxies_without_their_passwords_and_the_bundle() {
    let json = ["config", "-o", "json"];
    let run = bedr(json).env("https_proxy", "http://me:SE/CRET@proxy:3128").env("ALL_PROXY", "me:SECRET@other");
    let run = run.env("NO_PROXY", "localhost,10.0.0.0/8").env("AWS_CA_BUNDLE", "/ca.pem");
    let variables = shown(run);
    assert_eq!(variables("https_proxy"), is("http://***@proxy:3128", "https_proxy"));
    assert_eq!(variables("http_proxy"), is("***@other", "ALL_PROXY"));
    assert_eq!(variables("no_proxy"), is("localhost,10.0.0.0/8", "NO_PROXY"));
    assert_eq!(variables("ca_bundle"), is("/ca.pem", "AWS_CA_BUNDLE"));
    let flag = shown(bedr(json.into_iter().chain(["--ca-bundle", "x.pem"])).env("AWS_CA_BUNDLE", "/ca.pem"));
    assert_eq!(flag("ca_bundle"), is("x.pem", "--ca-bundle"));
    let profile = shown(bedr(json).file(".aws/config", "[default]\nca_bundle = /p.pem\n"));
    assert_eq!(profile("ca_bundle"), is("/p.pem", "profile default in ~/.aws/config"));
}

#[test]
fn config_shows_no_keys_and_asks_no_network() {
    let run = bedr(["config"]).env("AWS_ACCESS_KEY_ID", "AKIASECRET").env("AWS_SECRET_ACCESS_KEY", "SECRET");
    let run = run.env("AWS_BEARER_TOKEN_BEDROCK", "SECRET").env("AWS_ENDPOINT_URL", "https://me:SECRET@127.0.0.1:1");
    let output = run.env("AWS_REGION", "us-east-1").file(FILE, "").output();
    let shown = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success() && output.stderr.is_empty());
    assert!(shown.contains("https://***@127.0.0.1:1\tAWS_ENDPOINT_URL") && !shown.contains("SECRET"), "{shown}");
}

#[test]
fn config_of_the_sandbox_shows_what_the_sandbox_uses() {
    let run = bedr(["--sandbox", "config", "-o", "json"]).env("AWS_REGION", "eu-west-1").env("BEDR_MODEL", "a.b");
    let shown = shown(run.file(FILE, "profile = 'nonesuch'\n"));
    assert_eq!(shown("model"), is(sandbox::MODEL, "--sandbox"));
    assert_eq!(shown("region"), is(sandbox::REGION, "--sandbox"));
    assert_eq!(shown("profile"), is(serde_json::Value::Null, "unset"));
}
