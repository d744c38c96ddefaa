"""Mirrors tutor/; live needs a daemon, e2e drives the installed command."""
