package dev.cupel.server.project;

/** A new project begins with the settings of another one; rooms that keep settings of their own hear of it in the same transaction. */
public record SettingsTaken(long projectId, long of) {}
