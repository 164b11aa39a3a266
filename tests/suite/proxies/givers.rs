//! Whoever gives out credentials, and the endpoint of a region: which host is called, through a proxy or past it

use base64::Engine as _;
use bedr::sandbox;

use super::{call, with_keys};
use crate::program::{HI, Run, bedr};
use crate::servers::{Manner, answering, proxy, secure_sandbox};

/// The keys of the sandbox, as the metadata services write them.
fn keys() -> String {
    format!(
        "{{\"Code\":\"Success\",\"AccessKeyId\":\"{}\",\"SecretAccessKey\":\"{}\",\"Token\":\"token\",\
         \"Expiration\":\"2999-01-01T00:00:00Z\",\"LastUpdated\":\"2020-01-01T00:00:00Z\",\"Type\":\"AWS-HMAC\"}}",
        sandbox::ACCESS_KEY_ID,
        sandbox::SECRET_ACCESS_KEY
    )
}

/// A run without keys, through a proxy; only the call of Bedrock may take it.
fn without_keys(run: Run) {
    let proxy = proxy(Manner::Serve);
    let run = run.env("AWS_ACCESS_KEY_ID", "").env("AWS_SECRET_ACCESS_KEY", "").env("HTTP_PROXY", &proxy.url());
    run.stdout(HI).requests(1).run();
    let seen = proxy.seen();
    assert!(seen.len() == 1 && seen[0].contains("/converse-stream "), "{seen:?}");
}

#[test]
fn a_containers_credentials_take_no_proxy() {
    let container = answering(|_| keys());
    let url = format!("{}/keys", container.url);
    without_keys(bedr(["converse", "hi"]).env("AWS_CONTAINER_CREDENTIALS_FULL_URI", &url));
    assert_eq!(container.seen().len(), 1);
}

#[test]
fn the_metadata_service_takes_no_proxy() {
    let metadata = || {
        answering(|line| match line {
            line if line.starts_with("PUT ") => "token".to_owned(),
            line if line.contains("/security-credentials") && line.contains("/role") => keys(),
            _ => "role".to_owned(),
        })
    };
    let named = metadata();
    let run = bedr(["converse", "hi"]).env("AWS_EC2_METADATA_DISABLED", "false");
    without_keys(run.env("AWS_EC2_METADATA_SERVICE_ENDPOINT", &named.url));
    let profiled = metadata();
    let profile = format!("[default]\nec2_metadata_service_endpoint = {}\n", profiled.url);
    without_keys(bedr(["converse", "hi"]).env("AWS_EC2_METADATA_DISABLED", "false").file(".aws/config", profile));
    assert!(!named.seen().is_empty() && !profiled.seen().is_empty());
}

#[test]
fn sts_is_called_through_the_proxy_and_its_refusal_is_the_proxys() {
    let (secure, proxy) = (secure_sandbox(), proxy(Manner::Say("403 Forbidden")));
    let profile = "[profile role]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = keys\n\
                   [profile keys]\naws_access_key_id = AKIAFIRST\naws_secret_access_key = first\n";
    call(&secure, &["--profile", "role"])
        .file(".aws/config", profile)
        .env("HTTPS_PROXY", &proxy.url())
        .exit(8)
        .stderr("error: the proxy `127.0.0.1:[..]` of `HTTPS_PROXY` does not connect to `sts.us-east-1.amazonaws.com:443`: HTTP 403 Forbidden\nhint: [..]")
        .run_alone();
    assert_eq!(proxy.seen().len(), 1);
}

/// The host that a run without an endpoint of its own would call: a proxy that refuses hears of it.
fn called(run: Run) -> String {
    let proxy = proxy(Manner::Say("403 Forbidden"));
    let output = run.env("AWS_REGION", "us-west-2").env("HTTPS_PROXY", &proxy.url()).output();
    assert_eq!(output.status.code(), Some(8), "{}", String::from_utf8_lossy(&output.stderr));
    let mut hosts: Vec<_> = proxy.seen().iter().filter_map(|head| Some(head.split(' ').nth(1)?.to_owned())).collect();
    hosts.dedup();
    assert_eq!(hosts.len(), 1, "{hosts:?}");
    hosts.remove(0)
}

#[test]
fn the_endpoint_that_is_called_is_the_regions_variant() {
    for (flags, control, runtime) in [
        (&[][..], "bedrock.us-west-2.amazonaws.com:443", "bedrock-runtime.us-west-2.amazonaws.com:443"),
        (&["--fips"], "bedrock-fips.us-west-2.amazonaws.com:443", "bedrock-runtime-fips.us-west-2.amazonaws.com:443"),
        (&["--dual-stack"], "bedrock.us-west-2.api.aws:443", "bedrock-runtime.us-west-2.api.aws:443"),
    ] {
        let run = |command: &[&'static str]| with_keys(bedr(command.iter().chain(flags).copied()));
        assert_eq!(called(run(&["models", "list"])), control);
        assert_eq!(called(run(&["converse", "hi", "-m", "a.b"])), runtime);
    }
}

#[test]
fn whoever_gives_out_credentials_is_called_through_the_proxy_by_its_variant_too() {
    let run = |flags: &[&'static str]| bedr(["converse", "hi", "-m", "a.b"].iter().chain(flags).copied());
    let ci = |run: Run| {
        let role = "arn:aws:iam::123456789012:role/ci";
        run.file("token", "x.y.z").env("AWS_WEB_IDENTITY_TOKEN_FILE", "token").env("AWS_ROLE_ARN", role)
    };
    assert_eq!(called(ci(run(&[]))), "sts.us-west-2.amazonaws.com:443");
    assert_eq!(called(ci(run(&["--fips"]))), "sts-fips.us-west-2.amazonaws.com:443");
    let profile = "[default]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = x\n\
                   [sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start\n";
    let token = "{\"accessToken\": \"x\", \"expiresAt\": \"2999-01-01T00:00:00Z\"}";
    let sso = run(&[]).file(".aws/config", profile).file(&format!(".aws/sso/cache/{CORP}.json"), token);
    assert_eq!(called(sso), "portal.sso.eu-west-1.amazonaws.com:443");
    let profile = "[default]\nlogin_session = arn:aws:sts::123456789012:assumed-role/x/me\n";
    let login = run(&[]).file(".aws/config", profile);
    let login = login.file(&format!(".aws/login/cache/{ME}.json"), expired_login().to_string());
    assert_eq!(called(login), "us-west-2.signin.aws.amazon.com:443");
}

/// What `aws login` has left behind, and is to be refreshed.
fn expired_login() -> serde_json::Value {
    let key = rcgen::KeyPair::generate().expect("a key").serialize_der();
    // The older form of a key, RFC 5915, stands inside the newer one.
    let begin = key.windows(5).position(|start| start == [2, 1, 1, 4, 32]).expect("a key of 32 bytes") - 2;
    let key = base64::engine::general_purpose::STANDARD.encode(&key[begin..]);
    let lines: Vec<_> = key.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    let key = lines.join("\n");
    let keys = serde_json::json!({
        "accessKeyId": "x", "secretAccessKey": "x", "sessionToken": "x", "accountId": "123456789012",
        "expiresAt": "2020-01-01T00:00:00Z",
    });
    serde_json::json!({
        "accessToken": keys, "tokenType": "aws_sigv4", "refreshToken": "x", "idToken": "x",
        "clientId": "arn:aws:signin:::devtools/same-device",
        "dpopKey": format!("-----BEGIN EC PRIVATE KEY-----\n{key}\n-----END EC PRIVATE KEY-----\n"),
    })
}

/// The SHA-256 of the session's ARN.
const ME: &str = "61c845b9a479656aaa80f80451fb5dc1835a48f4f72066c145121eb64f175565";

/// The SHA-1 of the session's name.
const CORP: &str = "ee0bfd2552fbd840c02cc48b6e823320543c450f";
