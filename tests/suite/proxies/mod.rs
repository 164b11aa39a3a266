//! Proxies: which requests take one, what the proxy sees, and what is said where it does not let them through

mod givers;

use bedr::sandbox;

use crate::program::{HI, Run, bedr, matches};
use crate::servers::{Manner, Secure, proxy, secure_proxy, secure_sandbox};

/// `me` and the password `p@ss/`.
const CREDENTIALS: &str = "me:p%40ss%2F@";
const AUTH: &str = "Basic bWU6cEBzcy8=";

fn with_keys(run: Run) -> Run {
    run.env("AWS_REGION", "us-east-1")
        .env("AWS_ACCESS_KEY_ID", sandbox::ACCESS_KEY_ID)
        .env("AWS_SECRET_ACCESS_KEY", sandbox::SECRET_ACCESS_KEY)
}

/// A call of an https endpoint whose certificate is trusted.
fn call(secure: &Secure, flags: &[&str]) -> Run {
    let arguments = ["converse", "hi", "--no-stream", "-m", sandbox::MODEL, "--endpoint-url", &secure.url];
    with_keys(bedr(arguments.into_iter().chain(flags.iter().copied())))
        .file("ca.pem", &secure.certificate)
        .env("AWS_CA_BUNDLE", "ca.pem")
}

/// Where nobody listens.
const NOWHERE: &str = "http://127.0.0.1:1";

#[test]
fn https_takes_a_tunnel_through_the_proxy() {
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        let (secure, proxy) = (secure_sandbox(), proxy(Manner::Want(AUTH)));
        let url = format!("http://{CREDENTIALS}127.0.0.1:{}", proxy.port);
        let output = call(&secure, &["-v"]).env(variable, &url).env("HTTP_PROXY", NOWHERE).output();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(String::from_utf8_lossy(&output.stdout), HI, "{said}");
        assert!(!said.contains("p@ss") && !said.contains("p%40ss") && !said.contains(AUTH), "{said}");
        let host = secure.url.replace("https://", "");
        let head = format!("CONNECT {host} HTTP/1.1\r\nHost: {host}\r\nProxy-Authorization: {AUTH}\r\n\r\n");
        assert_eq!(proxy.seen(), [head]);
        let seen = &secure.sandbox.requests()[0];
        assert!(!seen.headers.iter().any(|(name, _)| name == "proxy-authorization"));
    }
}

#[test]
fn a_proxy_may_be_called_by_https_itself() {
    let (secure, (proxy, certificate)) = (secure_sandbox(), secure_proxy());
    let run = call(&secure, &[]).env("HTTPS_PROXY", &format!("https://localhost:{}", proxy.port));
    run.file("ca.pem", format!("{}{certificate}", secure.certificate)).stdout(HI).run_alone();
    assert!(proxy.seen()[0].starts_with("CONNECT localhost:"));
    call(&secure, &[])
        .env("HTTPS_PROXY", &format!("https://localhost:{}", proxy.port))
        .exit(8)
        .stderr(
            "error: cannot connect to the proxy `localhost:[..]` of `HTTPS_PROXY`\n\
             caused by: an authority signed it that is not trusted here\n\
             hint: [..]",
        )
        .run_alone();
}

#[test]
fn plain_http_is_handed_on_by_the_proxy() {
    for variable in ["HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
        let proxy = proxy(Manner::Want(AUTH));
        // Without a scheme it is http, as everywhere.
        let run = bedr(["converse", "hi"]).env(variable, &format!("{CREDENTIALS}127.0.0.1:{}", proxy.port));
        run.env("HTTPS_PROXY", NOWHERE).stdout(HI).requests(1).run();
        let seen = proxy.seen();
        assert!(
            matches(
                "POST http://127.0.0.1:[..]/model/sandbox.echo-v1%3A0/converse-stream HTTP/1.1",
                seen[0].lines().next().unwrap_or_default()
            ),
            "{seen:?}"
        );
    }
}

#[test]
fn a_server_of_cgi_cannot_be_given_a_proxy_by_its_clients() {
    let run = bedr(["converse", "hi"]).env("REQUEST_METHOD", "GET").env("HTTP_PROXY", NOWHERE);
    run.stdout(HI).run();
}

#[test]
fn lower_case_beats_upper_case_and_empty_is_unset() {
    let proxy = proxy(Manner::Serve);
    bedr(["converse", "hi"]).env("http_proxy", &proxy.url()).env("HTTP_PROXY", NOWHERE).stdout(HI).run();
    bedr(["converse", "hi"]).env("http_proxy", "").env("HTTP_PROXY", &proxy.url()).stdout(HI).run();
    assert_eq!(proxy.seen().len(), 2);
}

#[test]
fn no_proxy_names_what_needs_none() {
    let secure = secure_sandbox();
    for no in ["localhost", "example.com, .localhost", "*"] {
        call(&secure, &[]).env("HTTPS_PROXY", NOWHERE).env("NO_PROXY", no).stdout(HI).run_alone();
    }
    for no in ["127.0.0.1", "127.0.0.0/8"] {
        bedr(["converse", "hi"]).env("HTTP_PROXY", NOWHERE).env("no_proxy", no).stdout(HI).run();
    }
    let reached =
        bedr(["converse", "hi", "--max-attempts", "1"]).env("HTTP_PROXY", NOWHERE).env("NO_PROXY", "10.0.0.0/8");
    assert_eq!(reached.on_sandbox().output_and_requests(0).status.code(), Some(8));
}

#[test]
fn a_proxy_that_wants_a_password_is_asked_once() {
    let (secure, proxy) = (secure_sandbox(), proxy(Manner::Want("Basic other")));
    call(&secure, &[])
        .env("HTTPS_PROXY", &proxy.url())
        .exit(8)
        .stderr(&format!(
            "error: the proxy `127.0.0.1:{0}` of `HTTPS_PROXY` wants a user name and a password: HTTP 407\n\
             hint: they stand in `HTTPS_PROXY`, as in `http://user:password@127.0.0.1:{0}`",
            proxy.port
        ))
        .run_alone();
    let wrong =
        "error: the proxy `[..]` of `HTTP[..]_PROXY` does not accept the user name and password: HTTP 407\nhint: [..]";
    let url = format!("http://{CREDENTIALS}127.0.0.1:{}", proxy.port);
    call(&secure, &[]).env("HTTPS_PROXY", &url).exit(8).stderr(wrong).run_alone();
    bedr(["converse", "hi"]).env("HTTP_PROXY", &url).exit(8).stderr(&wrong.replace("[..]_", "_")).requests(0).run();
    assert_eq!(proxy.seen().len(), 3);
}

#[test]
fn what_a_proxy_says_itself_of_plain_http_is_told_from_the_services_words() {
    for (status, tries) in [("403 Forbidden", 1), ("503 Service Unavailable", 2)] {
        let proxy = proxy(Manner::Say(status));
        let run = bedr(["converse", "hi", "--quiet", "--max-attempts", "2"]).env("HTTP_PROXY", &proxy.url());
        let error = format!(
            "error: the proxy `127.0.0.1:[..]` of `HTTP_PROXY` does not connect to `127.0.0.1:[..]`: HTTP {status}\nhint: [..]"
        );
        run.exit(8).stderr(&error).requests(0).run();
        assert_eq!(proxy.seen().len(), tries);
    }
    let proxy = proxy(Manner::Serve);
    let run = bedr(["converse", "hi", "--no-stream"]).fault("access-denied").env("HTTP_PROXY", &proxy.url());
    run.exit(4).stderr("error: [..] (AccessDeniedException)\nhint: [..]\nrequest id: [..]").run();
}

#[test]
fn a_proxy_that_forbids_a_host_is_asked_once() {
    let (secure, proxy) = (secure_sandbox(), proxy(Manner::Say("403 \u{1b}[31mNo")));
    call(&secure, &[])
        .env("HTTPS_PROXY", &proxy.url())
        .exit(8)
        .stderr(
            "error: the proxy `127.0.0.1:[..]` of `HTTPS_PROXY` does not connect to `localhost:[..]`: HTTP 403 Forbidden\n\
             hint: whoever runs the proxy has to allow `localhost:[..]`; if it needs none, add `localhost` to `NO_PROXY`",
        )
        .run_alone();
    assert_eq!(proxy.seen().len(), 1);
}

#[test]
fn a_proxy_that_fails_for_now_is_tried_again() {
    for (manner, why) in [
        (Manner::Say("502 Bad Gateway"), "does not connect to `localhost:[..]`: HTTP 502 Bad Gateway"),
        (Manner::Close, "broke off before it had connected to `localhost:[..]`"),
        (Manner::Say("x"), "broke off before it had connected to `localhost:[..]`"),
    ] {
        let (secure, proxy) = (secure_sandbox(), proxy(manner));
        let output = call(&secure, &["--max-attempts", "2"]).env("HTTPS_PROXY", &proxy.url()).output();
        let said = String::from_utf8_lossy(&output.stderr);
        let error = said.lines().find(|line| line.starts_with("error: ")).unwrap_or_default();
        assert_eq!((output.status.code(), proxy.seen().len()), (Some(8), 2), "{said}");
        assert!(matches(&format!("error: the proxy `127.0.0.1:[..]` of `HTTPS_PROXY` {why}"), error), "{said}");
        assert!(secure.sandbox.requests().is_empty());
    }
}

#[test]
fn a_proxy_where_nobody_listens_is_named() {
    let secure = secure_sandbox();
    call(&secure, &["--max-attempts", "1"])
        .env("HTTPS_PROXY", "http://me:SECRET@127.0.0.1:1")
        .exit(8)
        .stderr(
            "error: cannot connect to the proxy `127.0.0.1:1` of `HTTPS_PROXY`\n\
             caused by: Connection refused[..]\n\
             hint: check `HTTPS_PROXY`; `NO_PROXY` names the hosts that need no proxy",
        )
        .run_alone();
}

#[test]
fn a_proxy_that_says_nothing_ends_with_the_connect_time_out() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", silent.local_addr().expect("an address"));
    call(&secure_sandbox(), &["--max-attempts", "1", "--connect-timeout", "200ms"])
        .env("HTTPS_PROXY", &url)
        .exit(8)
        .stderr(
            "error: no connection to `localhost:[..]` within the [..]\n\
             caused by: the way there is the proxy `127.0.0.1:[..]` of `HTTPS_PROXY`\n\
             hint: [..]`--connect-timeout[..]",
        )
        .run_alone();
}

#[test]
fn what_is_no_proxy_is_refused_by_its_variable_and_not_shown() {
    let secure = secure_sandbox();
    for url in ["http://me:SE/CRET@127.0.0.1:1", "http://127.0.0.1:SECRET", "gopher://SECRET", "::SECRET::"] {
        call(&secure, &[])
            .env("HTTPS_PROXY", url)
            .exit(2)
            .stderr("error: `HTTPS_PROXY` holds no URL of a proxy\nhint: write it as `http://proxy:3128` [..]")
            .run_alone();
    }
    call(&secure, &[])
        .env("ALL_PROXY", "socks5h://me:SECRET@127.0.0.1:1080")
        .exit(2)
        .stderr("error: `ALL_PROXY` names a SOCKS proxy, which is not supported\nhint: [..]`NO_PROXY='*'`[..]")
        .run_alone();
    assert!(secure.sandbox.requests().is_empty());
    // A proxy that the request does not take may be anything.
    bedr(["converse", "hi"]).env("HTTPS_PROXY", "::SECRET::").stdout(HI).run();
}

#[test]
fn the_sandbox_takes_no_proxy() {
    let variables = |run: Run| {
        ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"].into_iter().fold(run, |run, name| run.env(name, NOWHERE))
    };
    variables(bedr(["-q", "--sandbox", "converse", "hi"])).stdout(HI).run_alone();
    let child = ["-q", "sandbox", "--", crate::program::PROGRAM, "-q", "converse", "hi"];
    // Nor a variant of the endpoint, which the profile of this machine may ask for.
    let profile = "[default]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true\n";
    variables(bedr(child)).file(".aws/config", profile).stdout(HI).run_alone();
}
