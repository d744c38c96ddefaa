"""What speaks pseudo-terminals."""
