"""Whether the tests notice when a rule is broken: mutation testing by mutmut, run by `make mutants`.

[tool.mutmut] in pyproject.toml says what is mutated and by which tests it is judged; survivors.toml names the
mutants that may live, each with its reason.
"""
