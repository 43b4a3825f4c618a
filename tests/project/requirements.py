"""What the project promises, and what shows it: a sentence, and the tests or figures behind it.

A test is named as `file::function` below `tests/`, a figure as `bench:NAME`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Requirement:
    """One promise, in a sentence, and what shows that it is kept."""

    promise: str
    shown_by: tuple[str, ...]


REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        "One command answers a question through the whole chain and shows the tool call.",
        ("journeys/test_ask.py::test_a_question_is_answered_with_the_tool_call_shown",),
    ),
    Requirement(
        "The answer is what AWS itself says, in every region.",
        ("journeys/test_ask.py::test_the_rows_are_the_accounts_running_instances",),
    ),
    Requirement(
        "`--json` prints the events of the contract, one object a line.",
        ("journeys/test_ask.py::test_json_prints_the_events_one_object_a_line",),
    ),
    Requirement(
        "Exit status 0 is answered, 1 a failed turn, 2 wrong usage.",
        (
            "journeys/test_ask.py::test_wrong_usage_exits_with_2",
            "journeys/test_ask.py::test_a_failed_turn_exits_with_1_and_says_why",
        ),
    ),
    Requirement(
        "Set-up says in one line what to do when something is missing.",
        (
            "project/test_venv.py::test_an_old_python_is_told_in_one_line",
            "project/test_venv.py::test_no_package_index_is_told_in_one_line",
            "local/test_aws.py::test_the_command_names_a_taken_port_in_one_line",
        ),
    ),
    Requirement(
        "The sandbox prints every endpoint and a curl line that works.",
        ("journeys/test_up.py::test_the_printed_curl_line_answers",),
    ),
    Requirement(
        "The sample account is the same every time and holds what the insights look for.",
        ("local/seed/test_fill.py::test_two_fresh_accounts_are_the_same",),
    ),
    Requirement(
        "The Function URL is opened by a good signature only, with AWS's words otherwise.",
        (
            "journeys/test_function_url.py::test_curl_with_sigv4_streams_an_answer",
            "journeys/test_function_url.py::test_a_wrong_key_is_forbidden_as_aws_says_it",
            "journeys/test_function_url.py::test_an_unsigned_request_is_forbidden",
            "journeys/test_function_url.py::test_an_altered_body_or_a_stale_date_is_forbidden",
            "local/test_function_url.py::test_contexts_that_a_client_sends_are_dropped",
        ),
    ),
    Requirement(
        "Plain text is there for terminals without a client.",
        ("journeys/test_function_url.py::test_plain_text_is_the_bare_answer",),
    ),
    Requirement(
        "Answers stream: what happens is told while it happens.",
        (
            "journeys/test_streaming.py::test_a_tool_call_is_announced_before_it_ends",
            "journeys/test_streaming.py::test_words_come_in_many_pieces",
            "local/test_function_url.py::test_an_answer_streams_as_it_is_written",
        ),
    ),
    Requirement(
        "As on Lambda, the agent can be kept from learning that its client has gone.",
        ("local/test_function_url.py::test_a_blind_app_never_learns_that_its_client_has_gone",),
    ),
    Requirement(
        "A bad token is a 401, and no part of it is in any log.",
        (
            "journeys/test_bad_input.py::test_a_bad_token_is_a_401_and_nowhere_logged",
            "journeys/test_bad_input.py::test_no_token_is_a_401",
            "agent/test_identity.py::test_requests_are_logged_without_their_tokens",
        ),
    ),
    Requirement(
        "A bad request is a 422 that names the field.",
        (
            "journeys/test_bad_input.py::test_a_bad_request_is_a_422_that_names_the_field",
            "agent/test_api.py::test_an_unknown_field_is_refused_by_name",
        ),
    ),
    Requirement(
        "Each person sees their own conversations only; another's is a 404.",
        (
            "journeys/test_bad_input.py::test_an_unknown_conversation_is_a_404",
            "journeys/test_bad_input.py::test_another_persons_conversation_is_a_404",
            "agent/test_conversations.py::test_each_person_sees_their_own",
        ),
    ),
    Requirement(
        "A dependency that is down is a 502 or 503; a failing model an event, the message kept.",
        (
            "agent/test_api.py::test_a_gateway_that_is_down_is_502",
            "agent/test_api.py::test_a_table_that_is_gone_is_503",
            "agent/test_turn.py::test_a_model_that_is_down_keeps_the_message",
            "agent/test_turn.py::test_a_model_that_breaks_off_is_an_error_event",
        ),
    ),
    Requirement(
        "Gateway and target are what the project's own scripts made, as the AWS CLI sees them.",
        (
            "journeys/test_peers.py::test_the_aws_cli_reads_back_what_the_scripts_made",
            "gatewayctl/test_create_gateway.py::test_create_makes_what_the_configuration_says",
        ),
    ),
    Requirement(
        "The tool function is invoked as on Lambda, directly and as the gateway does.",
        (
            "journeys/test_peers.py::test_boto3_invokes_the_tool_function_directly",
            "journeys/test_peers.py::test_the_aws_cli_invokes_it_as_the_gateway_does",
            "local/test_lambda_runtime.py::test_more_than_the_concurrency_is_throttled",
            "local/functions/test_worker.py::test_a_slow_function_is_killed",
        ),
    ),
    Requirement(
        "All 20 tools answer over MCP, for clients that nobody here wrote.",
        (
            "journeys/test_peers.py::test_the_mcp_client_lists_twenty_tools_and_calls_each",
            "journeys/test_peers.py::test_the_mcp_inspector_lists_and_calls",
        ),
    ),
    Requirement(
        "The gateway refuses as AgentCore does: tokens, versions, methods.",
        (
            "local/agentcore/test_inbound.py::test_a_bad_token_is_refused_and_a_narrow_one_forbidden",
            "local/test_gateway.py::test_a_version_that_is_not_enabled_is_refused",
        ),
    ),
    Requirement(
        "The issuer speaks OpenID Connect: code with PKCE, rotating refresh tokens, Okta's claims.",
        (
            "local/test_issuer.py::test_authlib_logs_in_and_refreshes",
            "local/test_issuer.py::test_an_access_token_is_as_okta_writes_it",
        ),
    ),
    Requirement(
        "The model of the sandbox is rules, says so, and takes no orders from account text.",
        (
            "local/test_planner_model.py::test_it_introduces_itself_once",
            "local/test_planner_model.py::test_tools_are_known_only_from_the_request",
            "local/test_planner_model.py::test_account_text_gives_no_orders",
        ),
    ),
    Requirement(
        "Follow-ups narrow the question before them.",
        ("local/test_planner_model.py::test_a_follow_up_narrows_the_question_before_it",),
    ),
    Requirement(
        "Nothing outside the catalogue reaches AWS, of all the operations that botocore knows.",
        ("mcp_tool/test_readonly.py::test_no_operation_outside_the_catalogue_leaves",),
    ),
    Requirement(
        "The catalogue follows from botocore's models, IAM's access levels, reviewed exceptions.",
        ("project/test_catalog_fresh.py::test_the_catalogue_is_generated_and_up_to_date",),
    ),
    Requirement(
        "No secret leaves a tool.",
        (
            "mcp_tool/test_secrets.py::test_lists_hold_no_planted_secret",
            "mcp_tool/test_secrets.py::test_single_records_hold_no_planted_secret",
            "mcp_tool/test_canaries.py::test_no_canary_leaves_any_operation_and_nothing_else_is_masked",
        ),
    ),
    Requirement(
        "What is no secret is not masked.",
        (
            "mcp_tool/test_secrets.py::test_in_the_clean_part_of_the_sample_account_nothing_is_masked",
        ),
    ),
    Requirement(
        "200 instances fit into 20 KB with a cursor that returns each row once.",
        (
            "bench:payload",
            "mcp_tool/test_engine.py::test_two_hundred_instances_fit_into_twenty_kilobytes",
            "mcp_tool/test_engine.py::test_cursors_return_each_row_once",
        ),
    ),
    Requirement(
        "Tools cost little beyond the call itself: warm, cold, many regions, many calls.",
        (
            "bench:tool-overhead",
            "bench:regions",
            "bench:concurrency",
            "bench:cold-import",
            "bench:cold-answer",
        ),
    ),
    Requirement(
        "The schemas of the tools stay small, and the control plane accepts them.",
        (
            "bench:schema-size",
            "mcp_tool/test_schemas.py::test_the_control_plane_accepts_it",
        ),
    ),
    Requirement(
        "Redaction costs next to nothing.",
        ("bench:redaction",),
    ),
    Requirement(
        "Logs are read within bounds, line by line redacted, and marked as untrusted.",
        (
            "mcp_tool/test_log_reads.py::test_lines_are_of_the_last_hour_redacted_and_untrusted",
            "mcp_tool/test_log_reads.py::test_a_query_tells_what_it_scanned_and_what_that_costs",
        ),
    ),
    Requirement(
        "A region that fails is an entry in the answer, not the end of it.",
        (
            "mcp_tool/test_reader.py::test_one_place_failing_leaves_the_others",
            "mcp_tool/test_reader.py::test_throttling_that_stays_is_reported_for_its_region",
        ),
    ),
    Requirement(
        "Whatever a caller sends, the handler answers in its contract's JSON.",
        (
            "mcp_tool/test_engine.py::test_whatever_comes_the_answer_is_json",
            "mcp_tool/test_engine.py::test_bad_input_gets_a_clear_answer",
        ),
    ),
    Requirement(
        "A warm turn with one tool call is one request to the gateway.",
        ("agent/test_gateway.py::test_a_warm_call_is_one_request",),
    ),
    Requirement(
        "One user's session never serves another.",
        ("agent/test_gateway.py::test_a_session_serves_its_own_token_only",),
    ),
    Requirement(
        "The prefix that Bedrock caches does not change from turn to turn.",
        ("agent/test_history.py::test_system_and_tools_are_the_same_bytes_in_ten_turns",),
    ),
    Requirement(
        "Writers at once lose nothing, and an answer of any size comes back whole.",
        (
            "agent/test_store.py::test_fifty_writers_get_fifty_turns",
            "agent/test_store.py::test_any_answer_comes_back_whole",
        ),
    ),
    Requirement(
        "Stopping a turn keeps what was written.",
        ("agent/test_stop.py::test_stop_ends_the_turn_and_keeps_what_was_written",),
    ),
    Requirement(
        "The agent's OpenAPI is true.",
        ("agent/test_openapi.py::test_every_operation_does_what_its_description_says",),
    ),
    Requirement(
        "The time budgets nest.",
        ("agent/test_settings.py::test_the_time_budgets_nest",),
    ),
    Requirement(
        "The locks pin by hash and name no address.",
        ("project/test_locks.py::test_a_lock_pins_by_hash_and_names_no_address",),
    ),
    Requirement(
        "The chain opens for another issuer, and the gateway passes MCP's own conformance tests.",
        (
            "journeys/test_foreign_issuer.py::test_a_login_at_oidc_provider_opens_every_lock",
            "journeys/test_conformance.py::test_the_gateway_conforms",
        ),
    ),
)
