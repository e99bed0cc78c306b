"""What is tried long and hard, outside the suite: `make probe`, or `make probe ARGS="slow_lines memory"`.

A probe is a module with `probe()`: it prints what it tried, and raises AssertionError where something did not
hold. The suite has a short form of each.
"""
