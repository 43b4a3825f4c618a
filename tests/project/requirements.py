"""What the project promises, and what shows it: a sentence, and the tests or figures behind it.

A test is named as `file::function` below `tests/`, a figure as `bench:NAME`.
"""

from collections.abc import Mapping

Promises = Mapping[str, tuple[str, ...]]

# The whole chain and its stand-ins.
CHAIN: Promises = {
    "One command answers a question through the whole chain and shows the tool call.": (
        "journeys/test_ask.py::test_a_question_is_answered_with_the_tool_call_shown",
    ),
    "The answer is what AWS itself says, in every region.": (
        "journeys/test_ask.py::test_the_rows_are_the_accounts_running_instances",
    ),
    "`--json` prints the events of the contract, one object a line.": (
        "journeys/test_ask.py::test_json_prints_the_events_one_object_a_line",
    ),
    "Exit status 0 is answered, 1 a failed turn, 2 wrong usage.": (
        "journeys/test_ask.py::test_wrong_usage_exits_with_2",
        "journeys/test_ask.py::test_a_failed_turn_exits_with_1_and_says_why",
    ),
    "Set-up says in one line what to do when something is missing.": (
        "project/test_venv.py::test_an_old_python_is_told_in_one_line",
        "project/test_venv.py::test_no_package_index_is_told_in_one_line",
        "local/test_aws.py::test_the_command_names_a_taken_port_in_one_line",
    ),
    "The sandbox prints every endpoint and a curl line that works.": (
        "journeys/test_up.py::test_the_printed_curl_line_answers",
    ),
    "The sample account is the same every time and holds what the insights look for.": (
        "local/seed/test_fill.py::test_two_fresh_accounts_are_the_same",
    ),
    "The Function URL is opened by a good signature only, with AWS's words otherwise.": (
        "journeys/test_function_url.py::test_curl_with_sigv4_streams_an_answer",
        "journeys/test_function_url.py::test_a_wrong_key_is_forbidden_as_aws_says_it",
        "journeys/test_function_url.py::test_an_unsigned_request_is_forbidden",
        "journeys/test_function_url.py::test_an_altered_body_or_a_stale_date_is_forbidden",
        "local/test_function_url.py::test_contexts_that_a_client_sends_are_dropped",
    ),
    "Plain text is there for terminals without a client.": (
        "journeys/test_function_url.py::test_plain_text_is_the_bare_answer",
    ),
    "Answers stream: what happens is told while it happens.": (
        "journeys/test_streaming.py::test_a_tool_call_is_announced_before_it_ends",
        "journeys/test_streaming.py::test_words_come_in_many_pieces",
        "local/test_function_url.py::test_an_answer_streams_as_it_is_written",
    ),
    "As on Lambda, the agent can be kept from learning that its client has gone.": (
        "local/test_function_url.py::test_a_blind_app_never_learns_that_its_client_has_gone",
    ),
    "A bad token is a 401, and no part of it is in any log.": (
        "journeys/test_bad_input.py::test_a_bad_token_is_a_401_and_nowhere_logged",
        "journeys/test_bad_input.py::test_no_token_is_a_401",
        "agent/test_identity.py::test_requests_are_logged_without_their_tokens",
    ),
    "A bad request is a 422 that names the field.": (
        "journeys/test_bad_input.py::test_a_bad_request_is_a_422_that_names_the_field",
        "agent/test_api.py::test_an_unknown_field_is_refused_by_name",
    ),
    "Each person sees their own conversations only; another's is a 404.": (
        "journeys/test_bad_input.py::test_an_unknown_conversation_is_a_404",
        "journeys/test_bad_input.py::test_another_persons_conversation_is_a_404",
        "agent/test_conversations.py::test_each_person_sees_their_own",
    ),
    "Gateway and target are what the project's own scripts made, as the AWS CLI sees them.": (
        "journeys/test_peers.py::test_the_aws_cli_reads_back_what_the_scripts_made",
        "gatewayctl/test_create_gateway.py::test_create_makes_what_the_configuration_says",
    ),
    "The tool function is invoked as on Lambda, directly and as the gateway does.": (
        "journeys/test_peers.py::test_boto3_invokes_the_tool_function_directly",
        "journeys/test_peers.py::test_the_aws_cli_invokes_it_as_the_gateway_does",
        "local/test_lambda_runtime.py::test_more_than_the_concurrency_is_throttled",
        "local/functions/test_worker.py::test_a_slow_function_is_killed",
    ),
    "All 20 tools answer over MCP, for clients that nobody here wrote.": (
        "journeys/test_peers.py::test_the_mcp_client_lists_twenty_tools_and_calls_each",
        "journeys/test_peers.py::test_the_mcp_inspector_lists_and_calls",
    ),
    "The gateway refuses as AgentCore does: tokens, versions, methods.": (
        "local/agentcore/test_inbound.py::test_a_bad_token_is_refused_and_a_narrow_one_forbidden",
        "local/test_gateway.py::test_a_version_that_is_not_enabled_is_refused",
    ),
    "The issuer speaks OpenID Connect: code with PKCE, rotating refresh tokens, Okta's claims.": (
        "local/test_issuer.py::test_authlib_logs_in_and_refreshes",
        "local/test_issuer.py::test_an_access_token_is_as_okta_writes_it",
    ),
    "The model of the sandbox is rules, says so, and takes no orders from account text.": (
        "local/test_planner_model.py::test_it_introduces_itself_once",
        "local/test_planner_model.py::test_tools_are_known_only_from_the_request",
        "local/test_planner_model.py::test_account_text_gives_no_orders",
    ),
    "Follow-ups narrow the question before them.": (
        "local/test_planner_model.py::test_a_follow_up_narrows_the_question_before_it",
    ),
    "The chain opens for another issuer, and the gateway passes MCP's own conformance tests.": (
        "journeys/test_foreign_issuer.py::test_a_login_at_oidc_provider_opens_every_lock",
        "journeys/test_conformance.py::test_the_gateway_conforms",
    ),
}

# The tool function.
TOOLS: Promises = {
    "Nothing outside the catalogue reaches AWS, of all the operations that botocore knows.": (
        "mcp_tool/test_readonly.py::test_no_operation_outside_the_catalogue_leaves",
    ),
    "The catalogue follows from botocore's models, IAM's access levels, reviewed exceptions.": (
        "project/test_catalog_fresh.py::test_the_catalogue_is_generated_and_up_to_date",
    ),
    "No secret leaves a tool.": (
        "mcp_tool/test_secrets.py::test_lists_hold_no_planted_secret",
        "mcp_tool/test_secrets.py::test_single_records_hold_no_planted_secret",
        "mcp_tool/test_canaries.py::test_no_canary_leaves_any_operation_and_nothing_else_is_masked",
    ),
    "What is no secret is not masked.": (
        "mcp_tool/test_secrets.py::test_in_the_clean_part_of_the_sample_account_nothing_is_masked",
    ),
    "200 instances fit into 20 KB with a cursor that returns each row once.": (
        "bench:payload",
        "mcp_tool/test_engine.py::test_two_hundred_instances_fit_into_twenty_kilobytes",
        "mcp_tool/test_engine.py::test_cursors_return_each_row_once",
    ),
    "Tools cost little beyond the call itself: warm, cold, many regions, many calls.": (
        "bench:tool-overhead",
        "bench:regions",
        "bench:concurrency",
        "bench:cold-import",
        "bench:cold-answer",
    ),
    "The schemas of the tools stay small, and the control plane accepts them.": (
        "bench:schema-size",
        "mcp_tool/test_schemas.py::test_the_control_plane_accepts_it",
    ),
    "Redaction costs next to nothing.": ("bench:redaction",),
    "Logs are read within bounds, line by line redacted, and marked as untrusted.": (
        "mcp_tool/test_log_reads.py::test_lines_are_of_the_last_hour_redacted_and_untrusted",
        "mcp_tool/test_log_reads.py::test_a_query_tells_what_it_scanned_and_what_that_costs",
    ),
    "A region that fails is an entry in the answer, not the end of it.": (
        "mcp_tool/test_reader.py::test_one_place_failing_leaves_the_others",
        "mcp_tool/test_reader.py::test_throttling_that_stays_is_reported_for_its_region",
    ),
    "Whatever a caller sends, the handler answers in its contract's JSON.": (
        "mcp_tool/test_bad_input.py::test_whatever_comes_the_answer_is_json",
        "mcp_tool/test_bad_input.py::test_bad_input_gets_a_clear_answer",
    ),
    "Plain reads of the core services are not refused, beside those that are named.": (
        "project/test_catalog_fresh.py::test_plain_reads_of_the_core_services_are_hardly_refused",
    ),
    "Above read level only what a person has reviewed can be called.": (
        "project/test_catalog_fresh.py::test_nothing_above_read_level_is_callable_unless_reviewed",
        "project/test_catalog_fresh.py::test_the_exceptions_above_read_level_are_few",
    ),
    "An operation without an IAM action of its name counts as a write, until it is reviewed.": (
        "cataloguing/test_verdict.py::test_an_operation_without_an_action_of_its_name_counts_as_a_write",
    ),
    "What gives secrets, data or changes something is refused with its reason.": (
        "mcp_tool/test_catalog.py::test_what_gives_secrets_or_changes_something_is_refused",
        "mcp_tool/test_secrets.py::test_what_hands_out_secrets_or_data_is_refused",
    ),
    "Nothing signs a request beside the hook.": (
        "mcp_tool/test_signing.py::test_no_file_calls_a_helper_that_signs_alone",
        "mcp_tool/test_signing.py::test_every_helper_of_botocore_that_signs_alone_is_known",
    ),
    "Roles, the region list and the end of a query go through a door no tool request reaches.": (
        "mcp_tool/aws/test_clients.py::test_the_door_is_a_client_of_its_own",
        "mcp_tool/test_readonly.py::test_a_request_does_not_reach_what_the_door_sends",
    ),
    "All regions are the account's enabled ones; all accounts are read with their reader roles.": (
        "mcp_tool/test_reader.py::test_every_enabled_region_is_read_and_no_other",
        "mcp_tool/test_engine.py::test_all_accounts_are_read_with_their_reader_roles",
    ),
    "A deadline or a ceiling ends the reading, with what was read and a cursor that goes on.": (
        "mcp_tool/test_reader.py::test_the_deadline_leaves_what_was_read_and_where_to_go_on",
        "mcp_tool/test_reader.py::test_the_row_ceiling_ends_the_reading",
        "mcp_tool/test_reader.py::test_a_cursor_goes_on_at_its_page",
    ),
    "Throttling is retried, then reported for its region.": (
        "mcp_tool/test_reader.py::test_throttling_is_tried_again",
        "mcp_tool/test_reader.py::test_throttling_that_stays_is_reported_for_its_region",
    ),
    "Eight calls at once answer as they do alone.": (
        "mcp_tool/test_engine.py::test_eight_calls_at_once_answer_as_they_do_alone",
    ),
    "Columns are chosen or derived, tags are columns, numbers carry their unit.": (
        "mcp_tool/shaping/test_columns.py::test_chosen_columns_exist_in_the_api",
        "mcp_tool/shaping/test_columns.py::test_derived_columns_begin_with_identifiers_names_and_states",
        "mcp_tool/shaping/test_columns.py::test_numbers_carry_their_unit",
        "mcp_tool/test_table.py::test_tags_are_columns_by_how_common_they_are",
    ),
    "A projection chooses what is shown and is no way around redaction.": (
        "mcp_tool/test_engine.py::test_a_projection_replaces_the_columns",
        "mcp_tool/test_log_reads.py::test_a_projection_is_no_way_around_redaction",
    ),
    "The commands print the answer, the plan, the catalogue and the schemas.": (
        "mcp_tool/test_main.py::test_call_prints_the_answer",
        "mcp_tool/test_main.py::test_plan_shows_what_words_would_read",
        "mcp_tool/test_main.py::test_catalog_lists_operations_as_json_lines",
        "mcp_tool/test_main.py::test_schemas_prints_the_payload",
    ),
    "Bad input is told without asking AWS.": (
        "mcp_tool/test_bad_input.py::test_bad_input_is_answered_without_asking_aws",
    ),
}

# The agent.
AGENT: Promises = {
    "A dependency that is down is a 502 or 503; a failing model an event, the message kept.": (
        "agent/test_api.py::test_a_gateway_that_is_down_is_502",
        "agent/test_api.py::test_a_table_that_is_gone_is_503",
        "agent/test_turn.py::test_a_model_that_is_down_keeps_the_message",
        "agent/test_turn.py::test_a_model_that_breaks_off_is_an_error_event",
    ),
    "A warm turn with one tool call is one request to the gateway.": (
        "agent/test_gateway.py::test_a_warm_call_is_one_request",
    ),
    "One user's session never serves another.": (
        "agent/test_gateway.py::test_a_session_serves_its_own_token_only",
    ),
    "The prefix that Bedrock caches does not change from turn to turn.": (
        "agent/test_history.py::test_system_and_tools_are_the_same_bytes_in_ten_turns",
    ),
    "Writers at once lose nothing, and an answer of any size comes back whole.": (
        "agent/test_store.py::test_fifty_writers_get_fifty_turns",
        "agent/test_store.py::test_any_answer_comes_back_whole",
    ),
    "Stopping a turn keeps what was written.": (
        "agent/test_stop.py::test_stop_ends_the_turn_and_keeps_what_was_written",
    ),
    "The agent's OpenAPI is true.": (
        "agent/test_openapi.py::test_every_operation_does_what_its_description_says",
    ),
    "The time budgets nest.": ("agent/test_settings.py::test_the_time_budgets_nest",),
    "The system prompt and every tool reach Bedrock.": (
        "agent/test_turn.py::test_the_system_prompt_and_every_tool_reach_bedrock",
    ),
    "History is whole turns, old results cut to their summary, in a window that moves in steps.": (
        "agent/test_conversation.py::test_old_results_are_cut_to_their_summary",
        "agent/test_conversation.py::test_the_window_moves_in_steps",
        "agent/test_history.py::test_the_window_drops_in_steps",
    ),
    "A turn has a ceiling of model calls and of time.": (
        "agent/test_turn.py::test_the_ceiling_of_model_calls_ends_a_turn",
        "agent/test_turn.py::test_a_turn_ends_when_its_time_is_up",
    ),
    "The three kinds of a tool's failure are told apart for the model.": (
        "agent/test_turn.py::test_the_three_kinds_of_tool_failure_are_told_apart",
    ),
    "The gateway's URL is read once in five minutes, and again when the gateway has moved.": (
        "agent/test_gateway.py::test_the_url_is_kept_for_five_minutes",
        "agent/test_gateway.py::test_a_gateway_that_moved_is_found",
        "agent/test_gateway.py::test_a_missing_parameter_is_not_configured",
    ),
    "A process that dies leaves the question, and a turn that reads as interrupted.": (
        "agent/test_killed.py::test_a_question_outlives_the_process",
        "agent/test_store.py::test_a_turn_nobody_ended_reads_as_interrupted",
    ),
    "Listing is a query, deleting all is the owner's only, expired items never show.": (
        "agent/test_store.py::test_listing_is_a_query_on_the_index",
        "agent/test_store.py::test_expired_items_never_show",
        "agent/test_store_deletion.py::test_deleting_all_takes_the_owners_and_no_others",
        "agent/test_store_deletion.py::test_a_deletion_cut_off_hides_and_can_be_finished",
    ),
    "An export equals what was said.": (
        "agent/test_conversations.py::test_an_export_equals_what_was_said",
    ),
    "A forged key id neither empties the keys nor asks the issuer again and again.": (
        "agent/test_jwks.py::test_a_forged_token_does_not_lose_the_keys",
        "agent/test_jwks.py::test_made_up_key_ids_cost_one_fetch_a_minute",
    ),
    "Without keys nobody can be checked, and that is a 503.": (
        "agent/test_jwks.py::test_without_keys_nobody_can_be_checked",
    ),
    "Who asks too much in a minute is told when to come again.": (
        "agent/test_api.py::test_too_many_questions_in_a_minute_are_429",
        "agent/test_limits.py::test_turns_are_counted_by_minute_and_caller",
    ),
    "The log tells of each turn and nothing of what was said.": (
        "agent/test_logs.py::test_a_turn_is_told_in_one_line",
        "agent/test_logs.py::test_what_was_said_stays_out_of_the_log",
        "agent/test_logs.py::test_a_turn_is_measured",
    ),
    "One trace and one message id run from the client to the tool.": (
        "journeys/test_trace.py::test_one_trace_and_one_message_id_run_through_the_chain",
        "agent/test_trace.py::test_a_tool_call_has_one_id_on_both_sides",
    ),
    "A stopped turn hangs up on its model.": (
        "agent/test_stop.py::test_the_model_of_a_stopped_turn_is_hung_up_on",
    ),
    "A table that goes away in the middle of a turn is told, and loses no question.": (
        "faults/test_matrix.py::test_a_table_that_goes_away_in_the_middle_of_a_turn",
    ),
    "A fault between any two hops is said clearly, and the next turn works.": (
        "faults/test_matrix.py::test_a_fault_is_said_clearly",
    ),
    "Turns leave nothing behind.": (
        "soak/test_soak.py::test_two_hundred_turns_leave_nothing_behind",
        "agent/test_leaks.py::test_turns_that_end_and_turns_that_are_left_leave_nothing",
    ),
    "First words come fast, many people at once; writes do not grow with a conversation.": (
        "bench:first-byte",
        "bench:turn-overhead",
        "bench:streams",
        "bench:store",
        "bench:start",
    ),
}

# Plain words and insights.
WORDS: Promises = {
    "Regions, times, ids, tags, counts and comparisons are understood.": (
        "mcp_tool/words/test_question.py::test_regions_are_found_by_id_and_by_place",
        "mcp_tool/words/test_question.py::test_ids_arns_and_names_are_found",
        "mcp_tool/words/test_question.py::test_how_many_and_in_which_order",
        "mcp_tool/words/test_times.py::test_a_span_is_found",
        "mcp_tool/words/test_tags.py::test_a_tag_is_found_as_it_was_written",
        "mcp_tool/words/test_measures.py::test_a_comparison_is_found_in_the_smallest_unit_of_its_kind",
    ),
    "A condition becomes a parameter where the API has one, else a row filter, and it is said.": (
        "mcp_tool/words/test_conditioner.py::test_what_an_api_can_be_asked_is_asked",
        "mcp_tool/words/test_conditioner.py::test_what_an_api_cannot_be_asked_is_left_to_the_rows",
        "mcp_tool/words/test_conditioner.py::test_what_became_of_a_condition_is_told",
    ),
    "Words that fit badly come back with candidates.": (
        "mcp_tool/test_resolver.py::test_words_that_fit_badly_come_back_with_candidates",
        "mcp_tool/test_resolver.py::test_words_that_fit_nothing_are_ambiguous",
    ),
    "Words that ask for a change or a secret are refused as such.": (
        "mcp_tool/test_resolver.py::test_words_that_ask_for_a_change_are_refused_as_such",
        "mcp_tool/test_resolver.py::test_words_that_ask_for_a_secret_are_refused_with_its_reason",
    ),
    "A plan is one JSON object of fixed keys, alone or in a batch.": (
        "mcp_tool/test_preview.py::test_a_plan_is_one_object_of_fixed_keys",
        "mcp_tool/test_main.py::test_plan_takes_a_batch",
    ),
    "A resolved question costs little.": ("bench:resolver",),
    "Each insight finds its case, leaves its near miss, and proves each row by the API's values.": (
        "mcp_tool/insights/test_registry.py::test_an_insight_finds_something_and_proves_it",
        "mcp_tool/insights/test_registry.py::test_an_insight_reads_exactly_what_it_declares",
        "mcp_tool/insights/test_registry.py::test_an_insight_reads_operations_of_the_catalogue",
    ),
    "An insight says what it could not read.": (
        "mcp_tool/insights/test_answers.py::test_what_could_not_be_read_is_an_error_of_the_answer",
        "mcp_tool/insights/test_insight.py::test_a_call_for_which_there_was_no_time_makes_the_run_inexact",
    ),
    "People's questions get the right tool and rows through the whole chain.": (
        "evals/test_chain.py::test_questions_are_answered_through_the_whole_chain",
        "evals/test_chain.py::test_the_questions_are_spread_over_all_service_tools",
    ),
}

# Deployment.
DEPLOY: Promises = {
    "The locks pin by hash and name no address.": (
        "project/test_locks.py::test_a_lock_pins_by_hash_and_names_no_address",
    ),
    "The template makes what the design names.": (
        "project/test_template.py::test_the_stack_has_these_resources_and_no_other",
        "project/test_template.py::test_the_agent_is_an_image_of_the_promised_size",
        "project/test_template.py::test_the_table_is_the_designs",
        "project/test_template.py::test_alarms_watch_errors_throttles_duration_5xx_and_the_table",
    ),
    "Every statement of every role is asserted.": (
        "project/test_template_iam.py::test_no_statement_is_left_out",
        "project/test_template_iam.py::test_the_tool_role_is_cut_down_to_the_catalogue",
        "project/test_template_iam.py::test_the_gateway_role_is_for_this_gateway",
    ),
    "Each operation of the catalogue is allowed by the rendered policies, all else is denied.": (
        "project/test_policies_simulated.py::test_every_allowed_operation_is_allowed",
        "project/test_policies_simulated.py::test_every_refused_operation_is_denied",
        "project/test_policies_simulated.py::test_every_write_of_the_tools_services_is_denied",
        "project/test_policies_live.py::test_reads_of_the_catalogue_go_through",
        "project/test_policies_live.py::test_writes_are_denied",
    ),
    "What the agent calls is what its role allows.": (
        "project/test_agent_calls.py::test_the_agent_calls_what_its_role_allows_and_nothing_else",
    ),
    "A policy fits where AWS keeps it.": (
        "project/test_policies.py::test_a_policy_is_short_enough_for_aws",
    ),
    "Both images are built by SAM and answer.": (
        "images/test_images.py::test_sam_invokes_a_tool_that_reads_an_account",
        "images/test_images.py::test_the_agent_image_streams_an_answer",
        "images/test_emulator.py::test_the_tool_name_arrives_by_the_client_context",
    ),
    "One command brings an environment up, one takes it down.": (
        "images/test_setup.py::test_an_environment_comes_up_and_goes_down_by_one_command_each",
    ),
    "A dry run prints the exact plan and writes nothing; a second run finds nothing to do.": (
        "gatewayctl/test_create_gateway.py::test_a_dry_run_prints_the_exact_plan_and_writes_nothing",
        "gatewayctl/test_create_gateway.py::test_creating_again_finds_nothing_to_do",
    ),
    "An update shows its difference and asks; a deletion takes targets first and wants the name.": (
        "gatewayctl/test_gateway.py::test_update_asks_and_takes_no_for_an_answer",
        "gatewayctl/test_gateway.py::test_delete_takes_the_targets_first_and_waits_until_all_is_gone",
        "gatewayctl/test_gateway.py::test_delete_wants_the_name",
    ),
    "Every problem of the configuration is reported at once; a write changes its lines only.": (
        "gatewayctl/test_config_file.py::test_every_problem_is_reported_at_once",
        "gatewayctl/test_config_file.py::test_recording_changes_the_lines_of_one_environment_only",
    ),
    "Each attack that the threat model names has a guard with a test.": (
        "project/test_deployment_docs.py::test_every_row_of_the_threat_model_names_a_test",
        "project/test_deployment_docs.py::test_a_test_that_the_threat_model_names_exists",
    ),
}

# Awsops.
CLIENT: Promises = {
    "The answer goes to standard output and all else to standard error.": (
        "client/test_ask.py::test_the_answer_goes_to_standard_output_and_all_else_to_standard_error",
    ),
    "Ctrl-C stops the answer and keeps the chat.": (
        "client/test_terminal.py::test_ctrl_c_stops_the_answer_and_keeps_the_chat",
    ),
    "A login is PKCE on a loopback redirect, or a device code.": (
        "client/test_login.py::test_a_login_asks_with_a_challenge_and_gets_tokens",
        "client/test_device.py::test_a_device_waits_until_somebody_approves",
    ),
    "Tokens are renewed before their end and once when refused, and never shown.": (
        "client/test_tokens.py::test_a_token_is_renewed_a_minute_before_its_end",
        "client/test_tokens.py::test_a_refused_token_is_renewed",
        "client/test_commands.py::test_no_token_is_ever_shown",
    ),
    "A conversation can be renamed, and not over a title that was not seen.": (
        "client/test_conversations.py::test_a_conversation_gets_another_title",
        "client/test_conversations.py::test_a_title_is_not_written_over_one_that_was_not_seen",
    ),
    "No answer outlasts its time.": (
        "client/test_connection.py::test_an_answer_that_trickles_has_its_time_too",
    ),
    "A question that may have been taken is not asked twice.": (
        "client/test_connection.py::test_a_question_that_may_have_been_taken_is_not_asked_twice",
    ),
    "Each failure has a sentence and an exit status of its own.": (
        "client/test_status.py::test_every_error_has_a_status_of_its_own",
    ),
    "Hostile names stay text in the terminal.": (
        "client/test_terminal.py::test_hostile_names_stay_text",
    ),
    "The doctor names what is wrong and the fix.": (
        "client/test_doctor.py::test_all_is_well",
        "client/test_doctor.py::test_a_wrong_clock",
        "client/test_doctor.py::test_nothing_at_the_url",
    ),
    "Neither AWS keys nor tokens reach the browser, and only its own page may ask.": (
        "client/web/test_turns.py::test_no_answer_holds_a_secret",
        "client/web/test_guard.py::test_the_code_opens_one_session_once",
        "client/web/test_guard.py::test_no_route_answers_without_both_halves_of_the_pass",
        "client/web/test_guard.py::test_another_host_is_refused",
        "client/web/test_guard.py::test_another_origin_is_refused",
        "client/web/test_guard.py::test_every_answer_has_the_whole_policy",
    ),
    "In the browser hostile names stay text, and a reload loses nothing.": (
        "browser/test_hostile.py::test_markup_in_an_answer_stays_text",
        "browser/test_hostile.py::test_characters_that_mislead_are_shown_as_what_they_are",
        "browser/test_asking.py::test_a_reload_in_the_middle_loses_nothing",
        "browser/test_server_gone.py::test_the_page_waits_for_its_server_and_goes_on",
    ),
    "The page is read by everybody: axe-core finds nothing, keys do everything.": (
        "browser/test_accessibility.py::test_answers_with_a_chart_a_table_and_hostile_words",
        "browser/test_keyboard.py::test_everything_is_done_by_keys",
    ),
    "Help comes fast and the manual is what the code says.": (
        "bench:cli-start",
        "client/test_commands.py::test_the_manual_is_what_the_code_says",
    ),
}

REQUIREMENTS: Promises = {**CHAIN, **TOOLS, **WORDS, **AGENT, **DEPLOY, **CLIENT}
