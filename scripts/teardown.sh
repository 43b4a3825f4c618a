#!/usr/bin/env bash
# Takes away what setup.sh made for one environment, in the reverse order, and says what it kept.
set -euo pipefail
((BASH_VERSINFO[0] >= 5)) || { echo "teardown.sh: bash 5 or newer is needed" >&2 && exit 1; }
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
usage: scripts/teardown.sh --environment ENV [--region REGION] [--profile NAME] [--config FILE] [--yes]

Deletes the gateway, its target and its URL parameter, then the stack with both functions and their
images. Asks for the environment's name first; --yes does not ask.
TEXT
}

fail() {
  echo "teardown.sh: $1" >&2
  exit "${2:-1}"
}

declare -a profile=()
config=(--config configs/bedrock-agentcore-config.json)
environment="" region="${AWS_REGION:-${AWS_DEFAULT_REGION:-us-east-1}}" yes=no

while (($#)); do
  case $1 in
  -h | --help) usage && exit 0 ;;
  --yes) yes=yes && shift && continue ;;
  esac
  case $1 in
  --environment) environment=${2-} ;;
  --region) region=${2-} ;;
  --profile) profile=(--profile "${2-}") ;;
  --config) config=(--config "${2-}") ;;
  *) fail "unknown flag $1; --help lists all" 2 ;;
  esac
  [[ -n ${2-} && $2 != --* ]] || fail "$1 needs a value; --help lists all" 2
  shift 2
done
[[ $environment =~ ^(dev|staging|prod)$ ]] || fail "--environment must be dev, staging or prod" 2

python=.venv/bin/python
[[ -x $python ]] || fail "there is no .venv here; setup.sh makes it"
sam=$(command -v sam || echo .venv-sam/bin/sam)
[[ -x $sam ]] || fail "the SAM CLI is missing: install it, or run \`make sam\`"
where=("${profile[@]}" --region "$region")

if [[ $yes == no ]]; then
  read -rp "Type $environment to delete its gateway and its stack: " typed || typed=""
  [[ $typed == "$environment" ]] || fail "nothing was deleted: that is not $environment"
fi

echo "[1/2] deleting the gateway" >&2
status=0
"$python" scripts/delete-gateway.py --environment "$environment" "${config[@]}" "${where[@]}" \
  --yes >&2 || status=$?
# 3: there is none, as after a teardown that stopped later on.
((status == 0 || status == 3)) || fail "stopped; run the same command again"

echo "[2/2] deleting the stack" >&2
"$sam" delete --stack-name "aws-operations-agent-$environment" "${where[@]}" --no-prompts >&2 ||
  fail "stopped; run the same command again"

cat <<TEXT
Kept:
  the table aws-operations-agent-conversations-$environment, with its conversations; to delete it:
    aws dynamodb delete-table --table-name aws-operations-agent-conversations-$environment --region $region
  the bucket of aws-sam-cli-managed-default, which other SAM projects may use
  the Okta application, and the client's settings and login on this machine
TEXT
