"""A Model Context Protocol server: the graph as tools whose answers an agent can cite."""
