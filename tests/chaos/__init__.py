"""People at work while the installation is ill-treated: `make chaos`.

`people` work over HTTP and write down what they were answered; `faults` are what happens meanwhile to the
`installation`; afterwards `reader` compares the database and the files with what was answered.
"""
