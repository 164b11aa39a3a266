//! The configuration file: where it is, what it says, what it is told where it cannot be meant, and `bedr config`

use bedr::sandbox;

use crate::program::{HI, Run, bedr};

const FILE: &str = ".config/bedr/config.toml";
const ALIASES: &str = "[aliases]\nsonnet = \"us.anthropic.x-v1:0\"\necho = \"sandbox.echo-v1:0\"\n";

/// The region of the signature with which the run's request was signed.
fn signed_for(run: Run) -> String {
    let ran = run.stdout(HI).run();
    ran.header("authorization").expect("signed").split('/').nth(2).expect("a region").to_owned()
}

/// The printed request calls this id.
fn model_of(arguments: &[&str], run: impl Fn(Run) -> Run, expected: &str) {
    let arguments = ["converse", "--print-request", "--no-stdin", "hi"].iter().chain(arguments).copied();
    let request = format!(r#"{{"modelId":"{expected}","messages":[{{"role":"user","content":[{{"text":"hi"}}]}}]}}"#);
    run(bedr(arguments)).stdout(format!("{request}\n")).run_alone();
}

#[test]
fn an_alias_stands_for_its_id_and_another_name_for_itself() {
    let aliases = |run: Run| run.file(FILE, ALIASES);
    model_of(&["-m", "sonnet"], aliases, "us.anthropic.x-v1:0");
    model_of(&["-m", "Sonnet"], aliases, "Sonnet");
    model_of(&["-m", "us.anthropic.x-v1:0"], aliases, "us.anthropic.x-v1:0");
    model_of(&["-m", "sonnet"], |run| run, "sonnet");
}

#[test]
fn converse_and_invoke_call_the_id_behind_an_alias() {
    let said = |operation: &str| {
        format!("debug: alias echo is sandbox.echo-v1:0\ndebug: {operation}, [..]\ndebug: HTTP 200 [..]%3A0/[..]")
    };
    bedr(["converse", "hi", "-m", "echo", "-v"]).file(FILE, ALIASES).stdout(HI).stderr(&said("ConverseStream")).run();
    bedr(["invoke", "--raw-body", "-m", "echo", "-v"])
        .file(FILE, ALIASES)
        .stdin("{}")
        .stdout("{}")
        .stderr(&said("InvokeModel"))
        .run();
}

#[test]
fn the_variables_model_may_be_an_alias_and_so_may_the_configurations() {
    let called = |run: Run| run.stdout(HI).run();
    called(bedr(["converse", "hi"]).file(FILE, ALIASES).env("BEDR_MODEL", "echo"));
    let file = format!("model = \"echo\"\n{ALIASES}");
    called(bedr(["converse", "hi"]).file(FILE, &file).env("BEDR_MODEL", ""));
    bedr(["invoke", "--raw-body"]).file(FILE, &file).env("BEDR_MODEL", "").stdin("{}").stdout("{}").run();
}

#[test]
fn print_request_shows_the_id_that_would_be_called() {
    let request =
        |model: &str| format!("{{\"messages\":[{{\"role\":\"user\",\"content\":[{{\"text\":\"hi\"}}]}}]{model}}}\n");
    let run = || bedr(["converse", "--print-request", "hi"]).file(FILE, format!("model = 'echo'\n{ALIASES}"));
    run().stdout(request(",\"modelId\":\"sandbox.echo-v1:0\"")).run_alone();
    run().env("BEDR_MODEL", "sonnet").stdout(request(",\"modelId\":\"us.anthropic.x-v1:0\"")).run_alone();
    bedr(["converse", "--print-request", "hi"]).stdout(request("")).run_alone();
}

#[test]
fn the_requests_own_model_is_passed_on_as_it_is() {
    let given = r#"{"modelId":"sonnet","messages":[{"role":"user","content":[{"text":"hi"}]}]}"#;
    bedr(["converse", "--print-request", "--request", "r.json"])
        .file("r.json", given)
        .file(FILE, ALIASES)
        .stdout(format!("{given}\n"))
        .run_alone();
}

#[test]
fn the_model_is_the_flags_then_the_variables_then_the_configurations() {
    let file = "model = 'of.configuration'\n";
    let refused = |run: Run, model: &str| {
        let ran = run.file(FILE, file).on_sandbox().output();
        let error = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(error.contains(&format!("\"model\":\"{model}\"")), "{error}");
    };
    let run = |more: &[&'static str]| {
        bedr(["converse", "hi", "--error-format", "json"].into_iter().chain(more.iter().copied()))
    };
    refused(run(&["-m", "of.flag"]).env("BEDR_MODEL", "of.variable"), "of.flag");
    refused(run(&[]).env("BEDR_MODEL", "of.variable"), "of.variable");
    refused(run(&[]).env("BEDR_MODEL", ""), "of.configuration");
}

#[test]
fn the_configurations_region_comes_last() {
    let run = || bedr(["converse", "hi"]).file(FILE, "region = 'eu-north-1'\n").env("AWS_REGION", "");
    assert_eq!(signed_for(run()), "eu-north-1");
    assert_eq!(signed_for(run().file(".aws/config", "[default]\nregion = ap-south-1\n")), "ap-south-1");
    assert_eq!(signed_for(run().env("AWS_DEFAULT_REGION", "eu-west-3")), "eu-west-3");
    assert_eq!(signed_for(run().env("AWS_REGION", "eu-west-1")), "eu-west-1");
    let flag = bedr(["converse", "hi", "--region", "us-west-2"]).file(FILE, "region = 'eu-north-1'\n");
    assert_eq!(signed_for(flag), "us-west-2");
}

#[test]
fn the_configurations_profile_comes_last_and_keys_in_the_environment_beat_it() {
    let profiles = "[profile work]\nregion = eu-west-2\n[profile other]\nregion = eu-west-3\n";
    let keys = format!(
        "[work]\naws_access_key_id = {}\naws_secret_access_key = {}\n",
        sandbox::ACCESS_KEY_ID,
        sandbox::SECRET_ACCESS_KEY
    );
    let run = |arguments: &[&'static str]| {
        bedr(["converse", "hi"].into_iter().chain(arguments.iter().copied()))
            .file(FILE, "profile = 'work'\n")
            .file(".aws/config", profiles)
            .file(".aws/credentials", &keys)
            .env("AWS_REGION", "")
    };
    assert_eq!(signed_for(run(&[])), "eu-west-2");
    assert_eq!(signed_for(run(&[]).env("AWS_PROFILE", "other")), "eu-west-3");
    assert_eq!(signed_for(run(&["--profile", "work"]).env("AWS_PROFILE", "other")), "eu-west-2");
    // Without keys in the environment the profile's are used.
    assert_eq!(signed_for(run(&[]).env("AWS_ACCESS_KEY_ID", "").env("AWS_SECRET_ACCESS_KEY", "")), "eu-west-2");
    let wrong = run(&[]).env("AWS_ACCESS_KEY_ID", "AKIAWRONG").env("AWS_SECRET_ACCESS_KEY", "wrong");
    wrong.exit(3).stderr("error: [..]\nhint: [..]\nrequest id: [..]").run();
}

#[test]
fn a_profile_of_the_configuration_that_is_not_there_is_named_with_its_line() {
    bedr(["converse", "hi"])
        .file(FILE, "# mine\nprofile = 'nonesuch'\n")
        .exit(3)
        .stderr("error: there is no profile `nonesuch` in `~/.aws/config`, which `profile` in `[..]/.config/bedr/config.toml:2` names\nhint: [..]")
        .requests(0)
        .run();
}

#[test]
fn the_file_is_the_flags_then_the_variables_then_that_of_the_configuration_folder() {
    let alias = |id: &str| format!("[aliases]\na = \"{id}\"\n");
    let files = |run: Run| {
        let xdg = run.path("xdg").display().to_string();
        let run = run.file("flag.toml", alias("of.flag")).file("variable.toml", alias("of.variable"));
        let run = run.file("xdg/bedr/config.toml", alias("of.xdg")).file(FILE, alias("of.home"));
        (run, xdg)
    };
    model_of(&["-m", "a"], |run| files(run).0, "of.home");
    model_of(&["-m", "a"], |run| files(run).0.env("XDG_CONFIG_HOME", ""), "of.home");
    let in_xdg = |run: Run| {
        let (run, xdg) = files(run);
        run.env("XDG_CONFIG_HOME", &xdg)
    };
    model_of(&["-m", "a"], in_xdg, "of.xdg");
    model_of(&["-m", "a"], |run| in_xdg(run).env("BEDR_CONFIG", ""), "of.xdg");
    model_of(&["-m", "a"], |run| in_xdg(run).env("BEDR_CONFIG", "variable.toml"), "of.variable");
    let flag = &["-m", "a", "--config", "flag.toml"];
    model_of(flag, |run| in_xdg(run).env("BEDR_CONFIG", "variable.toml"), "of.flag");
    model_of(&["-m", "a", "--config", "/dev/null"], in_xdg, "a");
}

#[test]
fn without_a_file_or_a_home_nothing_is_missed() {
    bedr(["converse", "hi"]).stdout(HI).run();
    bedr(["converse", "hi"]).env("HOME", "").stdout(HI).run();
    bedr(["converse", "hi"]).file(".config", "a file where the folder would be").stdout(HI).run();
}

#[test]
fn a_file_that_was_named_has_to_be_there() {
    bedr(["converse", "hi", "--config", "no.toml"])
        .exit(2)
        .stderr("error: the configuration `no.toml` that `--config` names is not there\nhint: write it, or leave `--config` out[..]")
        .requests(0)
        .run();
    bedr(["converse", "hi"])
        .env("BEDR_CONFIG", "no/where.toml")
        .exit(2)
        .stderr("error: the configuration `no/where.toml` that `BEDR_CONFIG` names is not there\nhint: [..]")
        .requests(0)
        .run();
}

/// The error for what stands in `c.toml`.
fn refused(content: impl AsRef<[u8]>, stderr: &str) {
    let run = bedr(["converse", "hi", "--config", "c.toml"]).file("c.toml", content);
    run.exit(2).stderr(stderr).requests(0).run();
}

#[test]
fn a_mistake_is_named_with_its_place_and_what_to_write_instead() {
    refused(
        "region = 'eu-west-1'\n modle = 'x'\n",
        "error: there is no key `modle`, in `c.toml` at line 2 column 2\nhint: write it like `model = \"us.amazon.nova-lite-v1:0\"`",
    );
    refused(
        "temperature = 1",
        "error: there is no key `temperature`, in `c.toml` at line 1 column 1\nhint: the keys are `model`, `region`, [..]",
    );
    refused(
        "region = us-east-1",
        "error: the configuration `c.toml` is no TOML at line 1 column 10\ncaused by: [..]quoted[..]\nhint: [..]text in quotes[..]",
    );
    refused(
        "resolve = 'yes'",
        "error: `resolve` is a string, not `true` or `false`, in `c.toml` at line 1 column 11\nhint: write it like `resolve = true`",
    );
    refused(
        "[aliases]\na = 'b'\nb = 'x.y'",
        "error: the alias `a` stands for `b`, which is an alias itself, in `c.toml` at line 2 column 5\nhint: write the id: `x.y`",
    );
    refused(
        "[aliases]\n'a b' = 'x'",
        "error: `a b` is no name for an alias, in `c.toml` at line 2 column 1\nhint: a name is made of letters, digits, `-`, `_` and `.`",
    );
}

#[test]
fn what_is_no_text_file_is_not_read() {
    refused(
        b"# ok\nmodel = '\xff'",
        "error: the configuration `c.toml` is not UTF-8 at line 2 column 10\nhint: save it as UTF-8[..]",
    );
    refused(
        "#".repeat(1024 * 1024 + 1),
        "error: the configuration `c.toml` holds more than 1 MiB\nhint: is it another file? bedr's holds ids and names",
    );
    bedr(["converse", "hi", "--config", "."])
        .exit(2)
        .stderr("error: the configuration `.` is a folder, not a file\nhint: name the file in it: `./config.toml`")
        .run();
}

#[cfg(unix)]
#[test]
fn a_fifo_is_refused_before_it_is_opened() {
    let run = bedr(["converse", "hi", "--config", "fifo"]);
    assert!(std::process::Command::new("mkfifo").arg(run.path("fifo")).status().expect("mkfifo runs").success());
    run.exit(2).stderr("error: the configuration `fifo` is no regular file\nhint: write it into a file; [..]").run();
}

#[test]
fn a_broken_file_is_in_the_way_of_nothing_that_does_not_need_it() {
    let broken = |arguments: &[&'static str]| bedr(arguments.iter().copied()).file(FILE, "[");
    for arguments in [["--help"].as_slice(), &["converse", "--help"], &["completions", "bash"], &["--version"]] {
        assert!(broken(arguments).output().status.success(), "{arguments:?}");
    }
    broken(&["sandbox", "--", "true"]).run_alone();
    broken(&["-q", "--sandbox", "converse", "hi"]).stdout(HI).run_alone();
    let wrong = String::from_utf8(broken(&["converse", "--nonesuch"]).output().stderr).expect("UTF-8");
    assert!(wrong.contains("--nonesuch"), "{wrong}");
    broken(&["converse", "-", "-s", "@-"])
        .exit(2)
        .stderr("error: `--system @-` and PROMPT `-` both read stdin, which can be read once only\nhint: [..]")
        .run_alone();
    broken(&["converse", "--print-request", "-m", "a", "hi"])
        .exit(2)
        .stderr("error: the configuration `[..]/.config/bedr/config.toml` is no TOML at line 1 column 2\ncaused by: [..]\nhint: [..]")
        .run_alone();
}

#[test]
fn the_sandbox_takes_aliases_and_nothing_else_of_the_configuration() {
    let file = format!("model = 'x.y'\nregion = 'eu-west-1'\nprofile = 'nonesuch'\n{ALIASES}");
    bedr(["-q", "--sandbox", "converse", "hi"]).file(FILE, &file).stdout(HI).run_alone();
    bedr(["-q", "--sandbox", "converse", "hi", "-m", "echo"]).file(FILE, &file).stdout(HI).run_alone();
}

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

#[test]
fn a_configuration_that_was_named_is_read_beside_the_sandbox_too() {
    bedr(["--sandbox", "-q", "converse", "hi", "--config", "c.toml"])
        .file("c.toml", "modle = 'x'\n")
        .exit(2)
        .stderr("error: [..]c.toml[..]\nhint: [..]")
        .run_alone();
}
