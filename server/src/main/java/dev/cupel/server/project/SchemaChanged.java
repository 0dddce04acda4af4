package dev.cupel.server.project;

/** Another version of the schema is in force; the project's row is locked, and the news heard in the same transaction. */
public record SchemaChanged(long projectId) {}
