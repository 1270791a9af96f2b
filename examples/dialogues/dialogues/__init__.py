"""Dialogues between experts, kept as a typed directed graph in one DynamoDB table."""
