"""What all requests and responses share: limits, query parameters, statuses, CSP, CSRF, built files."""
