"""Tests of the doctor: every finding is provoked for real, on a machine made for it where that is needed."""
