"""Decides. Pure values and functions: no input or output, no clock, no terminal or docker library."""
