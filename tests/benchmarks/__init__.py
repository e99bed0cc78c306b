"""What a request costs: `make bench`, or `python -m tests.benchmarks [sqlite] [postgresql]`.

Real HTTP, a real login, the product's own server settings, one server process, one browser. Beside each
completion of a task the floor is measured: the least that any server could do (tests.benchmarks.floor).
"""
