# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_bedr_global_optspecs
    string join \n region= profile= endpoint-url= max-attempts= connect-timeout= read-timeout= timeout= config= sandbox fault= o/output= error-format= q/quiet v/verbose h/help V/version
end

function __fish_bedr_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_bedr_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_bedr_using_subcommand
    set -l cmd (__fish_bedr_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c bedr -n "__fish_bedr_needs_command" -l region -d 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, the configuration\'s]' -r
complete -c bedr -n "__fish_bedr_needs_command" -l profile -d 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration\'s, default]' -r
complete -c bedr -n "__fish_bedr_needs_command" -l endpoint-url -d 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile\'s, the region\'s]' -r -f
complete -c bedr -n "__fish_bedr_needs_command" -l max-attempts -d 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile\'s, 3]' -r
complete -c bedr -n "__fish_bedr_needs_command" -l connect-timeout -d 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]' -r
complete -c bedr -n "__fish_bedr_needs_command" -l read-timeout -d 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]' -r
complete -c bedr -n "__fish_bedr_needs_command" -l timeout -d 'Limit for the whole command [default: none]' -r
complete -c bedr -n "__fish_bedr_needs_command" -l config -d 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]' -r -F
complete -c bedr -n "__fish_bedr_needs_command" -l fault -d 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]' -r -f
complete -c bedr -n "__fish_bedr_needs_command" -s o -l output -d 'What to print: text (a table, for lists), or the service\'s own JSON' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_needs_command" -l error-format -d 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_needs_command" -l sandbox -d 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
complete -c bedr -n "__fish_bedr_needs_command" -s q -l quiet -d 'Say nothing but warnings and errors [default: off]'
complete -c bedr -n "__fish_bedr_needs_command" -s v -l verbose -d 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
complete -c bedr -n "__fish_bedr_needs_command" -s h -l help -d 'Print help'
complete -c bedr -n "__fish_bedr_needs_command" -s V -l version -d 'Print version'
complete -c bedr -n "__fish_bedr_needs_command" -f -a "converse" -d 'Ask a model, one request format for all of them'
complete -c bedr -n "__fish_bedr_needs_command" -f -a "invoke" -d 'Send a body in the model provider\'s own format: bytes in, bytes out'
complete -c bedr -n "__fish_bedr_needs_command" -f -a "models" -d 'Show which models a region has'
complete -c bedr -n "__fish_bedr_needs_command" -f -a "inference-profiles" -d 'Show the inference profiles of a region, by which most models are called'
complete -c bedr -n "__fish_bedr_needs_command" -f -a "profiles" -d 'Show the inference profiles of a region, by which most models are called'
complete -c bedr -n "__fish_bedr_needs_command" -f -a "config" -d 'Show each setting that is in force and where it was said'
complete -c bedr -n "__fish_bedr_needs_command" -f -a "sandbox" -d 'Serve a local stand-in for Bedrock, or run a command against one'
complete -c bedr -n "__fish_bedr_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c bedr -n "__fish_bedr_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bedr -n "__fish_bedr_using_subcommand converse" -s m -l model -d 'Model id, inference profile id or ARN, passed on unchanged, or an alias of the configuration [default: the request\'s, BEDR_MODEL, the configuration\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand converse" -s s -l system -d 'System prompt; @FILE reads a file [default: none]' -r
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l max-tokens -d 'Most tokens to generate [default: the model\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l temperature -d 'Randomness, 0 to 1; some models refuse it [default: the model\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l top-p -d 'Share of likely tokens to choose from, 0 to 1 [default: the model\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l stop -d 'Stop when the model writes TEXT; repeatable [default: none]' -r
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l request -d 'Start from a whole Converse request, as `aws bedrock-runtime converse --cli-input-json` takes it; flags and PROMPT are laid over it, stdin is read only for `-` [default: none]' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l usage-log -d 'Append a JSON line about each answered call to FILE [default: BEDR_USAGE_LOG, none]' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l region -d 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, the configuration\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l profile -d 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration\'s, default]' -r
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l endpoint-url -d 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile\'s, the region\'s]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l max-attempts -d 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile\'s, 3]' -r
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l connect-timeout -d 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l read-timeout -d 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]' -r
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l timeout -d 'Limit for the whole command [default: none]' -r
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l config -d 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l fault -d 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand converse" -s o -l output -d 'What to print: text (a table, for lists), or the service\'s own JSON' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l error-format -d 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l print-request -d 'Write the request that would be sent, and end; needs no credentials and no network [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l no-stdin -d 'Do not read stdin, for `while read` loops [default: read it unless it is a terminal]'
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l stream -d 'Call ConverseStream; with -o json the events as JSON Lines [default: on for text, off for JSON]'
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l no-stream -d 'Call Converse and print the answer when it is whole [default: off for text, on for JSON]'
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l allow-truncated -d 'Take an answer that was cut at max tokens for done: a warning instead of exit 10 [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l usage -d 'Say on stderr how many tokens the call used [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand converse" -l sandbox -d 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand converse" -s q -l quiet -d 'Say nothing but warnings and errors [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand converse" -s v -l verbose -d 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand converse" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l raw-body -d 'Body to send, as it is; - is stdin' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -s m -l model -d 'Model id, inference profile id or ARN, passed on unchanged, or an alias of the configuration [default: BEDR_MODEL, the configuration\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l content-type -d 'MIME type of the body' -r
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l accept -d 'MIME type wanted of the answer' -r
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l guardrail -d 'Guardrail to apply, with its version or DRAFT [default: none]' -r
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l guardrail-trace -d 'Report what the guardrail did in the answer [default: disabled]' -r -f -a "enabled\t''
enabled-full\t''
disabled\t''"
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l service-tier -d 'Service tier: default, priority, flex, reserved, or a newer one [default: the service\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l latency -d 'Latency: standard, optimized, or a newer one [default: the service\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l usage-log -d 'Append a JSON line about each answered call to FILE [default: BEDR_USAGE_LOG, none]' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l region -d 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, the configuration\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l profile -d 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration\'s, default]' -r
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l endpoint-url -d 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile\'s, the region\'s]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l max-attempts -d 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile\'s, 3]' -r
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l connect-timeout -d 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l read-timeout -d 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]' -r
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l timeout -d 'Limit for the whole command [default: none]' -r
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l config -d 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l fault -d 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -s o -l output -d 'What to print: text (a table, for lists), or the service\'s own JSON' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l error-format -d 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l stream -d 'Call InvokeModelWithResponseStream; with -o json the events as JSON Lines [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l binary -d 'Write an answer that is not text to a terminal all the same [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l usage -d 'Say on stderr how many tokens the call used [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -l sandbox -d 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -s q -l quiet -d 'Say nothing but warnings and errors [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -s v -l verbose -d 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand invoke" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -l region -d 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, the configuration\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -l profile -d 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration\'s, default]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -l endpoint-url -d 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile\'s, the region\'s]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -l max-attempts -d 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile\'s, 3]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -l connect-timeout -d 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -l read-timeout -d 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -l timeout -d 'Limit for the whole command [default: none]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -l config -d 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -l fault -d 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -s o -l output -d 'What to print: text (a table, for lists), or the service\'s own JSON' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -l error-format -d 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -l sandbox -d 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -s q -l quiet -d 'Say nothing but warnings and errors [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -s v -l verbose -d 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -s h -l help -d 'Print help'
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -f -a "list" -d 'List the foundation models of a region'
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -f -a "get" -d 'Show one foundation model'
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -f -a "resolve" -d 'Find the id to call a model by'
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -f -a "check" -d 'Check for CI that models will live on'
complete -c bedr -n "__fish_bedr_using_subcommand models; and not __fish_seen_subcommand_from list get resolve check help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l provider -d 'Only models of this provider, by its name or its part of the id [default: all]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l input-modality -d 'Only models that take this: TEXT, IMAGE, VIDEO, …; repeat it to ask for several [default: all]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l output-modality -d 'Only models that make this: TEXT, IMAGE, EMBEDDING, …; repeat it to ask for several [default: all]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l inference-type -d 'Only models that can be called so: ON_DEMAND, INFERENCE_PROFILE, PROVISIONED, … [default: all]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l customization -d 'Only models that can be customised so: FINE_TUNING, CONTINUED_PRE_TRAINING, DISTILLATION, … [default: all]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l status -d 'Only models in this state of their life: ACTIVE or LEGACY [default: all]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l streaming -d 'Only models that can stream their answer; =false for the others [default: all]' -r -f -a "true\t''
false\t''"
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l region -d 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, the configuration\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l profile -d 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration\'s, default]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l endpoint-url -d 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile\'s, the region\'s]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l max-attempts -d 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile\'s, 3]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l connect-timeout -d 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l read-timeout -d 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l timeout -d 'Limit for the whole command [default: none]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l config -d 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l fault -d 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -s o -l output -d 'What to print: text (a table, for lists), or the service\'s own JSON' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l error-format -d 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l ids -d 'Print ids only, one a line [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l all-kinds -d 'Also what else can be called: provisioned throughputs, custom-model deployments, imported models, prompt routers, marketplace endpoints; patterns and --callable apply to them too [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l callable -d 'Only models that can be called from here; with --ids every id to call them by, with -o json as a member `callable` [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -l sandbox -d 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but warnings and errors [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from get" -l region -d 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, the configuration\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from get" -l profile -d 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration\'s, default]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from get" -l endpoint-url -d 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile\'s, the region\'s]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from get" -l max-attempts -d 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile\'s, 3]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from get" -l connect-timeout -d 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from get" -l read-timeout -d 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from get" -l timeout -d 'Limit for the whole command [default: none]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from get" -l config -d 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from get" -l fault -d 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from get" -s o -l output -d 'What to print: text (a table, for lists), or the service\'s own JSON' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from get" -l error-format -d 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from get" -l availability -d 'Also whether the account may call it: authorised, entitled, in the region, agreement [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from get" -l pricing -d 'Also the rate card of its Marketplace offers, where it has one [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from get" -l sandbox -d 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say nothing but warnings and errors [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from resolve" -l geo -d 'Geography of the profile: us, eu, apac, jp, us-gov, global, …; none asks for on-demand calls only [default: any but global]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from resolve" -l region -d 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, the configuration\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from resolve" -l profile -d 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration\'s, default]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from resolve" -l endpoint-url -d 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile\'s, the region\'s]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from resolve" -l max-attempts -d 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile\'s, 3]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from resolve" -l connect-timeout -d 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from resolve" -l read-timeout -d 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from resolve" -l timeout -d 'Limit for the whole command [default: none]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from resolve" -l config -d 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from resolve" -l fault -d 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from resolve" -s o -l output -d 'What to print: text (a table, for lists), or the service\'s own JSON' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from resolve" -l error-format -d 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from resolve" -l sandbox -d 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from resolve" -s q -l quiet -d 'Say nothing but warnings and errors [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from resolve" -s v -l verbose -d 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from resolve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from check" -l within -d 'How long they must live on, such as 90d' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from check" -l region -d 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, the configuration\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from check" -l profile -d 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration\'s, default]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from check" -l endpoint-url -d 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile\'s, the region\'s]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from check" -l max-attempts -d 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile\'s, 3]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from check" -l connect-timeout -d 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from check" -l read-timeout -d 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from check" -l timeout -d 'Limit for the whole command [default: none]' -r
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from check" -l config -d 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from check" -l fault -d 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from check" -s o -l output -d 'What to print: text (a table, for lists), or the service\'s own JSON' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from check" -l error-format -d 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from check" -l sandbox -d 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Say nothing but warnings and errors [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the foundation models of a region'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show one foundation model'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from help" -f -a "resolve" -d 'Find the id to call a model by'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check for CI that models will live on'
complete -c bedr -n "__fish_bedr_using_subcommand models; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and not __fish_seen_subcommand_from list get help" -l region -d 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, the configuration\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and not __fish_seen_subcommand_from list get help" -l profile -d 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration\'s, default]' -r
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and not __fish_seen_subcommand_from list get help" -l endpoint-url -d 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile\'s, the region\'s]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and not __fish_seen_subcommand_from list get help" -l max-attempts -d 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile\'s, 3]' -r
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and not __fish_seen_subcommand_from list get help" -l connect-timeout -d 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and not __fish_seen_subcommand_from list get help" -l read-timeout -d 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]' -r
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and not __fish_seen_subcommand_from list get help" -l timeout -d 'Limit for the whole command [default: none]' -r
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and not __fish_seen_subcommand_from list get help" -l config -d 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and not __fish_seen_subcommand_from list get help" -l fault -d 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and not __fish_seen_subcommand_from list get help" -s o -l output -d 'What to print: text (a table, for lists), or the service\'s own JSON' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and not __fish_seen_subcommand_from list get help" -l error-format -d 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and not __fish_seen_subcommand_from list get help" -l sandbox -d 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and not __fish_seen_subcommand_from list get help" -s q -l quiet -d 'Say nothing but warnings and errors [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and not __fish_seen_subcommand_from list get help" -s v -l verbose -d 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and not __fish_seen_subcommand_from list get help" -s h -l help -d 'Print help'
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and not __fish_seen_subcommand_from list get help" -f -a "list" -d 'List the inference profiles of a region, the service\'s and the account\'s own'
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and not __fish_seen_subcommand_from list get help" -f -a "get" -d 'Show one inference profile'
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and not __fish_seen_subcommand_from list get help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from list" -l region -d 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, the configuration\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from list" -l profile -d 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration\'s, default]' -r
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from list" -l endpoint-url -d 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile\'s, the region\'s]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from list" -l max-attempts -d 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile\'s, 3]' -r
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from list" -l connect-timeout -d 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from list" -l read-timeout -d 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]' -r
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from list" -l timeout -d 'Limit for the whole command [default: none]' -r
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from list" -l config -d 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from list" -l fault -d 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from list" -s o -l output -d 'What to print: text (a table, for lists), or the service\'s own JSON' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from list" -l error-format -d 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from list" -l sandbox -d 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but warnings and errors [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from get" -l region -d 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, the configuration\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from get" -l profile -d 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration\'s, default]' -r
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from get" -l endpoint-url -d 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile\'s, the region\'s]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from get" -l max-attempts -d 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile\'s, 3]' -r
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from get" -l connect-timeout -d 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from get" -l read-timeout -d 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]' -r
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from get" -l timeout -d 'Limit for the whole command [default: none]' -r
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from get" -l config -d 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from get" -l fault -d 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from get" -s o -l output -d 'What to print: text (a table, for lists), or the service\'s own JSON' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from get" -l error-format -d 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from get" -l sandbox -d 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say nothing but warnings and errors [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the inference profiles of a region, the service\'s and the account\'s own'
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show one inference profile'
complete -c bedr -n "__fish_bedr_using_subcommand inference-profiles; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and not __fish_seen_subcommand_from list get help" -l region -d 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, the configuration\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and not __fish_seen_subcommand_from list get help" -l profile -d 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration\'s, default]' -r
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and not __fish_seen_subcommand_from list get help" -l endpoint-url -d 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile\'s, the region\'s]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and not __fish_seen_subcommand_from list get help" -l max-attempts -d 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile\'s, 3]' -r
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and not __fish_seen_subcommand_from list get help" -l connect-timeout -d 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and not __fish_seen_subcommand_from list get help" -l read-timeout -d 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]' -r
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and not __fish_seen_subcommand_from list get help" -l timeout -d 'Limit for the whole command [default: none]' -r
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and not __fish_seen_subcommand_from list get help" -l config -d 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and not __fish_seen_subcommand_from list get help" -l fault -d 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and not __fish_seen_subcommand_from list get help" -s o -l output -d 'What to print: text (a table, for lists), or the service\'s own JSON' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and not __fish_seen_subcommand_from list get help" -l error-format -d 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and not __fish_seen_subcommand_from list get help" -l sandbox -d 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and not __fish_seen_subcommand_from list get help" -s q -l quiet -d 'Say nothing but warnings and errors [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and not __fish_seen_subcommand_from list get help" -s v -l verbose -d 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and not __fish_seen_subcommand_from list get help" -s h -l help -d 'Print help'
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and not __fish_seen_subcommand_from list get help" -f -a "list" -d 'List the inference profiles of a region, the service\'s and the account\'s own'
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and not __fish_seen_subcommand_from list get help" -f -a "get" -d 'Show one inference profile'
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and not __fish_seen_subcommand_from list get help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from list" -l region -d 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, the configuration\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from list" -l profile -d 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration\'s, default]' -r
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from list" -l endpoint-url -d 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile\'s, the region\'s]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from list" -l max-attempts -d 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile\'s, 3]' -r
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from list" -l connect-timeout -d 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from list" -l read-timeout -d 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]' -r
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from list" -l timeout -d 'Limit for the whole command [default: none]' -r
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from list" -l config -d 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from list" -l fault -d 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from list" -s o -l output -d 'What to print: text (a table, for lists), or the service\'s own JSON' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from list" -l error-format -d 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from list" -l sandbox -d 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but warnings and errors [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from get" -l region -d 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, the configuration\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from get" -l profile -d 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration\'s, default]' -r
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from get" -l endpoint-url -d 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile\'s, the region\'s]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from get" -l max-attempts -d 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile\'s, 3]' -r
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from get" -l connect-timeout -d 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from get" -l read-timeout -d 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]' -r
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from get" -l timeout -d 'Limit for the whole command [default: none]' -r
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from get" -l config -d 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from get" -l fault -d 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from get" -s o -l output -d 'What to print: text (a table, for lists), or the service\'s own JSON' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from get" -l error-format -d 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from get" -l sandbox -d 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say nothing but warnings and errors [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the inference profiles of a region, the service\'s and the account\'s own'
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show one inference profile'
complete -c bedr -n "__fish_bedr_using_subcommand profiles; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bedr -n "__fish_bedr_using_subcommand config" -l region -d 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, the configuration\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand config" -l profile -d 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration\'s, default]' -r
complete -c bedr -n "__fish_bedr_using_subcommand config" -l endpoint-url -d 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile\'s, the region\'s]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand config" -l max-attempts -d 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile\'s, 3]' -r
complete -c bedr -n "__fish_bedr_using_subcommand config" -l connect-timeout -d 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand config" -l read-timeout -d 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]' -r
complete -c bedr -n "__fish_bedr_using_subcommand config" -l timeout -d 'Limit for the whole command [default: none]' -r
complete -c bedr -n "__fish_bedr_using_subcommand config" -l config -d 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand config" -l fault -d 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand config" -s o -l output -d 'What to print: text (a table, for lists), or the service\'s own JSON' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand config" -l error-format -d 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand config" -l sandbox -d 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand config" -s q -l quiet -d 'Say nothing but warnings and errors [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand config" -s v -l verbose -d 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand config" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bedr -n "__fish_bedr_using_subcommand sandbox" -l port -d 'Port to listen on [default: a free one]' -r
complete -c bedr -n "__fish_bedr_using_subcommand sandbox" -l region -d 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, the configuration\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand sandbox" -l profile -d 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration\'s, default]' -r
complete -c bedr -n "__fish_bedr_using_subcommand sandbox" -l endpoint-url -d 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile\'s, the region\'s]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand sandbox" -l max-attempts -d 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile\'s, 3]' -r
complete -c bedr -n "__fish_bedr_using_subcommand sandbox" -l connect-timeout -d 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand sandbox" -l read-timeout -d 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]' -r
complete -c bedr -n "__fish_bedr_using_subcommand sandbox" -l timeout -d 'Limit for the whole command [default: none]' -r
complete -c bedr -n "__fish_bedr_using_subcommand sandbox" -l config -d 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand sandbox" -l fault -d 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand sandbox" -s o -l output -d 'What to print: text (a table, for lists), or the service\'s own JSON' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand sandbox" -l error-format -d 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand sandbox" -l sandbox -d 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand sandbox" -s q -l quiet -d 'Say nothing but warnings and errors [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand sandbox" -s v -l verbose -d 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand sandbox" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bedr -n "__fish_bedr_using_subcommand completions" -l region -d 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, the configuration\'s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand completions" -l profile -d 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration\'s, default]' -r
complete -c bedr -n "__fish_bedr_using_subcommand completions" -l endpoint-url -d 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile\'s, the region\'s]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand completions" -l max-attempts -d 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile\'s, 3]' -r
complete -c bedr -n "__fish_bedr_using_subcommand completions" -l connect-timeout -d 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]' -r
complete -c bedr -n "__fish_bedr_using_subcommand completions" -l read-timeout -d 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]' -r
complete -c bedr -n "__fish_bedr_using_subcommand completions" -l timeout -d 'Limit for the whole command [default: none]' -r
complete -c bedr -n "__fish_bedr_using_subcommand completions" -l config -d 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]' -r -F
complete -c bedr -n "__fish_bedr_using_subcommand completions" -l fault -d 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]' -r -f
complete -c bedr -n "__fish_bedr_using_subcommand completions" -s o -l output -d 'What to print: text (a table, for lists), or the service\'s own JSON' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand completions" -l error-format -d 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]' -r -f -a "text\t''
json\t''"
complete -c bedr -n "__fish_bedr_using_subcommand completions" -l sandbox -d 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand completions" -s q -l quiet -d 'Say nothing but warnings and errors [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand completions" -s v -l verbose -d 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
complete -c bedr -n "__fish_bedr_using_subcommand completions" -s h -l help -d 'Print help'
complete -c bedr -n "__fish_bedr_using_subcommand help; and not __fish_seen_subcommand_from converse invoke models inference-profiles config sandbox completions help" -f -a "converse" -d 'Ask a model, one request format for all of them'
complete -c bedr -n "__fish_bedr_using_subcommand help; and not __fish_seen_subcommand_from converse invoke models inference-profiles config sandbox completions help" -f -a "invoke" -d 'Send a body in the model provider\'s own format: bytes in, bytes out'
complete -c bedr -n "__fish_bedr_using_subcommand help; and not __fish_seen_subcommand_from converse invoke models inference-profiles config sandbox completions help" -f -a "models" -d 'Show which models a region has'
complete -c bedr -n "__fish_bedr_using_subcommand help; and not __fish_seen_subcommand_from converse invoke models inference-profiles config sandbox completions help" -f -a "inference-profiles" -d 'Show the inference profiles of a region, by which most models are called'
complete -c bedr -n "__fish_bedr_using_subcommand help; and not __fish_seen_subcommand_from converse invoke models inference-profiles config sandbox completions help" -f -a "config" -d 'Show each setting that is in force and where it was said'
complete -c bedr -n "__fish_bedr_using_subcommand help; and not __fish_seen_subcommand_from converse invoke models inference-profiles config sandbox completions help" -f -a "sandbox" -d 'Serve a local stand-in for Bedrock, or run a command against one'
complete -c bedr -n "__fish_bedr_using_subcommand help; and not __fish_seen_subcommand_from converse invoke models inference-profiles config sandbox completions help" -f -a "completions" -d 'Print the completion script of a shell'
complete -c bedr -n "__fish_bedr_using_subcommand help; and not __fish_seen_subcommand_from converse invoke models inference-profiles config sandbox completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bedr -n "__fish_bedr_using_subcommand help; and __fish_seen_subcommand_from models" -f -a "list" -d 'List the foundation models of a region'
complete -c bedr -n "__fish_bedr_using_subcommand help; and __fish_seen_subcommand_from models" -f -a "get" -d 'Show one foundation model'
complete -c bedr -n "__fish_bedr_using_subcommand help; and __fish_seen_subcommand_from models" -f -a "resolve" -d 'Find the id to call a model by'
complete -c bedr -n "__fish_bedr_using_subcommand help; and __fish_seen_subcommand_from models" -f -a "check" -d 'Check for CI that models will live on'
complete -c bedr -n "__fish_bedr_using_subcommand help; and __fish_seen_subcommand_from inference-profiles" -f -a "list" -d 'List the inference profiles of a region, the service\'s and the account\'s own'
complete -c bedr -n "__fish_bedr_using_subcommand help; and __fish_seen_subcommand_from inference-profiles" -f -a "get" -d 'Show one inference profile'
