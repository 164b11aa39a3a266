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
        .stderr("retry: [..]; try 2 of 2 in 1.0 s\nerror: [..]\nhint: [..]\nrequest id: [..]")
        .requests(2)
        .run();
    bedr(["converse", "hi"])
        .fault("clock-skew")
        .stdout(HI)
        .stderr("retry: [..]; try 2 of 3 in 0.0 s")
        .requests(2)
        .run();
}
