"""The log of failures of protection: what happened, whom to tell by when under the laws of three countries, who was told."""
