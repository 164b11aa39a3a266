//! https: whom one trusts, who says so, and what is said of a certificate that is not trusted

use bedr::sandbox;

use crate::program::{HI, Run, bedr};
use crate::servers::{Secure, answering, secure, secure_sandbox, secure_sandbox_with};

fn call(secure: &Secure) -> Run {
    call_with(secure, &[])
}

fn call_with(secure: &Secure, flags: &[&str]) -> Run {
    let arguments = ["converse", "--no-stream", "--endpoint-url", &secure.url, "-m", sandbox::MODEL, "hi"];
    bedr(arguments.into_iter().chain(flags.iter().copied()))
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ACCESS_KEY_ID", sandbox::ACCESS_KEY_ID)
        .env("AWS_SECRET_ACCESS_KEY", sandbox::SECRET_ACCESS_KEY)
}

#[test]
fn a_certificate_that_the_environment_names_is_trusted() {
    let secure = secure_sandbox();
    for variable in ["AWS_CA_BUNDLE", "SSL_CERT_FILE"] {
        let run = call(&secure).file("ca.pem", &secure.certificate);
        let bundle = run.path("ca.pem").display().to_string();
        run.env(variable, &bundle).stdout(HI).run_alone();
    }
}

#[test]
fn the_flags_bundle_beats_the_environments_which_beats_the_profiles() {
    let secure = secure_sandbox();
    let profile = "[default]\nca_bundle = ca.pem\n";
    let good = || call(&secure).file("ca.pem", &secure.certificate).file(".aws/config", profile);
    good().stdout(HI).run_alone();
    let wrong = "[default]\nca_bundle = nonesuch.pem\n";
    good().file(".aws/config", wrong).env("AWS_CA_BUNDLE", "ca.pem").stdout(HI).run_alone();
    call_with(&secure, &["--ca-bundle", "ca.pem"])
        .file("ca.pem", &secure.certificate)
        .env("AWS_CA_BUNDLE", "nonesuch.pem")
        .stdout(HI)
        .run_alone();
}

#[test]
fn a_bundle_stands_for_all_others() {
    let (secure, other) = (secure_sandbox(), secure_sandbox());
    call_with(&secure, &["--ca-bundle", "other.pem"])
        .file("other.pem", &other.certificate)
        .file("ca.pem", &secure.certificate)
        .env("SSL_CERT_FILE", "ca.pem")
        .exit(8)
        .stderr(
            "error: the certificate of [..]\ncaused by: an authority signed it that is not trusted here\nhint: [..]",
        )
        .run_alone();
}

#[test]
fn a_certificate_that_nobody_trusts_is_named_and_not_tried_again() {
    let secure = secure_sandbox();
    call(&secure)
        .exit(8)
        .stderr(
            "error: the certificate of `localhost:[..]` is not trusted\n\
             caused by: an authority signed it that is not trusted here\n\
             hint: behind a proxy that opens TLS, say `--ca-bundle FILE`, or `export AWS_CA_BUNDLE=` the file",
        )
        .run_alone();
    assert!(secure.sandbox.requests().is_empty());
}

#[test]
fn what_is_wrong_with_a_certificate_is_said_in_words() {
    let params = |names: &[&str]| {
        rcgen::CertificateParams::new(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()).expect("names")
    };
    let mut expired = params(&["localhost"]);
    expired.not_after = rcgen::date_time_ymd(2020, 1, 1);
    let mut early = params(&["localhost"]);
    early.not_before = rcgen::date_time_ymd(2999, 1, 1);
    let mut authority = params(&["localhost"]);
    authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let mut client = params(&["localhost"]);
    client.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ClientAuth];
    for (params, words, hint) in [
        (expired, "it expired [..] days ago", "clock"),
        (early, "it will be valid in [..] days", "clock"),
        (authority, "it is the certificate of an authority, not that of a server", "signed by that one"),
        (client, "it is not meant for servers", "for servers"),
        (params(&["a.example", "b.example"]), "it is for `a.example`, `b.example`", "`--endpoint-url`"),
    ] {
        let secure = secure_sandbox_with(params);
        let said = format!("error: the certificate of [..] is not trusted\ncaused by: {words}\nhint: [..]{hint}[..]");
        let run = call_with(&secure, &["--ca-bundle", "ca.pem"]).file("ca.pem", &secure.certificate);
        run.exit(8).stderr(&said).run_alone();
    }
}

#[test]
fn a_server_without_tls_is_told_from_one_with_a_bad_certificate() {
    let mut plain = secure_sandbox();
    plain.url = plain.sandbox.endpoint().replace("http", "https");
    call_with(&plain, &["--max-attempts", "1"])
        .exit(8)
        .stderr("error: cannot connect to `127.0.0.1:[..]`\ncaused by: it does not speak TLS there\nhint: [..]")
        .run_alone();
}

#[test]
fn a_bundle_that_is_none_is_named_with_its_reason() {
    let secure = secure_sandbox();
    let damaged = secure.certificate.replace("MI", "..");
    let no_certificate = secure.certificate.replace(|letter: char| letter.is_ascii_digit(), "A");
    for (content, reason) in [
        (None, "No such file or directory [..]"),
        (Some(""), "there is no certificate in it"),
        (Some("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"), "there is no certificate in it"),
        (Some(damaged.as_str()), "it is damaged: [..]"),
        (Some(no_certificate.as_str()), "its certificates are damaged"),
    ] {
        let run = call_with(&secure, &["--ca-bundle", "ca.pem"]);
        let run = if let Some(content) = content { run.file("ca.pem", content) } else { run };
        run.exit(2)
            .stderr(&format!(
                "error: `--ca-bundle` names no bundle of certificates: `ca.pem`\ncaused by: {reason}\nhint: it is a file [..]"
            ))
            .run_alone();
    }
    call(&secure)
        .env("AWS_CA_BUNDLE", "/")
        .exit(2)
        .stderr(
            "error: `AWS_CA_BUNDLE` names no bundle of certificates: `/`\ncaused by: Is a directory[..]\nhint: [..]",
        )
        .run_alone();
    call(&secure)
        .env("SSL_CERT_FILE", "/no/such/bundle.pem")
        .exit(2)
        .stderr("error: `SSL_CERT_FILE` names no certificates that can be read\ncaused by: [..]\nhint: `--ca-bundle FILE` [..]")
        .run_alone();
}

/// What STS answers to AssumeRole: the sandbox's own keys.
fn assumed_role() -> String {
    format!(
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>\
         <AccessKeyId>{}</AccessKeyId><SecretAccessKey>{}</SecretAccessKey><SessionToken>token</SessionToken>\
         <Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>",
        sandbox::ACCESS_KEY_ID,
        sandbox::SECRET_ACCESS_KEY
    )
}

#[test]
fn a_bundle_holds_for_the_call_of_sts_too() {
    let (bedrock, sts) = (secure_sandbox(), answering(|_| assumed_role()));
    let (url, certificate) = secure(&sts.url, rcgen::CertificateParams::new(["localhost".to_owned()]).expect("a name"));
    let profile = "[profile role]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = keys\n\
                   [profile keys]\naws_access_key_id = AKIAFIRST\naws_secret_access_key = first\n";
    let role = |bundle: String| {
        call_with(&bedrock, &["--ca-bundle", "ca.pem", "--profile", "role"])
            .file(".aws/config", profile)
            .file("ca.pem", bundle)
            .env("AWS_ENDPOINT_URL_STS", &url)
    };
    role(format!("{certificate}{}", bedrock.certificate)).stdout(HI).run_alone();
    assert_eq!(sts.seen().len(), 1);
    role(bedrock.certificate.clone())
        .exit(8)
        .stderr(
            "error: [..] cannot be reached\n\
             caused by: the certificate of `localhost:[..]` is not trusted\n\
             caused by: an authority signed it that is not trusted here\n\
             hint: [..]`--ca-bundle FILE`[..]",
        )
        .run_alone();
    assert_eq!((sts.seen().len(), bedrock.sandbox.requests().len()), (1, 1));
}
