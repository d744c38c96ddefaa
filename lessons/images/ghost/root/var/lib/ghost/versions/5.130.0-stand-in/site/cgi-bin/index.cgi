#!/bin/sh
# Answers one request: 503 while the server boots, then the front page. Called by httpd, which has read the request, or by nc, which has not.

pages=$GHOST_INSTALL/current/pages

if [ -z "${GATEWAY_INTERFACE:-}" ]; then
    read -r REQUEST_METHOD REQUEST_URI protocol
    while read -r header && [ "${#header}" -gt 1 ]; do :; done
fi

if [ -e /run/ghost-booted ]; then
    status="200 OK" page=$pages/front.html
else
    status="503 Service Unavailable" page=$pages/booting.html
fi

printf 'HTTP/1.0 %s\r\n' "$status"
printf 'Content-Type: text/html; charset=utf-8\r\n'
printf 'Content-Length: %d\r\n' "$(wc -c <"$page")"
printf 'Connection: close\r\n\r\n'
[ "$REQUEST_METHOD" = HEAD ] || cat "$page"

# Like Ghost, the log tells of what was answered by the site itself, not of the wait for it.
[ "$status" = "200 OK" ] || exit 0
echo "[$(date -u '+%Y-%m-%d %H:%M:%S')] INFO \"$REQUEST_METHOD ${REQUEST_URI:-/}\" ${status%% *}" >&2
