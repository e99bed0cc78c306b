"""How requests come in and answers go out: waitress, with limits of size and patience for each request.

One thread looks after all lines and collects what comes; a request is handed to a thread of its own once all
of it is there. So waiting for the network never takes a thread from others. Knows nothing of the application
but a function that says, from a request's head, what may follow (`Terms`).
(Why waitress: .github/decisions/0020-waitress.md.)
"""
