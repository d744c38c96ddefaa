"""The author's tools: prove a lesson on a live daemon, try a line at a step, and lint a lesson file."""
