#!/usr/bin/env bash
# Everything for one environment: checks, images, stack, gateway, target, client, one question.
# It can be run again after a failure at any step, and after a change.
set -euo pipefail
((BASH_VERSINFO[0] >= 5)) || { echo "setup.sh: bash 5 or newer is needed" >&2 && exit 1; }
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
usage: scripts/setup.sh --environment ENV --okta-domain DOMAIN --okta-client-id ID [more]

  --environment ENV       dev, staging or prod
  --okta-domain DOMAIN    host of the Okta organisation, such as dev-1.okta.com
  --okta-client-id ID     client id of the application that people sign in to
  --okta-server ID        its authorization server (default)
  --okta-audience AUD     the server's audience (api://default)
  --region REGION         AWS region (AWS_REGION, else us-east-1)
  --profile NAME          AWS profile
  --model-id ID           Claude model or inference profile on Bedrock
  --architecture ARCH     x86_64 or arm64
  --reader-role A,ARN,W   a further account: its alias, its reader role, its external id; repeatable
  --alarm-topic ARN       SNS topic that alarms are sent to
  --config FILE           another configs/bedrock-agentcore-config.json
  --no-question           do not log in and ask at the end
  --yes                   do not ask before the stack is changed
TEXT
}

fail() {
  echo "setup.sh: $1" >&2
  exit "${2:-1}"
}

step() {
  doing=$2
  echo "[$1/6] $2" >&2
}

# Standard output of the programs is their business; ours is the last line.
quietly() { "$@" >&2; }

declare -a profile=() overrides=() confirm=()
config=(--config configs/bedrock-agentcore-config.json)
declare -A okta=([domain]="" [client-id]="" [server]=default [audience]=api://default)
environment="" region="${AWS_REGION:-${AWS_DEFAULT_REGION:-us-east-1}}" question=yes
readers="" reader_arns="" architecture="" doing="reading the command line"

reader_role() {
  local alias arn word account
  IFS=, read -r alias arn word <<<"$1"
  account=$(cut -d: -f5 <<<"$arn")
  # The names of one's own account and of all are taken.
  [[ $alias =~ ^[A-Za-z0-9._-]+$ && ! $alias =~ ^(own|all)$ && $word =~ ^[A-Za-z0-9+=,.@:/_-]+$ &&
    $arn =~ ^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@/_-]+$ ]] ||
    fail "--reader-role is ALIAS,ROLE_ARN,EXTERNAL_ID: $1" 2
  # SAM reads a value in quotes, with those inside it escaped.
  readers+="${readers:+,}{\\\"alias\\\":\\\"$alias\\\",\\\"id\\\":\\\"$account\\\""
  readers+=",\\\"role_arn\\\":\\\"$arn\\\",\\\"external_id\\\":\\\"$word\\\"}"
  reader_arns+="${reader_arns:+,}$arn"
}

while (($#)); do
  case $1 in
  -h | --help) usage && exit 0 ;;
  --no-question) question=no && shift && continue ;;
  --yes) confirm=(--no-confirm-changeset) && shift && continue ;;
  esac
  case $1 in
  --environment) environment=${2-} ;;
  --okta-*) [[ -v okta[${1#--okta-}] ]] || fail "unknown flag $1; --help lists all" 2
    okta[${1#--okta-}]=${2-} ;;
  --region) region=${2-} ;;
  --profile) profile=(--profile "${2-}") ;;
  --config) config=(--config "${2-}") ;;
  --model-id) overrides+=("ModelId=${2-}") ;;
  --architecture) architecture=${2-} ;;
  --alarm-topic) overrides+=("AlarmTopicArn=${2-}") ;;
  --reader-role) reader_role "${2-}" ;;
  *) fail "unknown flag $1; --help lists all" 2 ;;
  esac
  [[ -n ${2-} && $2 != --* ]] || fail "$1 needs a value; --help lists all" 2
  shift 2
done
[[ $environment =~ ^(dev|staging|prod)$ ]] || fail "--environment must be dev, staging or prod" 2
[[ -n ${okta[domain]} && ! ${okta[domain]} == *//* ]] ||
  fail "--okta-domain must be a host such as dev-1.okta.com" 2
[[ -z $architecture || $architecture =~ ^(x86_64|arm64)$ ]] ||
  fail "--architecture must be x86_64 or arm64" 2
[[ -n ${okta[client-id]} ]] || fail "--okta-client-id is missing; docs/okta.md says where it is" 2

issuer="https://${okta[domain]}/oauth2/${okta[server]}"
overrides+=(
  "Environment=$environment" "OktaIssuer=$issuer"
  "OktaAudience=${okta[audience]}" "OktaClientIds=${okta[client-id]}"
)
[[ -z $architecture ]] || overrides+=("Architecture=$architecture")
[[ -z $readers ]] || overrides+=("ReaderRoles=\"[$readers]\"" "ReaderRoleArns=$reader_arns")
where=("${profile[@]}" --region "$region")
gateway=(--environment "$environment" "${config[@]}")
trap 'status=$?; ((status == 0)) || echo "setup.sh: stopped at \"$doing\". What is done stays" \
  "done: put right what is said above and run the same command again." >&2' EXIT

step 1 "checking tools and credentials"
python=.venv/bin/python
[[ -x $python ]] || quietly "${PYTHON:-python3}" scripts/venv.py requirements/run.txt
sam=$(command -v sam || echo .venv-sam/bin/sam)
[[ -x $sam ]] || fail "the SAM CLI is missing: install it, or run \`make sam\`"
command -v docker >/dev/null || fail "docker is missing; it builds the images"
docker version >/dev/null 2>&1 || fail "docker does not answer: start it, or set DOCKER_HOST"
quietly "$python" scripts/stack.py check --environment "$environment" "${where[@]}"

step 2 "building the images"
quietly "$sam" build --config-env "$environment" --parameter-overrides "${overrides[@]}"

step 3 "deploying the stack"
quietly "$sam" deploy --config-env "$environment" "${where[@]}" "${confirm[@]}" \
  --parameter-overrides "${overrides[@]}"

step 4 "creating the gateway and its target"
quietly "$python" -m gatewayctl configure "${gateway[@]}" --region "$region" \
  --okta-domain "${okta[domain]}" --okta-server "${okta[server]}" \
  --okta-client-id "${okta[client-id]}" --okta-audience "${okta[audience]}"
quietly "$python" scripts/create-gateway.py "${gateway[@]}" "${where[@]}"
quietly "$python" scripts/create-target.py "${gateway[@]}" "${where[@]}"

step 5 "pointing the client at it"
awsops=(.venv/bin/awsops --environment "$environment")
url=$("$python" scripts/stack.py output --environment "$environment" "${where[@]}" AgentFunctionUrl)
set_client() { quietly "${awsops[@]}" config set "$1" "$2"; }
set_client url "$url"
set_client region "$region"
set_client issuer "$issuer"
set_client client_id "${okta[client-id]}"
((${#profile[@]} == 0)) || set_client profile "${profile[1]}"

step 6 "asking a question"
if [[ $question == yes ]]; then
  [[ -n ${AWSOPS_TOKEN_FILE:-} ]] || quietly "${awsops[@]}" login
  quietly "${awsops[@]}" ask "What time is it? Use the tool."
else
  echo "not asked, as told; \`${awsops[*]} login\` comes first" >&2
fi

echo "${awsops[*]} chat"
