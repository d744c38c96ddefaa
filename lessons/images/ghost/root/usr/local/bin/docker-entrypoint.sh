#!/bin/sh
# Prepares the content folder for the server, and otherwise hands over to the command it was given.
set -e

fill_content() {
    for item in "$GHOST_INSTALL"/content.orig/*; do
        [ -e "$GHOST_CONTENT/${item##*/}" ] || cp -a "$item" "$GHOST_CONTENT/"
    done
}

case "$*" in
    node*current/index.js*) fill_content ;;
esac

# Ghost's own entrypoint is run by bash, whose exec takes a first word with a dash as an option of its own and refuses it.
# busybox's exec would not do so everywhere.
case "$1" in
    -?*)
        option=${1%"${1#??}"}
        echo "$0: exec: $option: invalid option" >&2
        exit 2
        ;;
esac

exec "$@"
