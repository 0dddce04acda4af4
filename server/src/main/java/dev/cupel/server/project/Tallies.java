package dev.cupel.server.project;

/** How much there is in a project: a question to the room above, which knows items, answers, decisions and reports. */
public interface Tallies {
    /** @return how many items and answers the project has; {@link Tally#countedAt()} says as of when */
    Tally of(long project);
}
