"""Tests of the author's tools."""
