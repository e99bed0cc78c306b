"""Moving tokens through a diagram; the only room that knows SpiffWorkflow."""
