
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'bedr' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'bedr'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'bedr' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]')
            [CompletionResult]::new('--max-attempts', '--max-attempts', [CompletionResultType]::ParameterName, 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]')
            [CompletionResult]::new('--read-timeout', '--read-timeout', [CompletionResultType]::ParameterName, 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Limit for the whole command [default: none]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('converse', 'converse', [CompletionResultType]::ParameterValue, 'Ask a model, one request format for all of them')
            [CompletionResult]::new('invoke', 'invoke', [CompletionResultType]::ParameterValue, 'Send a body in the model provider''s own format: bytes in, bytes out')
            [CompletionResult]::new('models', 'models', [CompletionResultType]::ParameterValue, 'Show which models a region has')
            [CompletionResult]::new('inference-profiles', 'inference-profiles', [CompletionResultType]::ParameterValue, 'Show the inference profiles of a region, by which most models are called')
            [CompletionResult]::new('profiles', 'profiles', [CompletionResultType]::ParameterValue, 'Show the inference profiles of a region, by which most models are called')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Show each setting that is in force and where it was said')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Serve a local stand-in for Bedrock, or run a command against one')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bedr;converse' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Model id, inference profile id or ARN, passed on unchanged, or an alias of the configuration [default: the request''s, BEDR_MODEL, the configuration''s]')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'Model id, inference profile id or ARN, passed on unchanged, or an alias of the configuration [default: the request''s, BEDR_MODEL, the configuration''s]')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'System prompt; @FILE reads a file [default: none]')
            [CompletionResult]::new('--system', '--system', [CompletionResultType]::ParameterName, 'System prompt; @FILE reads a file [default: none]')
            [CompletionResult]::new('--max-tokens', '--max-tokens', [CompletionResultType]::ParameterName, 'Most tokens to generate [default: the model''s]')
            [CompletionResult]::new('--temperature', '--temperature', [CompletionResultType]::ParameterName, 'Randomness, 0 to 1; some models refuse it [default: the model''s]')
            [CompletionResult]::new('--top-p', '--top-p', [CompletionResultType]::ParameterName, 'Share of likely tokens to choose from, 0 to 1 [default: the model''s]')
            [CompletionResult]::new('--stop', '--stop', [CompletionResultType]::ParameterName, 'Stop when the model writes TEXT; repeatable [default: none]')
            [CompletionResult]::new('--request', '--request', [CompletionResultType]::ParameterName, 'Start from a whole Converse request, as `aws bedrock-runtime converse --cli-input-json` takes it; flags and PROMPT are laid over it, stdin is read only for `-` [default: none]')
            [CompletionResult]::new('--usage-log', '--usage-log', [CompletionResultType]::ParameterName, 'Append a JSON line about each answered call to FILE [default: BEDR_USAGE_LOG, none]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]')
            [CompletionResult]::new('--max-attempts', '--max-attempts', [CompletionResultType]::ParameterName, 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]')
            [CompletionResult]::new('--read-timeout', '--read-timeout', [CompletionResultType]::ParameterName, 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Limit for the whole command [default: none]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]')
            [CompletionResult]::new('--print-request', '--print-request', [CompletionResultType]::ParameterName, 'Write the request that would be sent, and end; needs no credentials and no network [default: off]')
            [CompletionResult]::new('--no-stdin', '--no-stdin', [CompletionResultType]::ParameterName, 'Do not read stdin, for `while read` loops [default: read it unless it is a terminal]')
            [CompletionResult]::new('--stream', '--stream', [CompletionResultType]::ParameterName, 'Call ConverseStream; with -o json the events as JSON Lines [default: on for text, off for JSON]')
            [CompletionResult]::new('--no-stream', '--no-stream', [CompletionResultType]::ParameterName, 'Call Converse and print the answer when it is whole [default: off for text, on for JSON]')
            [CompletionResult]::new('--allow-truncated', '--allow-truncated', [CompletionResultType]::ParameterName, 'Take an answer that was cut at max tokens for done: a warning instead of exit 10 [default: off]')
            [CompletionResult]::new('--usage', '--usage', [CompletionResultType]::ParameterName, 'Say on stderr how many tokens the call used [default: off]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bedr;invoke' {
            [CompletionResult]::new('--raw-body', '--raw-body', [CompletionResultType]::ParameterName, 'Body to send, as it is; - is stdin')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Model id, inference profile id or ARN, passed on unchanged, or an alias of the configuration [default: BEDR_MODEL, the configuration''s]')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'Model id, inference profile id or ARN, passed on unchanged, or an alias of the configuration [default: BEDR_MODEL, the configuration''s]')
            [CompletionResult]::new('--content-type', '--content-type', [CompletionResultType]::ParameterName, 'MIME type of the body')
            [CompletionResult]::new('--accept', '--accept', [CompletionResultType]::ParameterName, 'MIME type wanted of the answer')
            [CompletionResult]::new('--guardrail', '--guardrail', [CompletionResultType]::ParameterName, 'Guardrail to apply, with its version or DRAFT [default: none]')
            [CompletionResult]::new('--guardrail-trace', '--guardrail-trace', [CompletionResultType]::ParameterName, 'Report what the guardrail did in the answer [default: disabled]')
            [CompletionResult]::new('--service-tier', '--service-tier', [CompletionResultType]::ParameterName, 'Service tier: default, priority, flex, reserved, or a newer one [default: the service''s]')
            [CompletionResult]::new('--latency', '--latency', [CompletionResultType]::ParameterName, 'Latency: standard, optimized, or a newer one [default: the service''s]')
            [CompletionResult]::new('--usage-log', '--usage-log', [CompletionResultType]::ParameterName, 'Append a JSON line about each answered call to FILE [default: BEDR_USAGE_LOG, none]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]')
            [CompletionResult]::new('--max-attempts', '--max-attempts', [CompletionResultType]::ParameterName, 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]')
            [CompletionResult]::new('--read-timeout', '--read-timeout', [CompletionResultType]::ParameterName, 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Limit for the whole command [default: none]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]')
            [CompletionResult]::new('--stream', '--stream', [CompletionResultType]::ParameterName, 'Call InvokeModelWithResponseStream; with -o json the events as JSON Lines [default: off]')
            [CompletionResult]::new('--binary', '--binary', [CompletionResultType]::ParameterName, 'Write an answer that is not text to a terminal all the same [default: off]')
            [CompletionResult]::new('--usage', '--usage', [CompletionResultType]::ParameterName, 'Say on stderr how many tokens the call used [default: off]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bedr;models' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]')
            [CompletionResult]::new('--max-attempts', '--max-attempts', [CompletionResultType]::ParameterName, 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]')
            [CompletionResult]::new('--read-timeout', '--read-timeout', [CompletionResultType]::ParameterName, 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Limit for the whole command [default: none]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the foundation models of a region')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one foundation model')
            [CompletionResult]::new('resolve', 'resolve', [CompletionResultType]::ParameterValue, 'Find the id to call a model by')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check for CI that models will live on')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bedr;models;list' {
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Only models of this provider, by its name or its part of the id [default: all]')
            [CompletionResult]::new('--input-modality', '--input-modality', [CompletionResultType]::ParameterName, 'Only models that take this: TEXT, IMAGE, VIDEO, …; repeat it to ask for several [default: all]')
            [CompletionResult]::new('--output-modality', '--output-modality', [CompletionResultType]::ParameterName, 'Only models that make this: TEXT, IMAGE, EMBEDDING, …; repeat it to ask for several [default: all]')
            [CompletionResult]::new('--inference-type', '--inference-type', [CompletionResultType]::ParameterName, 'Only models that can be called so: ON_DEMAND, INFERENCE_PROFILE, PROVISIONED, … [default: all]')
            [CompletionResult]::new('--customization', '--customization', [CompletionResultType]::ParameterName, 'Only models that can be customised so: FINE_TUNING, CONTINUED_PRE_TRAINING, DISTILLATION, … [default: all]')
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'Only models in this state of their life: ACTIVE or LEGACY [default: all]')
            [CompletionResult]::new('--streaming', '--streaming', [CompletionResultType]::ParameterName, 'Only models that can stream their answer; =false for the others [default: all]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]')
            [CompletionResult]::new('--max-attempts', '--max-attempts', [CompletionResultType]::ParameterName, 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]')
            [CompletionResult]::new('--read-timeout', '--read-timeout', [CompletionResultType]::ParameterName, 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Limit for the whole command [default: none]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]')
            [CompletionResult]::new('--ids', '--ids', [CompletionResultType]::ParameterName, 'Print ids only, one a line [default: off]')
            [CompletionResult]::new('--all-kinds', '--all-kinds', [CompletionResultType]::ParameterName, 'Also what else can be called: provisioned throughputs, custom-model deployments, imported models, prompt routers, marketplace endpoints; patterns and --callable apply to them too [default: off]')
            [CompletionResult]::new('--callable', '--callable', [CompletionResultType]::ParameterName, 'Only models that can be called from here; with --ids every id to call them by, with -o json as a member `callable` [default: off]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bedr;models;get' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]')
            [CompletionResult]::new('--max-attempts', '--max-attempts', [CompletionResultType]::ParameterName, 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]')
            [CompletionResult]::new('--read-timeout', '--read-timeout', [CompletionResultType]::ParameterName, 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Limit for the whole command [default: none]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]')
            [CompletionResult]::new('--availability', '--availability', [CompletionResultType]::ParameterName, 'Also whether the account may call it: authorised, entitled, in the region, agreement [default: off]')
            [CompletionResult]::new('--pricing', '--pricing', [CompletionResultType]::ParameterName, 'Also the rate card of its Marketplace offers, where it has one [default: off]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bedr;models;resolve' {
            [CompletionResult]::new('--geo', '--geo', [CompletionResultType]::ParameterName, 'Geography of the profile: us, eu, apac, jp, us-gov, global, …; none asks for on-demand calls only [default: any but global]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]')
            [CompletionResult]::new('--max-attempts', '--max-attempts', [CompletionResultType]::ParameterName, 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]')
            [CompletionResult]::new('--read-timeout', '--read-timeout', [CompletionResultType]::ParameterName, 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Limit for the whole command [default: none]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bedr;models;check' {
            [CompletionResult]::new('--within', '--within', [CompletionResultType]::ParameterName, 'How long they must live on, such as 90d')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]')
            [CompletionResult]::new('--max-attempts', '--max-attempts', [CompletionResultType]::ParameterName, 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]')
            [CompletionResult]::new('--read-timeout', '--read-timeout', [CompletionResultType]::ParameterName, 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Limit for the whole command [default: none]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bedr;models;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the foundation models of a region')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one foundation model')
            [CompletionResult]::new('resolve', 'resolve', [CompletionResultType]::ParameterValue, 'Find the id to call a model by')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check for CI that models will live on')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bedr;models;help;list' {
            break
        }
        'bedr;models;help;get' {
            break
        }
        'bedr;models;help;resolve' {
            break
        }
        'bedr;models;help;check' {
            break
        }
        'bedr;models;help;help' {
            break
        }
        'bedr;inference-profiles' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]')
            [CompletionResult]::new('--max-attempts', '--max-attempts', [CompletionResultType]::ParameterName, 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]')
            [CompletionResult]::new('--read-timeout', '--read-timeout', [CompletionResultType]::ParameterName, 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Limit for the whole command [default: none]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the inference profiles of a region, the service''s and the account''s own')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one inference profile')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bedr;profiles' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]')
            [CompletionResult]::new('--max-attempts', '--max-attempts', [CompletionResultType]::ParameterName, 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]')
            [CompletionResult]::new('--read-timeout', '--read-timeout', [CompletionResultType]::ParameterName, 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Limit for the whole command [default: none]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the inference profiles of a region, the service''s and the account''s own')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one inference profile')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bedr;inference-profiles;list' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]')
            [CompletionResult]::new('--max-attempts', '--max-attempts', [CompletionResultType]::ParameterName, 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]')
            [CompletionResult]::new('--read-timeout', '--read-timeout', [CompletionResultType]::ParameterName, 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Limit for the whole command [default: none]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bedr;profiles;list' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]')
            [CompletionResult]::new('--max-attempts', '--max-attempts', [CompletionResultType]::ParameterName, 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]')
            [CompletionResult]::new('--read-timeout', '--read-timeout', [CompletionResultType]::ParameterName, 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Limit for the whole command [default: none]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bedr;inference-profiles;get' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]')
            [CompletionResult]::new('--max-attempts', '--max-attempts', [CompletionResultType]::ParameterName, 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]')
            [CompletionResult]::new('--read-timeout', '--read-timeout', [CompletionResultType]::ParameterName, 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Limit for the whole command [default: none]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bedr;profiles;get' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]')
            [CompletionResult]::new('--max-attempts', '--max-attempts', [CompletionResultType]::ParameterName, 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]')
            [CompletionResult]::new('--read-timeout', '--read-timeout', [CompletionResultType]::ParameterName, 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Limit for the whole command [default: none]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bedr;inference-profiles;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the inference profiles of a region, the service''s and the account''s own')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one inference profile')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bedr;inference-profiles;help;list' {
            break
        }
        'bedr;inference-profiles;help;get' {
            break
        }
        'bedr;inference-profiles;help;help' {
            break
        }
        'bedr;profiles;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the inference profiles of a region, the service''s and the account''s own')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one inference profile')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bedr;profiles;help;list' {
            break
        }
        'bedr;profiles;help;get' {
            break
        }
        'bedr;profiles;help;help' {
            break
        }
        'bedr;config' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]')
            [CompletionResult]::new('--max-attempts', '--max-attempts', [CompletionResultType]::ParameterName, 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]')
            [CompletionResult]::new('--read-timeout', '--read-timeout', [CompletionResultType]::ParameterName, 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Limit for the whole command [default: none]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bedr;sandbox' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port to listen on [default: a free one]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]')
            [CompletionResult]::new('--max-attempts', '--max-attempts', [CompletionResultType]::ParameterName, 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]')
            [CompletionResult]::new('--read-timeout', '--read-timeout', [CompletionResultType]::ParameterName, 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Limit for the whole command [default: none]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bedr;completions' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile''s region, the configuration''s]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the configuration''s, default]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models), AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile''s, the region''s]')
            [CompletionResult]::new('--max-attempts', '--max-attempts', [CompletionResultType]::ParameterName, 'Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile''s, 3]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]')
            [CompletionResult]::new('--read-timeout', '--read-timeout', [CompletionResultType]::ParameterName, 'Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Limit for the whole command [default: none]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force [default: BEDR_CONFIG, ~/.config/bedr/config.toml]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them [default: none]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (a table, for lists), or the service''s own JSON')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors [default: off]')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is sent where and when it was answered, never what it says [default: off]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'bedr;help' {
            [CompletionResult]::new('converse', 'converse', [CompletionResultType]::ParameterValue, 'Ask a model, one request format for all of them')
            [CompletionResult]::new('invoke', 'invoke', [CompletionResultType]::ParameterValue, 'Send a body in the model provider''s own format: bytes in, bytes out')
            [CompletionResult]::new('models', 'models', [CompletionResultType]::ParameterValue, 'Show which models a region has')
            [CompletionResult]::new('inference-profiles', 'inference-profiles', [CompletionResultType]::ParameterValue, 'Show the inference profiles of a region, by which most models are called')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Show each setting that is in force and where it was said')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Serve a local stand-in for Bedrock, or run a command against one')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bedr;help;converse' {
            break
        }
        'bedr;help;invoke' {
            break
        }
        'bedr;help;models' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the foundation models of a region')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one foundation model')
            [CompletionResult]::new('resolve', 'resolve', [CompletionResultType]::ParameterValue, 'Find the id to call a model by')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check for CI that models will live on')
            break
        }
        'bedr;help;models;list' {
            break
        }
        'bedr;help;models;get' {
            break
        }
        'bedr;help;models;resolve' {
            break
        }
        'bedr;help;models;check' {
            break
        }
        'bedr;help;inference-profiles' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the inference profiles of a region, the service''s and the account''s own')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one inference profile')
            break
        }
        'bedr;help;inference-profiles;list' {
            break
        }
        'bedr;help;inference-profiles;get' {
            break
        }
        'bedr;help;config' {
            break
        }
        'bedr;help;sandbox' {
            break
        }
        'bedr;help;completions' {
            break
        }
        'bedr;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
