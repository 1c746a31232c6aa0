"""Stand-in clouds: Pulumi providers that keep what they create in a file, for rehearsals without an account."""
