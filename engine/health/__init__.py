"""What is wrong with this installation, in sentences with remedies: for `alur doctor`, the page *Kesehatan*,
and whoever watches the server.
"""
