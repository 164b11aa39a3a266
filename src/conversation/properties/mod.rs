//! What holds for any request and any answer: nothing panics, no text is lost
//!
//! The same cases in every run: a failure is one to everybody.

mod answers;
mod requests;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;

const CASES: u32 = 256;

fn hold<S: Strategy>(cases: S, property: impl Fn(S::Value)) {
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let result = runner.run(&cases, |case| {
        property(case);
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}

/// Names that mean something to us, among those that mean nothing.
fn name() -> impl Strategy<Value = String> {
    let known = select(vec![
        "modelId",
        "messages",
        "role",
        "content",
        "text",
        "system",
        "inferenceConfig",
        "stopSequences",
        "start",
        "delta",
        "contentBlockIndex",
        "toolUse",
        "toolUseId",
        "input",
        "toolResult",
        "json",
        "reasoningContent",
        "signature",
        "redactedContent",
        "citation",
        "citationsContent",
        "image",
        "source",
        "bytes",
        "s3Location",
        "error",
        "stopReason",
        "output",
        "message",
    ]);
    prop_oneof![9 => known.prop_map(str::to_owned), 1 => any::<String>()]
}

fn word() -> impl Strategy<Value = String> {
    let known = select(vec!["user", "assistant", "{\"a\":", "1}", "YWI=", " ", ""]).prop_map(str::to_owned);
    prop_oneof![known, any::<String>()]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        2 => (0..4_u64).prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        5 => word().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        let object =
            btree_map(name(), inner.clone(), 0..4).prop_map(|members| Value::Object(members.into_iter().collect()));
        prop_oneof![1 => vec(inner, 0..4).prop_map(Value::from), 3 => object]
    })
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
