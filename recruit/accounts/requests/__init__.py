"""The desk for what people ask about their own data, and for their complaints: one desk for the laws of three countries."""
