"""What somebody typed comes back to them after a refusal, or after their login had ended."""
