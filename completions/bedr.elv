
use builtin;
use str;

set edit:completion:arg-completer[bedr] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'bedr'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'bedr'= {
            cand --region 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]'
            cand --profile 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]'
            cand --endpoint-url 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]'
            cand --max-attempts 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]'
            cand --connect-timeout 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]'
            cand --read-timeout 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]'
            cand --timeout 'Limit for the whole command [default: none]'
            cand --config 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]'
            cand --fault 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]'
            cand -o 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --output 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --error-format 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]'
            cand --sandbox 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
            cand -q 'Say nothing but warnings and errors [default: off]'
            cand --quiet 'Say nothing but warnings and errors [default: off]'
            cand -v 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand --verbose 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
            cand converse 'Ask a model, one request format for all of them'
            cand invoke 'Send a body in the model provider''s own format: bytes in, bytes out'
            cand models 'Show which models a region has'
            cand inference-profiles 'Show the inference profiles of a region, by which most models are called'
            cand profiles 'Show the inference profiles of a region, by which most models are called'
            cand config 'Show each setting that is in force and where it was said'
            cand sandbox 'Serve a local stand-in for Bedrock, or run a command against one'
            cand completions 'Print the completion script of a shell'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'bedr;converse'= {
            cand -m 'Model id, inference profile id or ARN, passed on unchanged, or an alias of the configuration [default: the request''s, BEDR_MODEL, the configuration''s]'
            cand --model 'Model id, inference profile id or ARN, passed on unchanged, or an alias of the configuration [default: the request''s, BEDR_MODEL, the configuration''s]'
            cand -s 'System prompt; @FILE reads a file [default: none]'
            cand --system 'System prompt; @FILE reads a file [default: none]'
            cand --max-tokens 'Most tokens to generate [default: the model''s]'
            cand --temperature 'Randomness, 0 to 1; some models refuse it [default: the model''s]'
            cand --top-p 'Share of likely tokens to choose from, 0 to 1 [default: the model''s]'
            cand --stop 'Stop when the model writes TEXT; repeatable [default: none]'
            cand --request 'Start from a whole Converse request, as `aws bedrock-runtime converse --cli-input-json` takes it; flags and PROMPT are laid over it, stdin is read only for `-` [default: none]'
            cand --usage-log 'Append a JSON line about each answered call to FILE [default: BEDR_USAGE_LOG, none]'
            cand --region 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]'
            cand --profile 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]'
            cand --endpoint-url 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]'
            cand --max-attempts 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]'
            cand --connect-timeout 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]'
            cand --read-timeout 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]'
            cand --timeout 'Limit for the whole command [default: none]'
            cand --config 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]'
            cand --fault 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]'
            cand -o 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --output 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --error-format 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]'
            cand --print-request 'Write the request that would be sent, and end; needs no credentials and no network [default: off]'
            cand --no-stdin 'Do not read stdin, for `while read` loops [default: read it unless it is a terminal]'
            cand --stream 'Call ConverseStream; with -o json the events as JSON Lines [default: on for text, off for JSON]'
            cand --no-stream 'Call Converse and print the answer when it is whole [default: off for text, on for JSON]'
            cand --allow-truncated 'Take an answer that was cut at max tokens for done: a warning instead of exit 10 [default: off]'
            cand --usage 'Say on stderr how many tokens the call used [default: off]'
            cand --sandbox 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
            cand -q 'Say nothing but warnings and errors [default: off]'
            cand --quiet 'Say nothing but warnings and errors [default: off]'
            cand -v 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand --verbose 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'bedr;invoke'= {
            cand --raw-body 'Body to send, as it is; - is stdin'
            cand -m 'Model id, inference profile id or ARN, passed on unchanged, or an alias of the configuration [default: BEDR_MODEL, the configuration''s]'
            cand --model 'Model id, inference profile id or ARN, passed on unchanged, or an alias of the configuration [default: BEDR_MODEL, the configuration''s]'
            cand --content-type 'MIME type of the body'
            cand --accept 'MIME type wanted of the answer'
            cand --guardrail 'Guardrail to apply, with its version or DRAFT [default: none]'
            cand --guardrail-trace 'Report what the guardrail did in the answer [default: disabled]'
            cand --service-tier 'Service tier: default, priority, flex, reserved, or a newer one [default: the service''s]'
            cand --latency 'Latency: standard, optimized, or a newer one [default: the service''s]'
            cand --usage-log 'Append a JSON line about each answered call to FILE [default: BEDR_USAGE_LOG, none]'
            cand --region 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]'
            cand --profile 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]'
            cand --endpoint-url 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]'
            cand --max-attempts 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]'
            cand --connect-timeout 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]'
            cand --read-timeout 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]'
            cand --timeout 'Limit for the whole command [default: none]'
            cand --config 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]'
            cand --fault 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]'
            cand -o 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --output 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --error-format 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]'
            cand --stream 'Call InvokeModelWithResponseStream; with -o json the events as JSON Lines [default: off]'
            cand --binary 'Write an answer that is not text to a terminal all the same [default: off]'
            cand --usage 'Say on stderr how many tokens the call used [default: off]'
            cand --sandbox 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
            cand -q 'Say nothing but warnings and errors [default: off]'
            cand --quiet 'Say nothing but warnings and errors [default: off]'
            cand -v 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand --verbose 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'bedr;models'= {
            cand --region 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]'
            cand --profile 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]'
            cand --endpoint-url 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]'
            cand --max-attempts 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]'
            cand --connect-timeout 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]'
            cand --read-timeout 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]'
            cand --timeout 'Limit for the whole command [default: none]'
            cand --config 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]'
            cand --fault 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]'
            cand -o 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --output 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --error-format 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]'
            cand --sandbox 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
            cand -q 'Say nothing but warnings and errors [default: off]'
            cand --quiet 'Say nothing but warnings and errors [default: off]'
            cand -v 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand --verbose 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List the foundation models of a region'
            cand get 'Show one foundation model'
            cand resolve 'Find the id to call a model by'
            cand check 'Check for CI that models will live on'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'bedr;models;list'= {
            cand --provider 'Only models of this provider, by its name or its part of the id [default: all]'
            cand --input-modality 'Only models that take this: TEXT, IMAGE, VIDEO, …; repeat it to ask for several [default: all]'
            cand --output-modality 'Only models that make this: TEXT, IMAGE, EMBEDDING, …; repeat it to ask for several [default: all]'
            cand --inference-type 'Only models that can be called so: ON_DEMAND, INFERENCE_PROFILE, PROVISIONED, … [default: all]'
            cand --customization 'Only models that can be customised so: FINE_TUNING, CONTINUED_PRE_TRAINING, DISTILLATION, … [default: all]'
            cand --status 'Only models in this state of their life: ACTIVE or LEGACY [default: all]'
            cand --streaming 'Only models that can stream their answer; =false for the others [default: all]'
            cand --region 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]'
            cand --profile 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]'
            cand --endpoint-url 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]'
            cand --max-attempts 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]'
            cand --connect-timeout 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]'
            cand --read-timeout 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]'
            cand --timeout 'Limit for the whole command [default: none]'
            cand --config 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]'
            cand --fault 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]'
            cand -o 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --output 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --error-format 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]'
            cand --ids 'Print ids only, one a line [default: off]'
            cand --all-kinds 'Also what else can be called: provisioned throughputs, custom-model deployments, imported models, prompt routers, marketplace endpoints; patterns and --callable apply to them too [default: off]'
            cand --callable 'Only models that can be called from here; with --ids every id to call them by, with -o json as a member `callable` [default: off]'
            cand --sandbox 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
            cand -q 'Say nothing but warnings and errors [default: off]'
            cand --quiet 'Say nothing but warnings and errors [default: off]'
            cand -v 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand --verbose 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'bedr;models;get'= {
            cand --region 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]'
            cand --profile 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]'
            cand --endpoint-url 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]'
            cand --max-attempts 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]'
            cand --connect-timeout 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]'
            cand --read-timeout 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]'
            cand --timeout 'Limit for the whole command [default: none]'
            cand --config 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]'
            cand --fault 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]'
            cand -o 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --output 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --error-format 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]'
            cand --availability 'Also whether the account may call it: authorised, entitled, in the region, agreement [default: off]'
            cand --pricing 'Also the rate card of its Marketplace offers, where it has one [default: off]'
            cand --sandbox 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
            cand -q 'Say nothing but warnings and errors [default: off]'
            cand --quiet 'Say nothing but warnings and errors [default: off]'
            cand -v 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand --verbose 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'bedr;models;resolve'= {
            cand --geo 'Geography of the profile: us, eu, apac, jp, us-gov, global, …; none asks for on-demand calls only [default: any but global]'
            cand --region 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]'
            cand --profile 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]'
            cand --endpoint-url 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]'
            cand --max-attempts 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]'
            cand --connect-timeout 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]'
            cand --read-timeout 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]'
            cand --timeout 'Limit for the whole command [default: none]'
            cand --config 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]'
            cand --fault 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]'
            cand -o 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --output 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --error-format 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]'
            cand --sandbox 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
            cand -q 'Say nothing but warnings and errors [default: off]'
            cand --quiet 'Say nothing but warnings and errors [default: off]'
            cand -v 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand --verbose 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'bedr;models;check'= {
            cand --within 'How long they must live on, such as 90d'
            cand --region 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]'
            cand --profile 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]'
            cand --endpoint-url 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]'
            cand --max-attempts 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]'
            cand --connect-timeout 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]'
            cand --read-timeout 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]'
            cand --timeout 'Limit for the whole command [default: none]'
            cand --config 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]'
            cand --fault 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]'
            cand -o 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --output 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --error-format 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]'
            cand --sandbox 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
            cand -q 'Say nothing but warnings and errors [default: off]'
            cand --quiet 'Say nothing but warnings and errors [default: off]'
            cand -v 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand --verbose 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'bedr;models;help'= {
            cand list 'List the foundation models of a region'
            cand get 'Show one foundation model'
            cand resolve 'Find the id to call a model by'
            cand check 'Check for CI that models will live on'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'bedr;models;help;list'= {
        }
        &'bedr;models;help;get'= {
        }
        &'bedr;models;help;resolve'= {
        }
        &'bedr;models;help;check'= {
        }
        &'bedr;models;help;help'= {
        }
        &'bedr;inference-profiles'= {
            cand --region 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]'
            cand --profile 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]'
            cand --endpoint-url 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]'
            cand --max-attempts 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]'
            cand --connect-timeout 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]'
            cand --read-timeout 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]'
            cand --timeout 'Limit for the whole command [default: none]'
            cand --config 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]'
            cand --fault 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]'
            cand -o 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --output 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --error-format 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]'
            cand --sandbox 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
            cand -q 'Say nothing but warnings and errors [default: off]'
            cand --quiet 'Say nothing but warnings and errors [default: off]'
            cand -v 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand --verbose 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List the inference profiles of a region, the service''s and the account''s own'
            cand get 'Show one inference profile'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'bedr;profiles'= {
            cand --region 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]'
            cand --profile 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]'
            cand --endpoint-url 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]'
            cand --max-attempts 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]'
            cand --connect-timeout 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]'
            cand --read-timeout 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]'
            cand --timeout 'Limit for the whole command [default: none]'
            cand --config 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]'
            cand --fault 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]'
            cand -o 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --output 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --error-format 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]'
            cand --sandbox 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
            cand -q 'Say nothing but warnings and errors [default: off]'
            cand --quiet 'Say nothing but warnings and errors [default: off]'
            cand -v 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand --verbose 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List the inference profiles of a region, the service''s and the account''s own'
            cand get 'Show one inference profile'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'bedr;inference-profiles;list'= {
            cand --region 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]'
            cand --profile 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]'
            cand --endpoint-url 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]'
            cand --max-attempts 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]'
            cand --connect-timeout 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]'
            cand --read-timeout 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]'
            cand --timeout 'Limit for the whole command [default: none]'
            cand --config 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]'
            cand --fault 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]'
            cand -o 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --output 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --error-format 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]'
            cand --sandbox 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
            cand -q 'Say nothing but warnings and errors [default: off]'
            cand --quiet 'Say nothing but warnings and errors [default: off]'
            cand -v 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand --verbose 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'bedr;profiles;list'= {
            cand --region 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]'
            cand --profile 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]'
            cand --endpoint-url 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]'
            cand --max-attempts 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]'
            cand --connect-timeout 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]'
            cand --read-timeout 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]'
            cand --timeout 'Limit for the whole command [default: none]'
            cand --config 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]'
            cand --fault 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]'
            cand -o 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --output 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --error-format 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]'
            cand --sandbox 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
            cand -q 'Say nothing but warnings and errors [default: off]'
            cand --quiet 'Say nothing but warnings and errors [default: off]'
            cand -v 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand --verbose 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'bedr;inference-profiles;get'= {
            cand --region 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]'
            cand --profile 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]'
            cand --endpoint-url 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]'
            cand --max-attempts 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]'
            cand --connect-timeout 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]'
            cand --read-timeout 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]'
            cand --timeout 'Limit for the whole command [default: none]'
            cand --config 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]'
            cand --fault 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]'
            cand -o 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --output 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --error-format 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]'
            cand --sandbox 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
            cand -q 'Say nothing but warnings and errors [default: off]'
            cand --quiet 'Say nothing but warnings and errors [default: off]'
            cand -v 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand --verbose 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'bedr;profiles;get'= {
            cand --region 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]'
            cand --profile 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]'
            cand --endpoint-url 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]'
            cand --max-attempts 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]'
            cand --connect-timeout 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]'
            cand --read-timeout 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]'
            cand --timeout 'Limit for the whole command [default: none]'
            cand --config 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]'
            cand --fault 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]'
            cand -o 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --output 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --error-format 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]'
            cand --sandbox 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
            cand -q 'Say nothing but warnings and errors [default: off]'
            cand --quiet 'Say nothing but warnings and errors [default: off]'
            cand -v 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand --verbose 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'bedr;inference-profiles;help'= {
            cand list 'List the inference profiles of a region, the service''s and the account''s own'
            cand get 'Show one inference profile'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'bedr;inference-profiles;help;list'= {
        }
        &'bedr;inference-profiles;help;get'= {
        }
        &'bedr;inference-profiles;help;help'= {
        }
        &'bedr;profiles;help'= {
            cand list 'List the inference profiles of a region, the service''s and the account''s own'
            cand get 'Show one inference profile'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'bedr;profiles;help;list'= {
        }
        &'bedr;profiles;help;get'= {
        }
        &'bedr;profiles;help;help'= {
        }
        &'bedr;config'= {
            cand --region 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]'
            cand --profile 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]'
            cand --endpoint-url 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]'
            cand --max-attempts 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]'
            cand --connect-timeout 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]'
            cand --read-timeout 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]'
            cand --timeout 'Limit for the whole command [default: none]'
            cand --config 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]'
            cand --fault 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]'
            cand -o 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --output 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --error-format 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]'
            cand --sandbox 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
            cand -q 'Say nothing but warnings and errors [default: off]'
            cand --quiet 'Say nothing but warnings and errors [default: off]'
            cand -v 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand --verbose 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'bedr;sandbox'= {
            cand --port 'Port to listen on [default: a free one]'
            cand --region 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]'
            cand --profile 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]'
            cand --endpoint-url 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]'
            cand --max-attempts 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]'
            cand --connect-timeout 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]'
            cand --read-timeout 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]'
            cand --timeout 'Limit for the whole command [default: none]'
            cand --config 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]'
            cand --fault 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]'
            cand -o 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --output 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --error-format 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]'
            cand --sandbox 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
            cand -q 'Say nothing but warnings and errors [default: off]'
            cand --quiet 'Say nothing but warnings and errors [default: off]'
            cand -v 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand --verbose 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'bedr;completions'= {
            cand --region 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]'
            cand --profile 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]'
            cand --endpoint-url 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]'
            cand --max-attempts 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]'
            cand --connect-timeout 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]'
            cand --read-timeout 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]'
            cand --timeout 'Limit for the whole command [default: none]'
            cand --config 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]'
            cand --fault 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]'
            cand -o 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --output 'What to print: text (a table, for lists), or the service''s own JSON'
            cand --error-format 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]'
            cand --sandbox 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]'
            cand -q 'Say nothing but warnings and errors [default: off]'
            cand --quiet 'Say nothing but warnings and errors [default: off]'
            cand -v 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand --verbose 'Say on stderr what is sent where and when it was answered, never what it says [default: off]'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'bedr;help'= {
            cand converse 'Ask a model, one request format for all of them'
            cand invoke 'Send a body in the model provider''s own format: bytes in, bytes out'
            cand models 'Show which models a region has'
            cand inference-profiles 'Show the inference profiles of a region, by which most models are called'
            cand config 'Show each setting that is in force and where it was said'
            cand sandbox 'Serve a local stand-in for Bedrock, or run a command against one'
            cand completions 'Print the completion script of a shell'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'bedr;help;converse'= {
        }
        &'bedr;help;invoke'= {
        }
        &'bedr;help;models'= {
            cand list 'List the foundation models of a region'
            cand get 'Show one foundation model'
            cand resolve 'Find the id to call a model by'
            cand check 'Check for CI that models will live on'
        }
        &'bedr;help;models;list'= {
        }
        &'bedr;help;models;get'= {
        }
        &'bedr;help;models;resolve'= {
        }
        &'bedr;help;models;check'= {
        }
        &'bedr;help;inference-profiles'= {
            cand list 'List the inference profiles of a region, the service''s and the account''s own'
            cand get 'Show one inference profile'
        }
        &'bedr;help;inference-profiles;list'= {
        }
        &'bedr;help;inference-profiles;get'= {
        }
        &'bedr;help;config'= {
        }
        &'bedr;help;sandbox'= {
        }
        &'bedr;help;completions'= {
        }
        &'bedr;help;help'= {
        }
    ]
    $completions[$command]
}
