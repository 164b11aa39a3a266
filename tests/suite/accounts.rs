//! Regions, endpoints, profiles and credentials: where they come from and what is said where they are missing

use bedr::sandbox;

use crate::program::{HI, bedr};

#[test]
fn without_a_region_it_says_the_three_ways_to_set_one() {
    bedr(["converse", "-m", "a.b", "hi"])
        .exit(3)
        .stderr("error: no AWS region is set\nhint: say `--region us-east-1`, or `export AWS_REGION=us-east-1`, or write `region = us-east-1` into the profile in `~/.aws/config`")
        .run_alone();
}

#[test]
fn without_credentials_it_says_how_to_get_some() {
    bedr(["converse", "-m", "a.b", "hi", "--region", "us-east-1"])
        .exit(3)
        .stderr("error: no AWS credentials were found: none in the environment or profile `default`, and [..] switched off [..]\nhint: log in (`aws sso login`[..]`--sandbox`")
        .run_alone();
}

#[test]
fn the_region_is_the_flags_then_the_environments_then_the_profiles() {
    let signed_for = |run: crate::program::Run| {
        let ran = run.stdout(HI).run();
        let signature = ran.header("authorization").expect("signed");
        signature.split('/').nth(2).expect("a region").to_owned()
    };
    let profile = "[default]\nregion = ap-south-1\n";
    let run = || bedr(["converse", "hi"]).file(".aws/config", profile);
    assert_eq!(signed_for(run().env("AWS_REGION", "")), "ap-south-1");
    assert_eq!(signed_for(run().env("AWS_REGION", "").env("AWS_DEFAULT_REGION", "eu-west-3")), "eu-west-3");
    assert_eq!(signed_for(run().env("AWS_REGION", "eu-west-1").env("AWS_DEFAULT_REGION", "eu-west-3")), "eu-west-1");
    let flag = bedr(["converse", "hi", "--region", "us-west-2"]).env("AWS_REGION", "eu-west-1");
    assert_eq!(signed_for(flag), "us-west-2");
}

#[test]
fn a_region_that_is_none_is_named_with_its_source() {
    bedr(["converse", "hi", "--region", "us east"])
        .exit(2)
        .stderr("error: `--region` is no region: `us east`\nhint: a region is named like `us-east-1` or `eu-central-1`")
        .run();
    bedr(["converse", "hi"])
        .env("AWS_REGION", "x/y")
        .exit(2)
        .stderr("error: `AWS_REGION` is no region: `x/y`\nhint: [..]")
        .run();
}

#[test]
fn a_profile_on_the_command_line_beats_keys_and_bearer_tokens_in_the_environment() {
    let credentials = format!(
        "[work]\naws_access_key_id = {}\naws_secret_access_key = {}\n",
        sandbox::ACCESS_KEY_ID,
        sandbox::SECRET_ACCESS_KEY
    );
    let run = bedr(["converse", "hi", "--profile", "work"])
        .file(".aws/credentials", credentials)
        .env("AWS_ACCESS_KEY_ID", "AKIAWRONG")
        .env("AWS_SECRET_ACCESS_KEY", "wrong")
        .env("AWS_BEARER_TOKEN_BEDROCK", "wrong");
    let ran = run.stdout(HI).run();
    assert!(ran.header("authorization").expect("signed").contains(sandbox::ACCESS_KEY_ID));
}

#[test]
fn a_bearer_token_needs_no_other_credentials() {
    let run =
        bedr(["converse", "hi"]).env("AWS_BEARER_TOKEN_BEDROCK", sandbox::BEARER_TOKEN).env("AWS_ACCESS_KEY_ID", "");
    let ran = run.stdout(HI).run();
    assert_eq!(ran.header("authorization"), Some(format!("Bearer {}", sandbox::BEARER_TOKEN)));
}

#[test]
fn an_empty_bearer_token_is_unset() {
    let ran = bedr(["converse", "hi"]).env("AWS_BEARER_TOKEN_BEDROCK", "").stdout(HI).run();
    assert!(ran.header("authorization").expect("signed").starts_with("AWS4-HMAC-SHA256 "));
}

#[test]
fn a_wrong_secret_is_found_out() {
    bedr(["converse", "hi"])
        .env("AWS_SECRET_ACCESS_KEY", "wrong")
        .exit(3)
        .stderr("error: The request signature we calculated does not match[..] (InvalidSignatureException)\nhint: [..]\nrequest id: [..]")
        .run();
}

#[test]
fn a_refused_api_key_is_a_matter_of_credentials() {
    bedr(["converse", "hi"])
        .env("AWS_BEARER_TOKEN_BEDROCK", "x")
        .fault("invalid-api-key")
        .exit(3)
        .stderr("error: [..]\nhint: check `AWS_BEARER_TOKEN_BEDROCK`[..]\nrequest id: [..]")
        .run();
}

#[test]
fn endpoints_come_from_flag_environment_and_profile() {
    let nowhere = "http://127.0.0.1:1";
    let sandbox = sandbox::Sandbox::start(sandbox::Settings::default()).expect("starts");
    let keys = |run: crate::program::Run| {
        run.env("AWS_ACCESS_KEY_ID", sandbox::ACCESS_KEY_ID)
            .env("AWS_SECRET_ACCESS_KEY", sandbox::SECRET_ACCESS_KEY)
            .env("AWS_REGION", "us-east-1")
            .env("BEDR_MODEL", sandbox::MODEL)
    };
    let url = sandbox.endpoint();
    keys(bedr(["converse", "hi", "--endpoint-url", &url]))
        .env("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", nowhere)
        .stdout(HI)
        .run_alone();
    keys(bedr(["converse", "hi"]))
        .env("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", &url)
        .env("AWS_ENDPOINT_URL", nowhere)
        .stdout(HI)
        .run_alone();
    keys(bedr(["converse", "hi"])).env("AWS_ENDPOINT_URL", &url).stdout(HI).run_alone();
    let profile = format!("[default]\nservices = local\n[services local]\nbedrock_runtime =\n  endpoint_url = {url}\n");
    keys(bedr(["converse", "hi"])).file(".aws/config", profile).stdout(HI).run_alone();
}

#[test]
fn control_plane_and_runtime_have_endpoints_of_their_own_and_one_signing_region() {
    let start = || sandbox::Sandbox::start_in("eu-west-1", sandbox::Settings::default()).expect("starts");
    let (control, runtime) = (start(), start());
    let profile = format!(
        "[default]\nregion = eu-west-1\nservices = local\n[services local]\nbedrock =\n  endpoint_url = {}\n\
         bedrock_runtime =\n  endpoint_url = {}\n",
        control.endpoint(),
        runtime.endpoint()
    );
    let variables = |run: crate::program::Run| {
        run.env("AWS_ENDPOINT_URL_BEDROCK", &control.endpoint())
            .env("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", &runtime.endpoint())
            .env("AWS_REGION", "eu-west-1")
    };
    for command in [vec!["models", "list"], vec!["converse", "hi", "-m", sandbox::MODEL]] {
        let keys = |run: crate::program::Run| {
            run.env("AWS_ACCESS_KEY_ID", sandbox::ACCESS_KEY_ID)
                .env("AWS_SECRET_ACCESS_KEY", sandbox::SECRET_ACCESS_KEY)
        };
        assert!(keys(bedr(command.clone())).file(".aws/config", &profile).output().status.success());
        assert!(variables(keys(bedr(command))).output().status.success());
    }
    let paths = |sandbox: &sandbox::Sandbox| -> Vec<String> {
        let scope = |request: &sandbox::Request| {
            let signed = request.headers.iter().find(|(name, _)| name == "authorization").expect("signed");
            signed.1.split('/').skip(2).take(2).collect::<Vec<_>>().join("/")
        };
        let requests = sandbox.requests();
        assert!(requests.iter().all(|request| scope(request) == "eu-west-1/bedrock"));
        requests.iter().map(|request| request.path.split('/').nth(1).unwrap_or_default().to_owned()).collect()
    };
    assert!(paths(&control).contains(&"foundation-models".to_owned()));
    assert_eq!(paths(&runtime), ["model", "model"]);
}

#[test]
fn a_password_in_an_endpoint_is_shown_nowhere() {
    for (endpoint, exit) in [("http://me:hunter2@127.0.0.1:1", 8), ("me:hunter2@x y", 2)] {
        let arguments = ["converse", "hi", "-v", "--max-attempts", "1", "--endpoint-url", endpoint];
        let output = bedr(arguments).on_sandbox().output();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(exit) && !said.contains("hunter2"), "{said}");
    }
    let sandbox = sandbox::Sandbox::start(sandbox::Settings::default()).expect("starts");
    let endpoint = sandbox.endpoint().replace("http://", "http://me:hunter2@");
    let output = bedr(["converse", "hi", "-v", "--endpoint-url", &endpoint]).on_sandbox().output();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("http://***@127.0.0.1:") && !said.contains("hunter2"), "{said}");
}

#[test]
fn the_user_agent_names_the_program() {
    let ran = bedr(["converse", "hi"]).stdout(HI).run();
    assert!(ran.header("user-agent").is_some_and(|agent| agent.contains("app/bedr")), "{:?}", ran.header("user-agent"));
}

#[test]
fn tries_come_from_flag_environment_and_profile() {
    let tries =
        |run: crate::program::Run, tries: usize| run.fault("internal-server").on_sandbox().output_and_requests(tries);
    tries(bedr(["converse", "hi", "--max-attempts", "1"]).env("AWS_MAX_ATTEMPTS", "2"), 1);
    tries(bedr(["converse", "hi"]).env("AWS_MAX_ATTEMPTS", "2"), 2);
    tries(bedr(["converse", "hi"]).file(".aws/config", "[default]\nmax_attempts = 1\n"), 1);
    tries(bedr(["converse", "hi"]), 3);
}

#[test]
fn a_profile_that_is_not_there_is_named() {
    let nowhere =
        "error: there is no profile `nonesuch` in `~/.aws/config`\nhint: `aws configure list-profiles` shows [..]";
    let run = |arguments: &[&'static str]| {
        bedr(arguments.iter().copied()).file(".aws/config", "[profile other]\nregion = eu-west-1\n")
    };
    run(&["converse", "-m", "a.b", "hi", "--profile", "nonesuch", "--region", "us-east-1"])
        .exit(3)
        .stderr(nowhere)
        .run_alone();
    run(&["converse", "-m", "a.b", "hi", "--region", "us-east-1"])
        .env("AWS_PROFILE", "nonesuch")
        .exit(3)
        .stderr(nowhere)
        .run_alone();
}

#[test]
fn settings_that_cannot_be_are_named() {
    let wrong = |name: &str, value: &str, exit: i32, stderr: &str| {
        bedr(["converse", "hi"]).env(name, value).exit(exit).stderr(stderr).requests(0).run();
    };
    wrong("AWS_MAX_ATTEMPTS", "abc", 2, "error: `AWS_MAX_ATTEMPTS` is no number of tries: `abc`\nhint: [..]");
    wrong("AWS_MAX_ATTEMPTS", "0", 2, "error: `AWS_MAX_ATTEMPTS` is no number of tries: `0`\nhint: [..]");
    wrong(
        "AWS_ENDPOINT_URL_BEDROCK_RUNTIME",
        "localhost:80",
        2,
        "error: the endpoint in `AWS_ENDPOINT_URL_BEDROCK_RUNTIME`, [..] is no URL: `localhost:80`\nhint: write it with its scheme[..]",
    );
    wrong(
        "AWS_BEARER_TOKEN_BEDROCK",
        "a\nb",
        3,
        "error: `AWS_BEARER_TOKEN_BEDROCK` holds characters that no API key has\nhint: [..]",
    );
    wrong(
        "AWS_ACCESS_KEY_ID",
        "AKIA\r",
        3,
        "error: the access key id or the session token holds a line break or a space\nhint: [..]",
    );
    wrong(
        "BEDR_ERROR_FORMAT",
        "xml",
        2,
        "error: `BEDR_ERROR_FORMAT` is `xml`, which is no format\nhint: it is `text` or `json`",
    );
    bedr(["converse", "hi", "--endpoint-url", ""])
        .exit(2)
        .stderr("error: `--endpoint-url` is no URL: ``\nhint: [..]")
        .run();
}

#[cfg(unix)]
#[test]
fn variables_that_are_not_utf8_are_no_reason_to_call_as_somebody_else() {
    for name in ["AWS_BEARER_TOKEN_BEDROCK", "AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_REGION"] {
        let refusal = format!("error: `{name}` is not UTF-8\nhint: set it again, or `unset {name}`");
        let run = bedr(["converse", "hi"]).raw_env(name, b"x\xff");
        run.exit(3).stderr(&refusal).requests(0).run();
    }
}

#[test]
fn variables_that_are_empty_count_as_unset() {
    let run =
        bedr(["converse", "hi", "-m", "sandbox.echo-v1:0"]).env("AWS_MAX_ATTEMPTS", "").env("AWS_ENDPOINT_URL", "");
    let run = run.env("BEDR_MODEL", "").env("BEDR_USAGE_LOG", "").env("BEDR_ERROR_FORMAT", "").env("AWS_PROFILE", "");
    run.stdout(HI).run();
}

#[test]
fn a_bearer_token_with_a_line_break_behind_it_is_taken_without() {
    let token = format!("{}\n", sandbox::BEARER_TOKEN);
    let ran = bedr(["converse", "hi"]).env("AWS_BEARER_TOKEN_BEDROCK", &token).stdout(HI).run();
    assert_eq!(ran.header("authorization"), Some(format!("Bearer {}", sandbox::BEARER_TOKEN)));
}

#[test]
fn configuration_files_that_do_not_parse_are_an_error() {
    bedr(["converse", "hi"])
        .file(".aws/config", "[default\n")
        .exit(3)
        .stderr("error: the AWS configuration files cannot be read\ncaused by: [..]\nhint: see `~/.aws/config`[..]")
        .requests(0)
        .run();
}
