# Sourced by every walkthrough: how to act as a member of the staff.
#
#   act POST COMMAND JSON      performs a command; prints the receipt; ends the script when refused
#   refused ID POST COMMAND JSON   the same, expecting to be refused by exactly this refusal
#   reply FIELD                picks a field of the reply from a receipt on standard input
#   see POST PATH              reads from /api/v1
#   upload POST CASE FILE NAME   sends a file for a case; NAME is percent-encoded UTF-8
#   refused_upload ID POST CASE FILE NAME   the same, expecting exactly this refusal
#   pick PYTHON                picks from JSON on standard input: pick 'd["items"][0]["number"]'
#
# POST is the code of a post (claimsHandler) or a staff number (E1015). bin/run serves the demo
# insurer that this speaks to; SITE and DATA choose another one.
site=${SITE:-http://localhost:8080}
data=${DATA:-data/demo}
covenant=${COVENANT_BIN:-bin/covenant}
tokens=$(mktemp -d)
trap 'rm -rf "$tokens"' EXIT

# The demo insurer's staff: who holds which post first.
staff_number() {
    case $1 in
        executive) echo E1001 ;; claimsSupervisor | panelSecretary) echo E1003 ;;
        claimsApprover) echo E1005 ;; claimCalculator) echo E1008 ;;
        lossVerifier | dispatcher) echo E1010 ;;
        lossAssessor | surveyor | investigator | specialInvestigator) echo E1012 ;;
        registrationClerk | claimsHandler) echo E1015 ;;
        claimsIntake | serviceAgent | callbackAgent) echo E1018 ;; paymentClerk) echo E1021 ;;
        paymentReleaser) echo E1023 ;; salesperson | salesSupervisor | trainer) echo E1025 ;;
        complaintHandler | callListener | serviceSupervisor) echo E1027 ;;
        auditor | complianceOfficer) echo E1031 ;; systemAdministrator) echo E1033 ;;
        securityAdministrator) echo E1035 ;; auditAdministrator) echo E1037 ;;
        *) echo "$1" ;;
    esac
}

# Sets $bearer: a token for this member of the staff, made once.
be() {
    local number
    number=$(staff_number "$1")
    [ -s "$tokens/$number" ] ||
        "$covenant" token create --staff "$number" --data "$data" >"$tokens/$number"
    bearer=$(cat "$tokens/$number")
}

send() {
    be "$1"
    curl -sS "$site/api/v1/commands/$2" -H "Authorization: Bearer $bearer" \
        -H 'Content-Type: application/json' -H "Idempotency-Key: $2-$RANDOM$RANDOM$RANDOM" -d "$3"
}

act() {
    local answer
    answer=$(send "$@")
    printf '%s\n' "$answer"
    case $answer in *'"/problems/'*)
        echo "refused: $2 as $1: $answer" >&2
        return 1 ;;
    esac
}

refused() {
    local wanted=$1 answer
    shift
    answer=$(send "$@")
    case $answer in
        *"\"/problems/$wanted\""*) echo "refused as it should be: $wanted" ;;
        *)
            echo "not refused by $wanted: $2 as $1: $answer" >&2
            return 1 ;;
    esac
}

see() {
    be "$1"
    curl -sS "$site/api/v1/$2" -H "Authorization: Bearer $bearer"
}

upload() {
    be "$1"
    curl -sS "$site/api/v1/files?case=$2" -H "Authorization: Bearer $bearer" \
        -H 'Content-Type: application/octet-stream' \
        -H "Content-Disposition: attachment; filename*=UTF-8''$4" --data-binary "@$3"
}

refused_upload() {
    local wanted=$1 answer
    shift
    answer=$(upload "$@")
    case $answer in
        *"\"/problems/$wanted\""*) echo "refused as it should be: $wanted" ;;
        *)
            echo "not refused by $wanted: upload of $3: $answer" >&2
            return 1 ;;
    esac
}

reply() { python3 -c 'import json,sys; print(json.load(sys.stdin)["reply"][sys.argv[1]])' "$1"; }
pick() {
    python3 -c 'import json, sys
d = json.load(sys.stdin)
print(eval("(" + sys.argv[1] + ")"))' "$1"
}

# A policy of this product that is in force now. A second argument skips as many.
policy_of() {
    local today
    today=$(TZ=Asia/Shanghai date +%F)
    see claimsHandler "policy?product=$1&limit=200" | pick "[policy['number']
        for policy in d['items'] if policy['inception'] <= '$today' <= policy['expiry']][${2:-0}]"
}

# Ago: a moment of the past as the API writes it: ago '2 hours'.
ago() { date -u -d "$1 ago" +%FT%TZ; }
