"""Tests of the world from recordings."""
