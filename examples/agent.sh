#!/usr/bin/env bash
# Asks a person for a credential and prints it, with nothing but curl and OpenSSL 3.
#
#   token=$(examples/agent.sh https://broker.example.com openai api_key)
#
# Arguments: the broker's address, a template (api_key), the field to print (api_key).
# LINKAUTH_API_KEY holds the broker's API key where it wants one.
# What the person has to see goes to standard error, the credential alone to standard output.
# Ends with 0: printed, 2: declined, 3: expired, 1: anything else.
#
# No secret is written to a file or passed as an argument, where other users of the machine could read it.
set -euo pipefail

broker=${1:?the address of the broker, such as https://broker.example.com}
template=${2:-api_key}
field=${3:-api_key}

# JSON without a JSON tool: good for the flat objects that are read here.
text() { printf '%s\n' "$2" | sed -nE 's/.*"'"$1"'" *: *"(([^"\\]|\\.)*)".*/\1/p'; }
number() { printf '%s\n' "$2" | sed -nE 's/.*"'"$1"'" *: *([0-9]+).*/\1/p'; }
hex() { openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n'; }
call() {
	curl --silent --show-error --fail-with-body --max-time 70 --header @<(printf '%s\n' "${headers[@]}") "$@"
}

headers=(${LINKAUTH_API_KEY:+"X-API-Key: $LINKAUTH_API_KEY"} 'Content-Type: application/json')

# 1. A key pair for this one request.
private_key=$(openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 2>/dev/null)
public_der() { openssl pkey -in <(printf '%s' "$private_key") -pubout -outform DER; }
public_key=$(public_der | openssl base64 -A)
fingerprint=$(public_der | openssl dgst -sha256 -binary | openssl base64 -A | tr '+/' '-_' | tr -d '=')

# 2. A session for it. The fingerprint goes behind the #, which no browser sends to the broker.
session=$(call "$broker/v1/sessions" --data "{\"public_key\":\"$public_key\",\"template\":\"$template\"}") || {
	printf '%s\n' "$session" >&2
	exit 1
}
id=$(text session_id "$session")
printf 'Open %s#k=%s\nThe code is %s\n' "$(text url "$session")" "$fingerprint" \
	"$(text user_code "$session")" >&2
headers+=("Authorization: Bearer $(text poll_token "$session")")

# 3. Wait for the person. The broker answers as soon as something changes.
collect_once=$(openssl rand -hex 16)
deadline=$((SECONDS + $(number expires_in "$session") + 5))
before=pending
while :; do
	started=$SECONDS
	((started < deadline)) || { echo 'The request has expired.' >&2 && exit 3; }
	answer=$(call "$broker/v1/sessions/$id" --header 'Prefer: wait=50' --header "Idempotency-Key: $collect_once") ||
		case $(number status "$answer") in
		404) echo 'The request has expired.' >&2 && exit 3 ;;
		'' | 429 | 5??) # The network or the broker is in trouble; the request is still there.
			pause=$(number interval "$answer")
			sleep "${pause:-5}" && continue
			;;
		*) printf '%s\n' "$answer" >&2 && exit 1 ;;
		esac
	status=$(text status "$answer")
	case $status in
	ready) break ;;
	denied) echo 'The person has declined.' >&2 && exit 2 ;;
	consumed) echo 'The credential has been collected before.' >&2 && exit 1 ;;
	esac
	# A broker that does not know how to wait answers at once with nothing new, and says how long to wait here.
	[[ $status != "$before" ]] || ((SECONDS - started > 1)) || sleep "$(number interval "$answer")"
	before=$status
done

# 4. Open the envelope. It holds what CMS (RFC 5083, RFC 5084) calls authenticated-enveloped data, so it is put
#    into that form, and OpenSSL unwraps the AES key, checks the tag and decrypts in one go.
envelope=$(text ciphertext "$answer" | openssl base64 -d -A)
sealed=$(text ciphertext "$envelope" | hex)
cms() {
	cat <<-END
		asn1 = SEQUENCE:message
		[message]
		type = OID:1.2.840.113549.1.9.16.1.23
		content = EXPLICIT:0,SEQUENCE:enveloped
		[enveloped]
		version = INTEGER:0
		recipients = SET:recipients
		content = SEQUENCE:content
		tag = FORMAT:HEX,OCTETSTRING:${sealed: -32}
		[recipients]
		recipient = SEQUENCE:recipient
		[recipient]
		version = INTEGER:2
		key = IMPLICIT:0,FORMAT:HEX,OCTETSTRING:00
		algorithm = SEQUENCE:oaep
		wrapped = FORMAT:HEX,OCTETSTRING:$(text wrapped_key "$envelope" | hex)
		[oaep]
		name = OID:1.2.840.113549.1.1.7
		parameters = SEQUENCE:oaep_parameters
		[oaep_parameters]
		hash = EXPLICIT:0,SEQUENCE:sha256
		mask = EXPLICIT:1,SEQUENCE:mgf1
		[mgf1]
		name = OID:1.2.840.113549.1.1.8
		hash = SEQUENCE:sha256
		[sha256]
		name = OID:2.16.840.1.101.3.4.2.1
		[content]
		type = OID:1.2.840.113549.1.7.1
		algorithm = SEQUENCE:gcm
		ciphertext = IMPLICIT:0,FORMAT:HEX,OCTETSTRING:${sealed:0: -32}
		[gcm]
		name = OID:2.16.840.1.101.3.4.1.46
		parameters = SEQUENCE:gcm_parameters
		[gcm_parameters]
		iv = FORMAT:HEX,OCTETSTRING:$(text iv "$envelope" | hex)
		tag_length = INTEGER:16
	END
}
credential=$(openssl asn1parse -genconf <(cms) -noout -out /dev/stdout |
	openssl cms -decrypt -inform DER -inkey <(printf '%s' "$private_key")) || {
	echo 'The envelope could not be opened with this key.' >&2
	exit 1
}

# 5. Acknowledge, so that nothing is left at the broker, and hand the value over.
call --request DELETE "$broker/v1/sessions/$id" || true
value=$(text "$field" "$credential")
printf '%b\n' "${value//\\\"/\"}"
