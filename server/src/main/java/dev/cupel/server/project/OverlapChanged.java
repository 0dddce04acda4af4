package dev.cupel.server.project;

/** A project wants another number of answers per item; its row is locked, and heard in the same transaction. */
public record OverlapChanged(long projectId, int before, int now) {}
