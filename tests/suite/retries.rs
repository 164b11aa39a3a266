//! What is sent again, and what is not because it may have been paid for

use crate::program::{HI, bedr};

#[test]
fn what_is_safe_to_send_again_is_sent_again_and_said() {
    bedr(["converse", "hi"])
        .fault("throttling=2")
        .stdout(HI)
        .stderr("retry: [..] (ThrottlingException); try 2 of 3 in [..] s\nretry: [..] (ThrottlingException); try 3 of 3 in [..] s")
        .requests(3)
        .run();
    for fault in [
        "internal-server=1",
        "service-unavailable=1",
        "model-timeout=1",
        "model-not-ready=1",
        "first-exception=throttling,1",
    ] {
        bedr(["converse", "hi", "-q"]).fault(fault).stdout(HI).requests(2).run();
    }
    // After the last try the frame is an exception like any other.
    bedr(["converse", "hi", "-o", "json", "--stream", "--max-attempts", "1"])
        .fault("first-exception=model-timeout")
        .stdout("{\"modelTimeoutException\":{\"message\":\"Model has timed out in processing the request. Try your request again.\"}}\n")
        .exit(9)
        .stderr("error: [..]\nhint: [..]\nrequest id: [..]")
        .requests(1)
        .run();
}

#[test]
fn what_may_have_been_paid_for_is_not_sent_again() {
    for fault in
        ["close", "reset", "cut-body", "model-error", "validation", "stream-exception=throttling", "cut-between"]
    {
        let mode = if fault == "cut-body" { "--no-stream" } else { "--stream" };
        let run = bedr(["converse", "hi", mode]).fault(fault).on_sandbox();
        run.output_and_requests(1);
    }
}

#[test]
fn retry_after_is_honoured_and_a_clock_that_is_off_is_mended_once() {
    bedr(["converse", "hi", "--max-attempts", "2"])
        .fault("throttling-retry-after=1")
        .exit(7)
        .stderr("retry: [..]; try 2 of 2 in 1.0 s\nerror: [..]\nhint: [..]\nrequest id: [..]\nearlier: the same; request id [..]")
        .requests(2)
        .run();
    bedr(["converse", "hi"])
        .fault("clock-skew")
        .stdout(HI)
        .stderr("retry: Signature expired: [..]; try 2 of 3 at once")
        .requests(2)
        .run();
}

#[test]
fn a_clock_that_is_off_is_mended_after_another_failure_too_but_not_twice() {
    bedr(["converse", "hi", "-q"]).fault("throttling=1").fault("clock-skew").stdout(HI).requests(3).run();
    // A signature refused without a word of the time, by a service whose clock says another.
    bedr(["converse", "hi", "-q", "--max-attempts", "5"])
        .fault("clock-skew")
        .fault("invalid-signature")
        .exit(3)
        .stderr("error: [..] (InvalidSignatureException)\nhint: [..]\nrequest id: [..]\nearlier: Signature expired: [..]; request id [..]")
        .requests(2)
        .run();
}

#[test]
fn the_request_after_a_clock_was_mended_is_signed_by_the_services_time() {
    for skew in ["3600", "-86400"] {
        let ran = bedr(["converse", "hi", "-q"]).fault(&format!("clock-skew={skew}")).stdout(HI).requests(2).run();
        let signed = |at: usize| ran.requests[at].headers.iter().find(|(name, _)| name == "x-amz-date").cloned();
        assert_ne!(signed(0), signed(1), "{skew}");
    }
}

#[test]
fn retry_for_counts_time_instead_of_tries() {
    bedr(["converse", "hi", "--retry-for", "1m"])
        .env("AWS_MAX_ATTEMPTS", "1")
        .fault("internal-server=3")
        .stdout(HI)
        .stderr("retry: [..]; try 2 in [..] s\nretry: [..]; try 3 in [..] s\nretry: [..]; try 4 in [..] s")
        .requests(4)
        .run();
    bedr(["converse", "hi", "-q", "--retry-for", "100ms"])
        .fault("internal-server")
        .exit(9)
        .stderr("error: [..]\ncaused by: `--retry-for` of 0.1 s leaves no time to try again in [..] s\nhint: [..]\nrequest id: [..]")
        .requests(1)
        .run();
    // What is reached first ends it.
    let run = bedr(["converse", "hi", "--retry-for", "1h", "--max-attempts", "2"]).fault("internal-server");
    run.on_sandbox().output_and_requests(2);
}

#[test]
fn what_timed_out_or_broke_off_is_sent_again_only_if_that_is_said() {
    for fault in ["silence=1", "close=1", "reset=1"] {
        bedr(["converse", "hi", "--retry-timeouts", "--read-timeout", "1s"])
            .fault(fault)
            .stdout(HI)
            .stderr("retry: `127.0.0.1:[..]` [..]; try 2 of 3 in [..] s")
            .requests(2)
            .run();
    }
    bedr(["converse", "hi", "-q", "--retry-timeouts", "--max-attempts", "2"])
        .fault("close")
        .exit(8)
        .stderr("error: `127.0.0.1:[..]` closed the connection before it replied\ncaused by: [..]\nhint: the model may have been working on each try, and each may be billed")
        .requests(2)
        .run();
    // Something of the answer is here: it is not asked for again.
    let run = bedr(["converse", "hi", "--retry-timeouts", "--read-timeout", "300ms"]).fault("stall");
    run.on_sandbox().output_and_requests(1);
}

#[test]
fn the_last_failure_hides_none_of_the_earlier_ones() {
    bedr(["converse", "hi", "-q", "--max-attempts", "3"])
        .fault("throttling=2")
        .fault("internal-server")
        .exit(9)
        .stderr("error: [..] (InternalServerException)\nhint: [..]\nrequest id: [..]\nearlier: [..] (ThrottlingException); request id [..]-[..], [..]-[..]")
        .run();
    let run = bedr(["converse", "hi", "--error-format", "json", "-q", "--max-attempts", "2"]);
    let output = run.fault("throttling=1").fault("cut-between").on_sandbox().output();
    assert_eq!(output.status.code(), Some(10), "{}", String::from_utf8_lossy(&output.stderr));
    let error: serde_json::Value = serde_json::from_slice(&output.stderr).expect("one object");
    assert_eq!(error["attempts"], 2);
    assert_eq!(
        (&error["earlier"][0]["attempt"], &error["earlier"][0]["code"]),
        (&1.into(), &"ThrottlingException".into())
    );
    assert!(error["requestId"].is_string() && error["earlier"][0]["requestId"].is_string());
    assert_ne!(error["requestId"], error["earlier"][0]["requestId"]);
}

#[test]
fn a_model_that_thinks_for_less_than_the_read_timeout_is_waited_for() {
    for mode in ["--stream", "--no-stream"] {
        bedr(["converse", "hi", mode, "--read-timeout", "20s"]).fault("delay=1500").stdout(HI).run();
    }
    // The limit is for silence, not for the whole answer.
    bedr(["converse", "hi", "--read-timeout", "2s"]).fault("drip=300").stdout(HI).run();
}

/// A server for one connection, which gets this and an end; the next finds nobody.
fn says_once(reply: &str) -> String {
    let reply = reply.to_owned();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        let Ok((mut stream, _)) = listener.accept() else { return };
        drop(listener);
        let _ = std::io::Read::read(&mut stream, &mut [0; 65536]);
        let _ = std::io::Write::write_all(&mut stream, reply.as_bytes());
    });
    url
}

#[test]
fn a_stream_that_breaks_before_its_first_frame_may_be_sent_again() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/vnd.amazon.eventstream\r\nx-amzn-requestid: first-1\r\ntransfer-encoding: chunked\r\n\r\n";
    let url = says_once(head);
    bedr(["converse", "hi", "-q", "--retry-timeouts", "--max-attempts", "2", "--endpoint-url", &url])
        .exit(8)
        .stderr("error: cannot connect to `127.0.0.1:[..]`\ncaused by: [..]\nhint: [..]\nearlier: the answer broke off: [..]; request id first-1")
        .run();
    let url = says_once(head);
    bedr(["converse", "hi", "-q", "--endpoint-url", &url])
        .exit(10)
        .stderr("error: the answer broke off: [..]\ncaused by: [..]\nhint: [..]\nrequest id: first-1")
        .run();
}

#[test]
fn what_never_had_an_id_is_told_only_if_it_is_another_reason() {
    bedr(["converse", "hi", "-q", "--endpoint-url", "http://127.0.0.1:1"])
        .exit(8)
        .stderr("error: cannot connect to `127.0.0.1:1`\ncaused by: [..]\nhint: [..]")
        .run();
}

/// A server that throttles every request, with these headers.
fn throttles(headers: &str) -> String {
    says_once(&format!(
        "HTTP/1.1 429 Too Many\r\nx-amzn-errortype: ThrottlingException\r\ncontent-length: 2\r\n{headers}\r\n\r\n{{}}"
    ))
}

#[test]
fn a_pause_that_nobody_waits_for_unasked_is_named_with_the_flag_that_waits() {
    let url = throttles("retry-after: 3600");
    bedr(["converse", "hi", "--endpoint-url", &url])
        .exit(7)
        .stderr("error: [..]\ncaused by: the service asks for a pause of 3600 s (Retry-After)\nhint: run it again after that, or let it wait: `--retry-for 2h`")
        .run();
    // The flag as the hint has it does wait.
    let url = throttles("retry-after: 3600");
    let mut run = bedr(["converse", "hi", "--no-stdin", "--endpoint-url", &url, "--retry-for", "2h"]).on_sandbox();
    let mut child = run.spawn();
    let mut line = String::new();
    let stderr = child.stderr.take().expect("piped");
    std::io::BufRead::read_line(&mut std::io::BufReader::new(stderr), &mut line).expect("UTF-8");
    child.kill().and_then(|()| child.wait()).expect("it ends");
    assert!(line.starts_with("retry: ") && line.ends_with("; try 2 in 3600.0 s\n"), "{line}");
    let url = throttles("retry-after: 99999999999999999999");
    bedr(["converse", "hi", "--endpoint-url", &url])
        .exit(7)
        .stderr("error: [..]\ncaused by: the service asks for a pause of a year or longer (Retry-After)\nhint: no try can wait for that[..]")
        .run();
}

#[test]
fn a_date_to_wait_for_is_by_the_clock_of_whoever_says_it() {
    let url = throttles("retry-after: Wed, 21 Oct 2015 08:28:00 GMT\r\ndate: Wed, 21 Oct 2015 07:28:00 GMT");
    bedr(["converse", "hi", "--endpoint-url", &url])
        .exit(7)
        .stderr("error: [..]\ncaused by: the service asks for a pause of 3600 s (Retry-After)\nhint: [..]")
        .run();
}
