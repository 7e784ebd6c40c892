#!/bin/sh
# Asks every operation of a running installation for answers that its own document does not
# promise: server errors, unknown statuses, other content types, bodies of another shape.
#
#   COVENANT_PYTHON=/path/to/python Tests/http/schemathesis.sh http://127.0.0.1:8080 cov_TOKEN
#
# Ends with 0 when nothing was found, 1 when something was, 2 when it could not run.
set -u
if [ "$#" -ne 2 ]; then
    echo "usage: $0 BASE_URL TOKEN" >&2
    exit 2
fi
base=${1%/}
python=${COVENANT_PYTHON:-python3}
tool=$(dirname "$(command -v "$python" || echo "$python")")/schemathesis
if [ ! -x "$tool" ]; then
    echo "schemathesis is not installed beside $python: run bin/setup," >&2
    echo "or name its Python with COVENANT_PYTHON" >&2
    exit 2
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2
# How fast answers come is measured elsewhere: this may share two cores with every other test.
# One worker: CPython 3.11 can fail in its own parser when the generator runs on several threads.
checks=not_a_server_error,status_code_conformance,content_type_conformance
checks=$checks,response_schema_conformance,response_headers_conformance
timeout 180 "$tool" run "$base/api/openapi.json" \
    --header "Authorization: Bearer $2" \
    --phases examples,coverage,fuzzing \
    --checks "$checks" \
    --max-examples "${COVENANT_EXAMPLES:-8}" --workers 1 --seed 20250603 \
    --max-time "${COVENANT_SECONDS:-150}" \
    --suppress-health-check all --request-timeout 60 --no-color
code=$?
if [ "$code" -eq 124 ]; then
    echo "stopped after three minutes: lower COVENANT_EXAMPLES" >&2
    exit 2
fi
exit "$code"
